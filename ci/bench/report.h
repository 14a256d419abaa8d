/* report.h -- the table, for eyes and as JSON */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_REPORT_H
#define FUSEAU_BENCH_REPORT_H

#include "measure.h"

void report_table(const struct table *table);
void report_json(const struct table *table);

/* Only what libfuseau got wrong, on standard error. */
void report_faults(const struct table *table);

#endif
