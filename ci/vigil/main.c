/* SPDX-License-Identifier: MIT */
/* vigil: subcommands and options, nothing else. */
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nightly.h"
#include "process.h"

static const char usage[] =
    "usage: vigil nightly --targets DIR --corpus DIR --state DIR [--budget TIME]\n"
    "                     [--tracker local:DIR] [--jobs N]\n"
    "       vigil --help | --version\n"
    "\n"
    "vigil keeps watch over libFuzzer targets. `vigil nightly --help` says more.\n";

static const char version[] = "vigil " VIGIL_VERSION "\n";

static const char nightly_usage[] =
    "usage: vigil nightly --targets DIR --corpus DIR --state DIR [--budget TIME]\n"
    "                     [--tracker local:DIR] [--jobs N]\n"
    "\n"
    "Replays what ever broke the targets, fuzzes each for its share of the budget, and files\n"
    "one issue for each distinct crash, once.\n"
    "\n"
    "  --targets DIR        libFuzzer targets as in OSS-Fuzz's $OUT: TARGET, TARGET.dict,\n"
    "                       TARGET.options, TARGET_seed_corpus.zip\n"
    "  --corpus DIR         seeds in DIR/TARGET/, inputs that once broke it in\n"
    "                       DIR/regressions/TARGET/; never written to\n"
    "  --state DIR          what vigil remembers: database, crashes, grown corpus, report.md\n"
    "  --budget TIME        fuzzing time for all targets together: 60s, 30m, 4h (default 10m);\n"
    "                       replays and triage come on top, at most 30 s of minimising a crash\n"
    "  --tracker local:DIR  where issues are filed (default local:STATE/issues)\n"
    "  --jobs N             targets at a time (default 1)\n"
    "\n"
    "Exit status: 0 clean; 1 something crashed, new or known; 2 not all of the job could be\n"
    "done, whatever was found besides.\n";

static int complain(const char *format, const char *about)
{
    (void)fputs("vigil: ", stderr);
    (void)fprintf(stderr, format, about);
    (void)fputs("\nTry 'vigil nightly --help'.\n", stderr);
    return 2;
}

static int print(const char *text)
{
    return fputs(text, stdout) >= 0 && fflush(stdout) == 0 ? 0 : 2;
}

/* "90s", "30m", "4h"; a week at most. */
static bool read_budget(const char *text, double *seconds)
{
    char *unit;
    errno = 0;
    unsigned long count = strtoul(text, &unit, 10);
    unsigned long scale = strcmp(unit, "s") == 0   ? 1
                          : strcmp(unit, "m") == 0 ? 60
                          : strcmp(unit, "h") == 0 ? 3600
                                                   : 0;
    if (text[0] < '0' || text[0] > '9' || errno != 0 || scale == 0 || count == 0 ||
        count > 7ul * 24 * 3600 / scale) {
        return false;
    }
    *seconds = (double)(count * scale);
    return true;
}

static bool read_jobs(const char *text, unsigned *jobs)
{
    char *rest;
    errno = 0;
    unsigned long count = strtoul(text, &rest, 10);
    if (text[0] < '0' || text[0] > '9' || errno != 0 || *rest != '\0' || count == 0 ||
        count > 256) {
        return false;
    }
    *jobs = (unsigned)count;
    return true;
}

static int run_nightly(const struct nightly_options *options)
{
    if (options->targets == NULL || options->corpus == NULL || options->state == NULL) {
        return complain("nightly needs %s", "--targets, --corpus and --state");
    }
    process_catch_signals();
    return nightly(options);
}

static int command_nightly(int count, char **arguments)
{
    static const struct option known[] = {{"targets", required_argument, NULL, 't'},
                                          {"corpus", required_argument, NULL, 'c'},
                                          {"state", required_argument, NULL, 's'},
                                          {"budget", required_argument, NULL, 'b'},
                                          {"tracker", required_argument, NULL, 'k'},
                                          {"jobs", required_argument, NULL, 'j'},
                                          {"help", no_argument, NULL, 'h'},
                                          {"version", no_argument, NULL, 'v'},
                                          {NULL, 0, NULL, 0}};
    struct nightly_options options = {.budget = 600, .jobs = 1};
    int option;
    while ((option = getopt_long(count, arguments, "", known, NULL)) != -1) {
        switch (option) {
        case 't':
            options.targets = optarg;
            break;
        case 'c':
            options.corpus = optarg;
            break;
        case 's':
            options.state = optarg;
            break;
        case 'k':
            options.tracker = optarg;
            break;
        case 'b':
            if (!read_budget(optarg, &options.budget)) {
                return complain("--budget must read like 60s, 30m or 4h, not \"%s\"", optarg);
            }
            break;
        case 'j':
            if (!read_jobs(optarg, &options.jobs)) {
                return complain("--jobs must be a number from 1 to 256, not \"%s\"", optarg);
            }
            break;
        case 'h':
            return print(nightly_usage);
        case 'v':
            return print(version);
        default:
            return complain("%s", "see above");
        }
    }
    return optind < count ? complain("nightly takes no \"%s\"", arguments[optind])
                          : run_nightly(&options);
}

int main(int count, char **arguments)
{
    const char *command = count < 2 ? "" : arguments[1];
    if (strcmp(command, "--help") == 0) {
        return print(usage);
    }
    if (strcmp(command, "--version") == 0) {
        return print(version);
    }
    if (strcmp(command, "nightly") == 0) {
        return command_nightly(count - 1, arguments + 1);
    }
    return command[0] == '\0' ? complain("%s", "say what to do: nightly")
                              : complain("\"%s\" is no command; nightly is one", command);
}
