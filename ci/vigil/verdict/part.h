/* part.h -- (private to verdict) pure: what terminal, Markdown, JUnit and SARIF all tell */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_PART_H
#define VIGIL_VERDICT_PART_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "verdict.h"

/* It was to be fuzzed, and did not execute an input. */
bool verdict_is_missing(const struct verdict_target *target);

/* It reaches less than half of the edges that base's build does, on the same corpus. */
bool verdict_is_collapsed(const struct verdict_target *target);

bool verdict_blocks(const struct verdict_crash *crash);
bool verdict_is_shut(const struct door_result *door);

size_t verdict_failed_tests(const struct verdict *report);

/* Whether no note before this one is of its rule. */
bool verdict_is_first_of_rule(const struct verdict *report, size_t note);

/* "91.4 %" */
void verdict_percent(struct buffer *into, struct coverage_sum sum);

/* "coverage 91.4 % (base 91.2 %), of the changed lines 50.0 % (3 of 6); 85 % are asked for";
 * nothing where it is not known. */
void verdict_coverage(struct buffer *into, const struct verdict_coverage *coverage);

/* "parsers/offset.c:88"; hostile, as the path is. "" where it is not known. */
void verdict_place(struct buffer *into, const char *path, unsigned line);

/* "10 of 10 replays; issue 231" */
void verdict_evidence(struct buffer *into, const struct verdict_crash *crash);

/* "New crash, blocks" */
const char *verdict_fate_title(enum verdict_crash_fate fate);

#endif
