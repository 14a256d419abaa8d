/* rfc3339_report.h -- the table of bench_rfc3339, for eyes and as JSON */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_RFC3339_REPORT_H
#define FUSEAU_BENCH_RFC3339_REPORT_H

#include "measure.h"
#include "rfc3339_lines.h"
#include "rfc3339_sample.h"
#include "rfc3339_write.h"

/* The rows, behind the kinds of text that are read. */
enum { ROW_WRITE = KINDS, ROW_LINES = ROW_WRITE + WRITINGS, RFC3339_ROWS = ROW_LINES + LINES_ROWS };

extern struct sample *samples[KINDS];
extern struct write_sample *write_samples[WRITINGS];

void rfc3339_report_table(const struct table *table);
void rfc3339_report_json(const struct table *table);
void rfc3339_report_bars(const struct table *table);
void rfc3339_report_faults(const struct table *table);

#endif
