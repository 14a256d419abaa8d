/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "filing.h"
#include "queue_options.h"

static const char usage[] =
    "usage: vigil file --verdict DIR [--head COMMIT] [--config FILE] [--tracker TRACKER]\n"
    "                  [--state DIR]\n"
    "\n"
    "Says what a gate found: an issue for each new crash, once; a check run on the commit; and "
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

static int complain(const char *format, const char *about)
{
    (void)fputs("vigil: ", stderr);
    (void)fprintf(stderr, format, about);
    (void)fputs("\nTry 'vigil file --help'.\n", stderr);
    return 2;
}

static int run(struct queue_options *options, const char *verdict, const char *head)
{
    struct fault fault = {""};
    if (verdict == NULL) {
        return complain("file needs %s", "--verdict");
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
            return fputs(usage, stdout) >= 0 && fflush(stdout) == 0 ? 0 : 2;
        default:
            return complain("%s", "see above");
        }
    }
    return optind < count ? complain("file takes no \"%s\"", arguments[optind])
                          : run(&options, verdict, head);
}
