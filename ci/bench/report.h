/* report.h -- what the tables of both programs have in common, for eyes and as JSON */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_REPORT_H
#define FUSEAU_BENCH_REPORT_H

#include <jansson.h>

#include "measure.h"

/* What was measured, how often and of whom: `what` is "RFC 3339 text to instant". */
void report_head(const struct table *table, const char *what);

/* All rows. A wrong cell has a letter. */
void report_rows(const struct table *table);

/* Calls `note` for every wrong cell, with its letter. */
void report_notes(const struct table *table,
                  void (*note)(char letter, size_t row, size_t who, size_t wrong));

/* The peer whose least time in the row is the least; 0: no peer has such a call. */
size_t report_fastest_peer(const struct table *table, size_t row);

/* The members that every report begins with; `contenders` is a list whose owner it becomes. */
json_t *report_json(const struct table *table, const char *unit, json_t *contenders);
json_t *report_json_figures(const struct table *table, size_t row);

/* The ratio of libfuseau's least to that of its other revision; null: there is none. */
json_t *report_json_against(const struct table *table, size_t row);

/* What that ratio is meant to be at most; null: it is left open. */
json_t *report_json_bar(const struct table *table, size_t row);

/* Prints `report` and releases it. */
void report_json_print(const struct bench *bench, json_t *report);

/* Only what libfuseau got wrong, on standard error. */
void report_faults(const struct table *table, const char *(*example)(size_t row));

#endif
