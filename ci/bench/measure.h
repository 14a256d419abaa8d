/* measure.h -- every contender checked, then timed, on every row */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_MEASURE_H
#define FUSEAU_BENCH_MEASURE_H

#include <stdbool.h>
#include <stddef.h>

enum {
    CALLS = 32768, /* in a row of the table, and answers to them: more than a predictor learns by
                      heart */
    ROWS_MAX = 32,
    CONTENDERS_MAX = 16,
};

struct contender {
    const char *name;
    const char *call; /* what is timed */
    const char *(*version)(void);
};

/*
 * What a program compares. Rows and contenders are known by their numbers: libfuseau comes first,
 * then the library of another revision if there is one, then the peers; whoever is left is
 * libfuseau in another guise.
 */
struct bench {
    const char *program;
    size_t rows;       /* at most ROWS_MAX */
    size_t contenders; /* at most CONTENDERS_MAX */
    size_t against;    /* the library of another revision; 0: there is none */
    size_t first_peer, peers;

    const char *wanted[ROWS_MAX]; /* rows are asked for by parts of their names */
    size_t wanted_count;          /* 0: all */
    bool left_out[ROWS_MAX];      /* those that nobody asked for */
    bool measured_before;         /* something was that has no row in the table */

    const char *(*row_name)(size_t row);
    const struct contender *(*contender)(size_t who);

    /* How many calls there are in the row. More than CALLS: all of them are made each time. */
    size_t (*calls)(size_t row);

    /* Whether the contender knows a call for this row; libfuseau always does. */
    bool (*has)(size_t row, size_t who);

    /* Make the first `count` calls of the row and store what they answer. */
    void (*run)(size_t row, size_t who, size_t count);

    /* How many of the answers to all calls of the row are wrong. */
    size_t (*count_wrong)(size_t row, size_t who);
};

/* Whether a row of this name is asked for. */
bool bench_wants(const struct bench *bench, const char *row_name);

/* Whether there is such a cell in the table. */
bool bench_has(const struct bench *bench, size_t row, size_t who);

/*
 * One cell of the table.
 *
 * The figure to go by is the least. What a shared machine adds (another program's turn, a cold
 * cache, a busy sibling core, the host taking the core away) only ever makes a round slower, so
 * the least of many rounds is the nearest to what the code itself costs, and everybody gets the
 * same number of tries. It does not add the same to all: a busy sibling costs whoever allocates
 * more than whoever only counts, so a median drifts with the neighbours, and so do the ratios of
 * medians, where the least stays. The median is there to tell how far to trust the least: where it
 * lies well above, the machine was busy.
 */
struct figure {
    double least; /* ns a call; 0 where the contender has no such call */
    double median;
    double ratio;        /* least to libfuseau's least */
    double ratio_median; /* the median over rounds of this contender to libfuseau */
    size_t wrong;        /* of the row's calls: another answer than is right */
};

struct table {
    const struct bench *bench;
    int rounds;
    struct figure figures[ROWS_MAX][CONTENDERS_MAX];
};

/* Count what each contender gets wrong. False if libfuseau gets anything wrong. */
bool measure_check(struct table *table);

/* Time everything. False if memory runs out. */
bool measure_time(struct table *table);

/*
 * Fill in the table's figures, but for what is wrong. `all` holds every round's rows × contenders
 * times; `scratch` has room for one value a round.
 */
void measure_summarise(struct table *table, const double *all, double *scratch);

/* The time this thread ran, not the time that passed: others' turns on the core are left out. */
double measure_now(void);

#endif
