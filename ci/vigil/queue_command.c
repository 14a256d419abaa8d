/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <stdio.h>

#include "queue.h"
#include "queue_options.h"
#include "queue_show.h"

static const char usage[] =
    "usage: vigil queue [--config FILE] [--tracker TRACKER] [--state DIR] [--json]\n"
    "\n"
    "Shows the changes that passed the gate and wait for a reviewer, oldest first: since when, "
    "who\n"
    "was asked, and how many of the changed lines are time-sensitive.\n"
    "\n"
    "  --config FILE      vigil.ini: tracker, label, token file (default: none)\n"
    "  --tracker TRACKER  local:DIR or github:OWNER/REPO; over what the file says\n"
    "  --state DIR        where the queue is when no tracker is said, DIR/queue (default .vigil)\n"
    "  --json             one array: head, number, title, author, link, since, lines, asked,\n"
    "                     asked_at and reviewed of each\n"
    "\n"
    "In a local queue a reviewer makes `reviewed` true in DIR/queue/HEAD.json, and whoever merges\n"
    "removes the file. Exit status: 0; 2 not all of the queue could be read.\n";

static int complain(const char *format, const char *about)
{
    (void)fputs("vigil: ", stderr);
    (void)fprintf(stderr, format, about);
    (void)fputs("\nTry 'vigil queue --help'.\n", stderr);
    return 2;
}

static bool take(void *context, const struct queue_entry *entry)
{
    return queue_list_add(context, entry);
}

static int show(struct queue *queue, bool json)
{
    struct fault fault = {""};
    struct queue_list list = {0};
    struct buffer text = {0};
    enum tracker_outcome outcome = queue->list(queue, take, &list, &fault);
    int status = outcome == TRACKER_DONE ? 0 : queue_complain(fault.text);
    if (outcome == TRACKER_DONE || list.count > 0) {
        (json ? queue_json : queue_table)(&list, &text);
        int printed = queue_print(&text);
        status = printed != 0 ? printed : status;
    }
    buffer_free(&text);
    queue_list_free(&list);
    return status;
}

static int run(struct queue_options *options, bool json)
{
    struct fault fault = {""};
    if (!queue_options_settle(options, &fault)) {
        return queue_complain(fault.text);
    }
    const struct tracker_options tracker = queue_options_tracker(options, options->queue);
    struct queue *queue = queue_open(&tracker, &fault);
    if (queue == NULL) {
        return queue_complain(fault.text);
    }
    int status = show(queue, json);
    queue->close(queue);
    return status;
}

int queue_command(int count, char **arguments)
{
    static const struct option known[] = {
        {"config", required_argument, NULL, 'f'}, {"tracker", required_argument, NULL, 'k'},
        {"state", required_argument, NULL, 's'},  {"json", no_argument, NULL, 'j'},
        {"help", no_argument, NULL, 'h'},         {NULL, 0, NULL, 0}};
    struct queue_options options = {.config = NULL};
    bool json = false;
    int option;
    while ((option = getopt_long(count, arguments, "", known, NULL)) != -1) {
        switch (option) {
        case 'f':
            options.config = optarg;
            break;
        case 'k':
            options.tracker = optarg;
            break;
        case 's':
            options.state = optarg;
            break;
        case 'j':
            json = true;
            break;
        case 'h':
            return fputs(usage, stdout) >= 0 && fflush(stdout) == 0 ? 0 : 2;
        default:
            return complain("%s", "see above");
        }
    }
    return optind < count ? complain("queue takes no \"%s\"", arguments[optind])
                          : run(&options, json);
}
