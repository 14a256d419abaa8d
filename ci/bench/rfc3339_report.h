/* rfc3339_report.h -- the table of bench_rfc3339, for eyes and as JSON */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_RFC3339_REPORT_H
#define FUSEAU_BENCH_RFC3339_REPORT_H

#include "measure.h"
#include "rfc3339_sample.h"

/* The texts of each row. */
extern struct sample *samples[KINDS];

void rfc3339_report_table(const struct table *table);
void rfc3339_report_json(const struct table *table);
void rfc3339_report_faults(const struct table *table);

#endif
