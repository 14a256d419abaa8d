/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "assign.h"
#include "base/clock.h"
#include "filing.h"
#include "options.h"
#include "queue.h"
#include "show.h"

static const char usage[] =
    "usage: vigil assign [--config FILE] [--tracker TRACKER] [--state DIR] [--rota FILE]\n"
    "                    [--at TEXT]\n"
    "\n"
    "Gives each change that passed the gate and waits to a reviewer on duty, once; to be run "
    "every\n"
    "few minutes. Outside the window it does nothing. One who did not answer within a day makes "
    "way\n"
    "for the next.\n"
    "\n"
    "  --config FILE      vigil.ini: tracker, label, token file, rota (default: none)\n"
    "  --tracker TRACKER  local:DIR or github:OWNER/REPO; over what the file says\n"
    "  --state DIR        where the queue is when no tracker is said, DIR/queue (default .vigil)\n"
    "  --rota FILE        reviewers and window; over what the file says\n"
    "  --at TEXT          as if it were this instant, an RFC 3339 timestamp (default: now)\n"
    "\n"
    "Exit status: 0; 1 something waits for over a day; 2 not all could be read, or somebody not\n"
    "asked.\n";

static int complain(const char *format, const char *about)
{
    (void)fputs("vigil: ", stderr);
    (void)fprintf(stderr, format, about);
    (void)fputs("\nTry 'vigil assign --help'.\n", stderr);
    return 2;
}

static int closed(const struct duty *next)
{
    char from[40];
    struct buffer said = {0};
    clock_write(next->start, from);
    buffer_format(&said, "outside the window: nobody is asked before %s\n", from);
    int status = queue_print(&said);
    buffer_free(&said);
    return status;
}

static int with_rota(struct queue_options *options, const struct rota *rota, int64_t now)
{
    struct duty duty;
    struct fault fault = {""};
    if (!assign_open(rota, now, &duty)) {
        return closed(&duty);
    }
    const struct tracker_options tracker = queue_options_tracker(options, options->queue);
    struct queue *queue = queue_open(&tracker, &fault);
    if (queue == NULL) {
        return queue_complain(fault.text);
    }
    int status = assign_run(queue, rota, now);
    queue->close(queue);
    return status;
}

static int run(struct queue_options *options, const char *path, const char *at)
{
    int64_t now;
    struct rota rota;
    struct fault fault = {""};
    struct buffer wrong = {0};
    if (!queue_options_at(at, &now, &wrong)) {
        int status = queue_complain(wrong.failed ? "out of memory" : wrong.data);
        buffer_free(&wrong);
        return status;
    }
    if (!queue_options_settle(options, &fault)) {
        return queue_complain(fault.text);
    }
    path = path == NULL ? options->settings.rota : path;
    if (path[0] == '\0') {
        return complain("assign needs %s", "a rota: --rota, or in the file of --config");
    }
    int status = rota_read(path, &rota, &fault) ? with_rota(options, &rota, now)
                                                : queue_complain(fault.text);
    rota_free(&rota);
    return status;
}

int assign_command(int count, char **arguments)
{
    static const struct option known[] = {{"config", required_argument, NULL, 'f'},
                                          {"tracker", required_argument, NULL, 'k'},
                                          {"state", required_argument, NULL, 's'},
                                          {"rota", required_argument, NULL, 'r'},
                                          {"at", required_argument, NULL, 'a'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    struct queue_options options = {.config = NULL};
    const char *rota = NULL, *at = NULL;
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
        case 'r':
            rota = optarg;
            break;
        case 'a':
            at = optarg;
            break;
        case 'h':
            return fputs(usage, stdout) >= 0 && fflush(stdout) == 0 ? 0 : 2;
        default:
            return complain("%s", "see above");
        }
    }
    return optind < count ? complain("assign takes no \"%s\"", arguments[optind])
                          : run(&options, rota, at);
}

static const char file_command_usage[] =
    "usage: vigil file --verdict DIR [--head COMMIT] [--config FILE] [--tracker TRACKER]\n"
    "                  [--state DIR]\n"
    "\n"
    "Says what a gate found: an issue for each new crash, once; a check file_command_run on the "
    "commit; and "
    "the\n"
    "change is queued for a reviewer where it passed. Nothing in DIR is trusted, so that a verdict "
    "on\n"
    "a stranger's change can be filed with a token that the change never saw.\n"
    "\n"
    "  --verdict DIR      what `vigil gate --out DIR` wrote\n"
    "  --head COMMIT      the commit it must be a verdict on\n"
    "  --config FILE      vigil.ini: tracker, label, token file, rota, withhold (default: none)\n"
    "  --tracker TRACKER  local:DIR or github:OWNER/REPO; over what the file says\n"
    "  --state DIR        where issues and queue are when no tracker is said, DIR/issues and\n"
    "                     DIR/queue (default .vigil)\n"
    "\n"
    "Exit status: 0 all was said, now or before; 2 something could not be.\n";

static int file_command_complain(const char *format, const char *about)
{
    (void)fputs("vigil: ", stderr);
    (void)fprintf(stderr, format, about);
    (void)fputs("\nTry 'vigil file --help'.\n", stderr);
    return 2;
}

static int file_command_run(struct queue_options *options, const char *verdict, const char *head)
{
    struct fault fault = {""};
    if (verdict == NULL) {
        return file_command_complain("file needs %s", "--verdict");
    }
    if (!queue_options_settle(options, &fault)) {
        return queue_complain(fault.text);
    }
    return filing(&(struct filing_options){
        .directory = verdict,
        .head = head,
        .tracker = queue_options_tracker(options, options->issues),
        .queue = strcmp(options->queue, options->issues) == 0 ? NULL : options->queue,
        .withhold = options->settings.withhold,
        .rota = options->settings.rota});
}

int file_command(int count, char **arguments)
{
    static const struct option known[] = {{"verdict", required_argument, NULL, 'v'},
                                          {"head", required_argument, NULL, 'd'},
                                          {"config", required_argument, NULL, 'f'},
                                          {"tracker", required_argument, NULL, 'k'},
                                          {"state", required_argument, NULL, 's'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    struct queue_options options = {.config = NULL};
    const char *verdict = NULL, *head = NULL;
    int option;
    while ((option = getopt_long(count, arguments, "", known, NULL)) != -1) {
        switch (option) {
        case 'v':
            verdict = optarg;
            break;
        case 'd':
            head = optarg;
            break;
        case 'f':
            options.config = optarg;
            break;
        case 'k':
            options.tracker = optarg;
            break;
        case 's':
            options.state = optarg;
            break;
        case 'h':
            return fputs(file_command_usage, stdout) >= 0 && fflush(stdout) == 0 ? 0 : 2;
        default:
            return file_command_complain("%s", "see above");
        }
    }
    return optind < count ? file_command_complain("file takes no \"%s\"", arguments[optind])
                          : file_command_run(&options, verdict, head);
}

static const char queue_command_usage[] =
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

static int queue_command_complain(const char *format, const char *about)
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

static int queue_command_run(struct queue_options *options, bool json)
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
            return fputs(queue_command_usage, stdout) >= 0 && fflush(stdout) == 0 ? 0 : 2;
        default:
            return queue_command_complain("%s", "see above");
        }
    }
    return optind < count ? queue_command_complain("queue takes no \"%s\"", arguments[optind])
                          : queue_command_run(&options, json);
}
