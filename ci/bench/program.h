/* program.h -- the course of both programs: options, opening, checking, timing, reporting */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_PROGRAM_H
#define FUSEAU_BENCH_PROGRAM_H

#include "measure.h"

enum {
    EXIT_WRONG = 1,  /* libfuseau is wrong somewhere */
    EXIT_UNABLE = 2, /* nothing could be measured */
    EXIT_NO_ROW = 3, /* none of the rows that were asked for is here */
};

struct program {
    struct bench *bench;
    const char *usage;

    /* Make what every call uses, and measure what comes before the rows of the table. Not
     * EXIT_SUCCESS: it cannot be had, and `open` has said why. */
    int (*open)(struct bench *bench);
    void (*close)(void);

    void (*report_table)(const struct table *table);
    void (*report_json)(const struct table *table);
    void (*report_bars)(const struct table *table);
    void (*report_faults)(const struct table *table); /* in place of either, on standard error */
};

/* Returns the exit status. Timings never decide it. */
int program_main(const struct program *program, int argc, char **argv);

#endif
