/* SPDX-License-Identifier: MIT */
#include "gate.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/process.h"

static const char usage[] =
    "usage: vigil gate [--base REV] [--head REV] [--fuzz-seconds N] [--out DIR] [--state DIR]\n"
    "                  [--config FILE] [--tracker TRACKER] [--jobs N] [--unfiled]\n"
    "\n"
    "Judges a change before it is merged, at four doors: it builds and its tests pass and run "
    "what\n"
    "changed; what changes how time is read comes with examples; nothing new crashes within a\n"
    "minute of fuzzing; a person is asked.\n"
    "\n"
    "  --base REV         what it is compared with (default: where --head left the main branch, "
    "or\n"
    "                     else its parent)\n"
    "  --head REV         the change (default: HEAD)\n"
    "  --fuzz-seconds N   of fuzzing in all, 1 to 3600 (default 60)\n"
    "  --out DIR          where the result goes: verdict.json and .md, junit.xml, vigil.sarif,\n"
    "                     cobertura.xml, crashes/ (default: below --state)\n"
    "  --state DIR        what nights and gates remember (default .vigil)\n"
    "  --config FILE      vigil.ini (default: ci/vigil.ini, or else ./vigil.ini)\n"
    "  --tracker TRACKER  local:DIR or github:OWNER/REPO (default local:STATE/issues); over what "
    "the\n"
    "                     file says\n"
    "  --jobs N           as many at a time (default: the cores)\n"
    "  --unfiled          issues and queue are left to `vigil file`\n"
    "\n"
    "Exit status: 0 passed; 1 blocked; 2 could not judge.\n";

static int complain(const char *format, const char *about)
{
    (void)fputs("vigil gate: ", stderr);
    (void)fprintf(stderr, format, about);
    (void)fputs("\nTry 'vigil gate --help'.\n", stderr);
    return 2;
}

static bool read_number(const char *text, unsigned long most, unsigned long *number)
{
    char *rest;
    errno = 0;
    *number = strtoul(text, &rest, 10);
    return text[0] >= '0' && text[0] <= '9' && errno == 0 && *rest == '\0' && *number >= 1 &&
           *number <= most;
}

static int run(struct gate_options *options, const char *config, const char *tracker)
{
    static const char *const usual[] = {"ci/vigil.ini", "vigil.ini"};
    struct fault fault = {""};
    for (size_t i = 0; config == NULL && i < sizeof usual / sizeof *usual; i++) {
        config = access(usual[i], F_OK) == 0 ? usual[i] : NULL;
    }
    options->config = config == NULL ? "" : config;
    settings_defaults(&options->settings);
    if ((config != NULL && !settings_read(config, &options->settings, &fault)) ||
        (tracker != NULL && !path_make(options->settings.tracker, &fault, "%s", tracker))) {
        return complain("%s", fault.text);
    }
    process_catch_signals();
    return gate(options);
}

int gate_command(int count, char **arguments)
{
    static const struct option known[] = {{"base", required_argument, NULL, 'b'},
                                          {"head", required_argument, NULL, 'h'},
                                          {"fuzz-seconds", required_argument, NULL, 'z'},
                                          {"out", required_argument, NULL, 'o'},
                                          {"state", required_argument, NULL, 's'},
                                          {"config", required_argument, NULL, 'f'},
                                          {"tracker", required_argument, NULL, 'k'},
                                          {"jobs", required_argument, NULL, 'j'},
                                          {"unfiled", no_argument, NULL, 'u'},
                                          {"help", no_argument, NULL, '?' + 256},
                                          {NULL, 0, NULL, 0}};
    static struct gate_options options = {.state = ".vigil", .fuzz_seconds = 60};
    const char *config = NULL, *tracker = NULL;
    unsigned long number;
    int option;
    while ((option = getopt_long(count, arguments, "", known, NULL)) != -1) {
        switch (option) {
        case 'b':
            options.base = optarg;
            break;
        case 'h':
            options.head = optarg;
            break;
        case 'z':
            if (!read_number(optarg, 3600, &number)) {
                return complain("--fuzz-seconds must be a number from 1 to 3600, not \"%s\"",
                                optarg);
            }
            options.fuzz_seconds = (double)number;
            break;
        case 'o':
            options.out = optarg;
            break;
        case 's':
            options.state = optarg;
            break;
        case 'f':
            config = optarg;
            break;
        case 'k':
            tracker = optarg;
            break;
        case 'j':
            if (!read_number(optarg, 256, &number)) {
                return complain("--jobs must be a number from 1 to 256, not \"%s\"", optarg);
            }
            options.jobs = (unsigned)number;
            break;
        case 'u':
            options.unfiled = true;
            break;
        case '?' + 256:
            return fputs(usage, stdout) >= 0 && fflush(stdout) == 0 ? 0 : 2;
        default:
            return complain("%s", "see above");
        }
    }
    return optind < count ? complain("it takes no \"%s\"", arguments[optind])
                          : run(&options, config, tracker);
}
