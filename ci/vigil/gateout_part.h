/* gateout_part.h -- (private to gateout) pure: what terminal, Markdown, JUnit and SARIF all tell */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATEOUT_PART_H
#define VIGIL_GATEOUT_PART_H

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"
#include "gatereport.h"

/* It was to be fuzzed, and did not execute an input. */
bool gateout_is_missing(const struct gate_target *target);

/* It reaches less than half of the edges that base's build does, on the same corpus. */
bool gateout_is_collapsed(const struct gate_target *target);

bool gateout_blocks(const struct gate_crash *crash);
bool gateout_is_shut(const struct gate_door_result *door);

size_t gateout_failed_tests(const struct gate_report *report);

/* Whether no note before this one is of its rule. */
bool gateout_is_first_of_rule(const struct gate_report *report, size_t note);

/* "91.4 %" */
void gateout_percent(struct buffer *into, struct coverage_sum sum);

/* "coverage 91.4 % (base 91.2 %), of the changed lines 50.0 % (3 of 6); 85 % are asked for";
 * nothing where it is not known. */
void gateout_coverage(struct buffer *into, const struct gate_coverage *coverage);

/* "parsers/offset.c:88"; hostile, as the path is. "" where it is not known. */
void gateout_place(struct buffer *into, const char *path, unsigned line);

/* "10 of 10 replays; issue 231" */
void gateout_evidence(struct buffer *into, const struct gate_crash *crash);

/* "New crash, blocks" */
const char *gateout_fate_title(enum gate_crash_fate fate);

#endif
