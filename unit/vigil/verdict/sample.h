/* sample.h -- a verdict as it might have been, for the tests of whatever shows one */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_SAMPLE_H
#define VIGIL_VERDICT_SAMPLE_H

#include "verdict/verdict.h"

enum verdict_sample_kind {
    VERDICT_SAMPLE_PASSED,
    VERDICT_SAMPLE_BLOCKED,   /* a failing test, uncovered lines, a crash of each fate, an example
                              missing, edges that collapsed, a target that is gone */
    VERDICT_SAMPLE_COULD_NOT, /* the build failed at base; nothing was fuzzed */
    VERDICT_SAMPLE_HOSTILE,   /* as blocked, and an attack in every text that may be hostile */
};

struct verdict_sample {
    struct verdict verdict;
    struct verdict_test *tests;
    struct verdict_line *uncovered;
    struct verdict_unit *units, *examples;
    struct verdict_target *targets;
    struct verdict_crash *crashes;
    struct verdict_note *notes;
    struct stage *stages;
    struct coverage lines;
};

/* Of VERDICT_SAMPLE_HOSTILE, attack number `attack` of report/sample.h; of the others it does not
 * matter. To be freed. Exits where there is no memory. */
void verdict_sample_make(enum verdict_sample_kind kind, size_t attack,
                         struct verdict_sample *sample);
void verdict_sample_free(struct verdict_sample *sample);

/* How many attacks there are, and the text of one, which ends at its first NUL. */
size_t verdict_sample_attacks(void);
const char *verdict_sample_attack(size_t attack, const char **name);

#endif
