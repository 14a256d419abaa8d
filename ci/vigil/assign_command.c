/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <stdio.h>

#include "assign.h"
#include "assign_run.h"
#include "queue_options.h"

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
    queue_write_time(next->start, from);
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
