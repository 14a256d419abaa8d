/* outcome.h -- pure: what a night comes to, as a status and as a sentence */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_OUTCOME_H
#define VIGIL_REPORT_OUTCOME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "report.h"

/* Whether it is a finding of this night: not what was declined, nor a timeout that was none, nor
 * what is mended. */
bool outcome_is_finding(const struct report_crash *crash);

/* From troubles, targets and crashes. A night in which no target ran proves nothing. */
enum outcome outcome_of(const struct report *report);

/* Why, in one sentence of our own words only: "2 new crashes, the worst of severity high; 1 is
 * back." */
void outcome_sentence(const struct report *report, struct buffer *into);

/* How many crashes met this fate. Of those that were known only what was seen this night counts;
 * of what waits for the next night's issues, it is new all the same. */
size_t outcome_count(const struct report *report, enum lifecycle_fate fate);

/* Whether it counts for that fate, as above. */
bool outcome_counts(const struct report_crash *crash, enum lifecycle_fate fate);

/* This night; all empty where the report has none. */
const struct store_night *outcome_tonight(const struct report *report);

/* Executions a second; 0 where there was no time. */
double outcome_rate(uint64_t executions, double seconds);

/* "1,234,567": a longer row of digits would be taken for a commit where Markdown is rendered. */
void outcome_digits(struct buffer *into, uint64_t count);

/* "Findings". Static storage. */
const char *outcome_name(int verdict);

#endif
