/* measure.h -- every contender checked, then timed, on every kind of text */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_MEASURE_H
#define FUSEAU_BENCH_MEASURE_H

#include "contender.h"

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
    double least; /* ns a call */
    double median;
    double ratio;        /* least to libfuseau's least */
    double ratio_median; /* the median over rounds of this contender to libfuseau */
    size_t wrong;        /* of SAMPLE_TEXTS: another instant, or another verdict, than is right */
};

struct table {
    const struct sample *samples[KINDS];
    int rounds;
    struct figure figures[KINDS][CONTENDERS];
};

/* Count what each contender gets wrong. False if libfuseau gets anything wrong. */
bool measure_check(struct table *table);

/* Time everything. False if memory runs out. */
bool measure_time(struct table *table);

#endif
