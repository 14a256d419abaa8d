/* program.c -- the course of both programs: options, opening, checking, timing, reporting */
/* SPDX-License-Identifier: MIT */
#include "program.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "plug.h"

enum { ROUNDS_DEFAULT = 61, ROUNDS_MAX = 100000 };

struct options {
    int rounds;
    struct bench *bench; /* which rows are asked for */
    const char *peers;   /* the directory of those that are not part of the program; or NULL */
    bool json;
    bool bars;
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

static bool read_row(const char *name, struct bench *bench)
{
    if (bench->wanted_count == ROWS_MAX) {
        return false;
    }
    bench->wanted[bench->wanted_count++] = name;
    return true;
}

static bool read_options(int argc, char **argv, struct options *options)
{
    static const struct option known[] = {{"rounds", required_argument, NULL, 'r'},
                                          {"row", required_argument, NULL, 'w'},
                                          {"json", no_argument, NULL, 'j'},
                                          {"peers", required_argument, NULL, 'p'},
                                          {"bars", no_argument, NULL, 'b'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    bool good = true;
    for (int option; (option = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        options->json |= option == 'j';
        options->bars |= option == 'b';
        options->help |= option == 'h';
        good = good && option != '?' && (option != 'r' || read_rounds(optarg, &options->rounds)) &&
               (option != 'w' || read_row(optarg, options->bench));
        options->peers = option == 'p' ? optarg : options->peers;
    }
    return good && optind == argc;
}

static int unable(const struct program *program, const char *why)
{
    fprintf(stderr, "%s: %s\n", program->bench->program, why);
    return EXIT_UNABLE;
}

/* False: no row of the table is asked for. */
static bool leave_out_unwanted(struct bench *bench)
{
    bool any = false;
    for (size_t row = 0; row < bench->rows; row++) {
        bench->left_out[row] = !bench_wants(bench, bench->row_name(row));
        any = any || !bench->left_out[row];
    }
    return any;
}

static int measure(const struct program *program, struct table *table,
                   const struct options *options)
{
    if (!measure_check(table)) {
        program->report_faults(table);
        return EXIT_WRONG;
    }
    if (!measure_time(table)) {
        return unable(program, "out of memory");
    }
    (options->json   ? program->report_json
     : options->bars ? program->report_bars
                     : program->report_table)(table);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : unable(program, "cannot write the report");
}

static int run(const struct program *program, const struct options *options)
{
    static struct table table;
    int status = EXIT_UNABLE;
    if (!options->peers || plug_open(options->peers)) {
        status = program->open(program->bench);
    }
    bool any_row = status == EXIT_SUCCESS && leave_out_unwanted(program->bench);
    if (status == EXIT_SUCCESS && !any_row && !program->bench->measured_before) {
        status = EXIT_NO_ROW;
    } else if (status == EXIT_SUCCESS) {
        table.bench = program->bench;
        table.rounds = options->rounds;
        status = measure(program, &table, options);
    }
    program->close();
    return status;
}

int program_main(const struct program *program, int argc, char **argv)
{
    struct options options = {.rounds = ROUNDS_DEFAULT, .bench = program->bench};
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
