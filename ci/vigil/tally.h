/* tally.h -- pure: what a night's report adds up to, the same in page, Markdown and JSON */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TALLY_H
#define VIGIL_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report.h"

/* How many crashes met this fate. Of those that were known only what was seen this night counts;
 * of what waits for the next night's issues, it is new all the same. */
size_t tally_fate(const struct report *report, enum lifecycle_fate fate);

/* Whether it counts for that fate, as above. */
bool tally_counts(const struct report_crash *crash, enum lifecycle_fate fate);

/* This night; all empty where the report has none. */
const struct report_night *tally_tonight(const struct report *report);

/* Executions a second; 0 where there was no time. */
double tally_rate(uint64_t executions, double seconds);

/* "1,234,567": a longer row of digits would be taken for a commit where Markdown is rendered. */
void tally_digits(struct buffer *into, uint64_t count);

/* "Findings". Static storage. */
const char *tally_verdict(int verdict);

#endif
