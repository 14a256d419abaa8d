/* program.c -- the course of both programs: options, opening, checking, timing, reporting */
/* SPDX-License-Identifier: MIT */
#include "program.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS_DEFAULT = 61, ROUNDS_MAX = 100000 };

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

static int unable(const struct program *program, const char *why)
{
    fprintf(stderr, "%s: %s\n", program->bench->program, why);
    return EXIT_UNABLE;
}

static int measure(const struct program *program, struct table *table, bool json)
{
    if (!measure_check(table)) {
        program->report_faults(table);
        return EXIT_WRONG;
    }
    if (!measure_time(table)) {
        return unable(program, "out of memory");
    }
    (json ? program->report_json : program->report_table)(table);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : unable(program, "cannot write the report");
}

static int run(const struct program *program, const struct options *options)
{
    static struct table table;
    int status = program->open(program->bench);
    if (status == EXIT_SUCCESS) {
        table.bench = program->bench;
        table.rounds = options->rounds;
        status = measure(program, &table, options->json);
    }
    program->close();
    return status;
}

int program_main(const struct program *program, int argc, char **argv)
{
    struct options options = {.rounds = ROUNDS_DEFAULT};
    if (!read_options(argc, argv, &options)) {
        fputs(program->usage, stderr);
        return EXIT_UNABLE;
    }
    if (options.help) {
        fputs(program->usage, stdout);
        return EXIT_SUCCESS;
    }
    return run(program, &options);
}
