/* rfc3339.c -- reading RFC 3339 timestamps, side by side with what a user would pick instead */
/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "report.h"

enum {
    ROUNDS_DEFAULT = 61,
    ROUNDS_MAX = 100000,
    EXIT_WRONG = 1,
    EXIT_UNABLE = 2,
};

static const char usage[] =
    "Usage: bench_rfc3339 [--rounds N] [--json]\n"
    "\n"
    "Time fuseau_rfc3339_parse and its peers on the same texts, in turns.\n"
    "\n"
    "  --rounds N  turns each of them gets on each kind of text (default 61, about 11 seconds)\n"
    "  --json      print one JSON object instead of the table\n"
    "  --help      print this and exit\n"
    "\n"
    "Exit status: 0 measured, however fast or slow; 1 fuseau misread a text; 2 could not "
    "measure.\n";

struct options {
    int rounds;
    bool json;
    bool help;
};

static bool read_rounds(const char *text, int *rounds)
{
    char *end;
    long value = strtol(text, &end, 10);
    if (end == text || *end != '\0' || value < 1 || value > ROUNDS_MAX) {
        return false;
    }
    *rounds = (int)value;
    return true;
}

static bool read_options(int argc, char **argv, struct options *options)
{
    static const struct option known[] = {{"rounds", required_argument, NULL, 'r'},
                                          {"json", no_argument, NULL, 'j'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    bool good = true;
    for (int option; (option = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        options->json |= option == 'j';
        options->help |= option == 'h';
        good = good && option != '?' && (option != 'r' || read_rounds(optarg, &options->rounds));
    }
    return good && optind == argc;
}

static int unable(const char *why)
{
    fprintf(stderr, "bench_rfc3339: %s\n", why);
    return EXIT_UNABLE;
}

static int measure(struct table *table, bool json)
{
    if (!measure_check(table)) {
        report_faults(table);
        return EXIT_WRONG;
    }
    if (!measure_time(table)) {
        return unable("out of memory");
    }
    (json ? report_json : report_table)(table);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : unable("cannot write the report");
}

static int run(const struct options *options)
{
    struct table table = {.rounds = options->rounds};
    struct sample *samples[KINDS] = {NULL};
    bool ready = contenders_open();
    for (enum kind kind = 0; kind < KINDS; kind++) {
        table.samples[kind] = samples[kind] = sample_new(kind);
        ready = ready && samples[kind];
    }
    int status =
        ready ? measure(&table, options->json) : unable("out of memory, or ICU has no data");
    for (enum kind kind = 0; kind < KINDS; kind++) {
        sample_free(samples[kind]);
    }
    contenders_close();
    return status;
}

int main(int argc, char **argv)
{
    struct options options = {.rounds = ROUNDS_DEFAULT};
    if (!read_options(argc, argv, &options)) {
        fputs(usage, stderr);
        return EXIT_UNABLE;
    }
    if (options.help) {
        fputs(usage, stdout);
        return EXIT_SUCCESS;
    }
    return run(&options);
}
