/* zone_report.h -- the tables of bench_zone, for eyes and as JSON */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_ZONE_REPORT_H
#define FUSEAU_BENCH_ZONE_REPORT_H

#include "zone_open.h"
#include "zone_sample.h"

/* What zone.c has found, beside the table. */
extern struct zone_sample *zone_samples[ZONE_ROWS];
extern struct opening opening;

/* The first wrong answer, in words. */
extern char first_wrong[ZONE_ROWS][CONTENDERS_MAX][128];

void zone_report_table(const struct table *table);
void zone_report_json(const struct table *table);
void zone_report_bars(const struct table *table);
void zone_report_faults(const struct table *table);

#endif
