/* SPDX-License-Identifier: MIT */
/* vigil: subcommands and options, nothing else. */
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/process.h"
#include "base/settings.h"
#include "crash/explain.h"
#include "duty/duty.h"
#include "gate/gate.h"
#include "night/night.h"
#include "queue/queue.h"

#define NIGHTLY_USAGE                                                                              \
    "usage: vigil nightly --targets DIR --corpus DIR --state DIR [--budget TIME]\n"                \
    "                     [--config FILE] [--tracker TRACKER] [--report DIR] [--date DATE]\n"      \
    "                     [--built SECONDS[,cached]] [--jobs N]\n"

static const char usage[] =
    NIGHTLY_USAGE "       vigil explain [--json] [--target NAME] LOG...\n"
                  "       vigil gate [--base REV] [--head REV] [--fuzz-seconds N] [--out DIR] ...\n"
                  "       vigil queue | assign | file [OPTION]...\n"
                  "       vigil duty [--rota FILE] [--at TEXT] [--days N] [--json] [--check]\n"
                  "       vigil --help | --version\n"
                  "\n"
                  "vigil keeps watch over libFuzzer targets. `vigil COMMAND --help` says more.\n";

static const char version[] = "vigil " VIGIL_VERSION "\n";

static const char nightly_usage[] = NIGHTLY_USAGE
    "\n"
    "Looks again at what ever broke the targets, fuzzes each for its share of the budget, files\n"
    "one issue for each cause, once, closes those that are mended and opens those that are back.\n"
    "\n"
    "  --targets DIR      libFuzzer targets as in OSS-Fuzz's $OUT: TARGET, TARGET.dict,\n"
    "                     TARGET.options, TARGET_seed_corpus.zip\n"
    "  --corpus DIR       seeds in DIR/TARGET/, inputs that once broke it in\n"
    "                     DIR/regressions/TARGET/; never written to\n"
    "  --state DIR        what vigil remembers: database, crashes, grown corpus, reports\n"
    "  --budget TIME      fuzzing time for all targets together: 60s, 30m, 4h (default 10m);\n"
    "                     0s runs the corpus once; replays, minimising and looking for the first\n"
    "                     bad commit come on top\n"
    "  --config FILE      vigil.ini: sources and build, tracker, limits (default: none)\n"
    "  --tracker TRACKER  local:DIR or github:OWNER/REPO (default local:STATE/issues); over what\n"
    "                     the file says\n"
    "  --report DIR       where the night's page goes, DIR/DATE.html, with .md and .json, and an\n"
    "                     index of all nights (default STATE/report)\n"
    "  --date DATE        the UTC date it works for (default: the one whose review window ends\n"
    "                     next); a night that was cut short on that date is gone on with\n"
    "  --built SECONDS    how long building the targets took, for the metrics; with \",cached\"\n"
    "                     where nothing was to be built\n"
    "  --jobs N           targets at a time (default 1)\n"
    "\n"
    "Exit status: 0 clean; 1 something crashed that is to be worked on, new or known; 2 not all\n"
    "of the job could be done, whatever was found besides.\n";

static const char explain_usage[] =
    "usage: vigil explain [--json] [--target NAME] LOG...\n"
    "\n"
    "Says what a log of a sanitizer, libFuzzer or libc tells of: title, kind, access, frames,\n"
    "signature, class and severity; or that it is no crash. \"-\" is standard input.\n"
    "\n"
    "  --json         one object a log, one a line\n"
    "  --target NAME  the program that crashed (default: the log's name, without its ending)\n"
    "\n"
    "Exit status: 0 every log was read; 2 one could not be.\n";

static int complain(const char *format, const char *about)
{
    (void)fputs("vigil: ", stderr);
    (void)fprintf(stderr, format, about);
    (void)fputs("\nTry 'vigil --help'.\n", stderr);
    return 2;
}

static int print(const char *text)
{
    return fputs(text, stdout) >= 0 && fflush(stdout) == 0 ? 0 : 2;
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

/* "12.5" or "0.3,cached". */
static bool read_built(const char *text, struct night_options *options)
{
    char *rest;
    options->built = strtod(text, &rest);
    options->cached = strcmp(rest, ",cached") == 0;
    return text[0] >= '0' && text[0] <= '9' && options->built <= 1e6 &&
           (options->cached || *rest == '\0');
}

static int run_nightly(struct night_options *options, const char *config, const char *tracker)
{
    struct fault fault = {""};
    if (options->targets == NULL || options->corpus == NULL || options->state == NULL) {
        return complain("nightly needs %s", "--targets, --corpus and --state");
    }
    settings_defaults(&options->settings);
    if ((config != NULL && !settings_read(config, &options->settings, &fault)) ||
        (tracker != NULL && !path_make(options->settings.tracker, &fault, "%s", tracker))) {
        return complain("%s", fault.text);
    }
    process_catch_signals();
    return night_run(options);
}

static int command_nightly(int count, char **arguments)
{
    static const struct option known[] = {{"targets", required_argument, NULL, 't'},
                                          {"corpus", required_argument, NULL, 'c'},
                                          {"state", required_argument, NULL, 's'},
                                          {"budget", required_argument, NULL, 'b'},
                                          {"tracker", required_argument, NULL, 'k'},
                                          {"config", required_argument, NULL, 'f'},
                                          {"report", required_argument, NULL, 'r'},
                                          {"date", required_argument, NULL, 'd'},
                                          {"built", required_argument, NULL, 'u'},
                                          {"jobs", required_argument, NULL, 'j'},
                                          {"help", no_argument, NULL, 'h'},
                                          {"version", no_argument, NULL, 'v'},
                                          {NULL, 0, NULL, 0}};
    static struct night_options options = {.budget = 600, .jobs = 1, .built = -1};
    const char *tracker = NULL, *config = NULL;
    int32_t day;
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
            tracker = optarg;
            break;
        case 'f':
            config = optarg;
            break;
        case 'b':
            if (!settings_time(optarg, &options.budget)) {
                return complain("--budget must read like 60s, 30m or 4h, not \"%s\"", optarg);
            }
            break;
        case 'r':
            options.report = optarg;
            break;
        case 'd':
            if (!duty_read_date(optarg, &day)) {
                return complain("--date must read like 2026-11-25, not \"%s\"", optarg);
            }
            options.date = optarg;
            break;
        case 'u':
            if (!read_built(optarg, &options)) {
                return complain("--built must read like 12.5 or 0.3,cached, not \"%s\"", optarg);
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
                          : run_nightly(&options, config, tracker);
}

static int command_explain(int count, char **arguments)
{
    static const struct option known[] = {{"json", no_argument, NULL, 'j'},
                                          {"target", required_argument, NULL, 't'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    const char *target = NULL;
    bool json = false;
    int option;
    while ((option = getopt_long(count, arguments, "", known, NULL)) != -1) {
        switch (option) {
        case 'j':
            json = true;
            break;
        case 't':
            target = optarg;
            break;
        case 'h':
            return print(explain_usage);
        default:
            return complain("%s", "see above");
        }
    }
    return optind == count ? complain("explain needs %s", "a log, or - for standard input")
                           : explain(count - optind, arguments + optind, json, target);
}

static const struct {
    const char *name;
    int (*run)(int count, char **arguments);
} commands[] = {{"nightly", command_nightly}, {"gate", gate_command}, {"queue", queue_command},
                {"assign", assign_command},   {"file", file_command}, {"explain", command_explain},
                {"duty", duty_command}};

int main(int count, char **arguments)
{
    const char *command = count < 2 ? "" : arguments[1];
    if (strcmp(command, "--help") == 0) {
        return print(usage);
    }
    if (strcmp(command, "--version") == 0) {
        return print(version);
    }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(command, commands[i].name) == 0) {
            return commands[i].run(count - 1, arguments + 1);
        }
    }
    return command[0] == '\0'
               ? complain("%s",
                          "say what to do: nightly, gate, queue, assign, file, explain or duty")
               : complain(
                     "\"%s\" is no command; nightly, gate, queue, assign, file, explain and duty "
                     "are",
                     command);
}
