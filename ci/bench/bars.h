/* bars.h -- what this tree is meant to reach beside an older revision; information, no verdict */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_BARS_H
#define FUSEAU_BENCH_BARS_H

#include "measure.h"

/* What is no row of a table, but has a bar. */
#define BAR_MEMORY "bytes a zone, as stated"
#define BAR_COLUMN "a million lines, of memory"

/* A line for each row that has a bar, and for those that are slower than before. */
void bars_print(const struct table *table);

/* A line for something else that has one. */
void bars_print_value(const char *name, double value);

/* The bar of a row; 0: it has none. */
double bars_find(const char *name);

#endif
