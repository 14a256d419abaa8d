/* outcome.h -- pure: what a night comes to, as a status and as a sentence */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_OUTCOME_H
#define VIGIL_REPORT_OUTCOME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "report.h"

/* Whether a crash is a finding of this night: it was seen, and it is neither declined, nor a
 * timeout that could not be confirmed, nor mended. */
bool outcome_is_finding(const struct report_crash *crash);

/* From troubles, targets and crashes. A night in which no target ran could not do its job. */
enum outcome outcome_of(const struct report *report);

/*
 * Adds the reason for the outcome, as one sentence: "2 new crashes, the worst of severity high; 1
 * is back." A declined crash that still comes is no finding, and yet a night that saw one does not
 * say that nothing crashed: "1 declined crash still comes (abort in f, issue 3), and nothing else
 * crashed: 2 targets ran 14 inputs." Every word is ours but such titles, of which a few are named;
 * they are inert for Markdown and terminal, not for HTML.
 */
void outcome_sentence(const struct report *report, struct buffer *into);

/* Adds at most so many bytes of that sentence as Markdown; escapes of what is inert in it already
 * are not made inert twice. False where that is not all of it. */
bool outcome_markdown(const char *sentence, size_t most, struct buffer *into);

/* How many crashes met this fate. A known or a declined crash counts only if it was seen this
 * night; one whose issue waits for another night (FATE_DIGESTED) counts as new, too. */
size_t outcome_count(const struct report *report, enum lifecycle_fate fate);

/* Whether this crash is one of those that outcome_count counts. */
bool outcome_counts(const struct report_crash *crash, enum lifecycle_fate fate);

/* The present night; an empty one where the report has none. */
const struct store_night *outcome_tonight(const struct report *report);

/* Executions a second; 0 where there was no time. */
double outcome_rate(uint64_t executions, double seconds);

/* "Findings", of an enum outcome or a store_night's status. Static storage. */
const char *outcome_name(int status);

#endif
