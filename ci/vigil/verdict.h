/* verdict.h -- pure: what a night comes to, as a status and as a sentence */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_H
#define VIGIL_VERDICT_H

#include "buffer.h"
#include "report.h"

/* Whether it is a finding of this night: not what was declined, nor a timeout that was none, nor
 * what is mended. */
bool verdict_is_finding(const struct report_crash *crash);

/* From troubles, targets and crashes. A night in which no target ran proves nothing. */
enum verdict verdict_of(const struct report *report);

/* Why, in one sentence of our own words only: "2 new crashes, the worst of severity high; 1 is
 * back." */
void verdict_sentence(const struct report *report, struct buffer *into);

#endif
