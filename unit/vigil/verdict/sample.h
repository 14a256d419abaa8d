/* gate_sample.h -- a gate's result as it might have been, for the tests of whatever shows one */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATE_SAMPLE_H
#define VIGIL_GATE_SAMPLE_H

#include "verdict/verdict.h"

enum gate_sample_kind {
    GATE_SAMPLE_PASSED,
    GATE_SAMPLE_BLOCKED,   /* a failing test, uncovered lines, a crash of each fate, an example
                              missing, edges that collapsed, a target that is gone */
    GATE_SAMPLE_COULD_NOT, /* the build failed at base; nothing was fuzzed */
    GATE_SAMPLE_HOSTILE,   /* as blocked, and an attack in every text that may be hostile */
};

struct gate_sample {
    struct verdict report;
    struct verdict_test *tests;
    struct verdict_line *uncovered;
    struct verdict_unit *units, *examples;
    struct verdict_target *targets;
    struct verdict_crash *crashes;
    struct verdict_note *notes;
    struct stage *stages;
    struct coverage lines;
};

/* Of GATE_SAMPLE_HOSTILE, attack number `attack` of report_sample.h; of the others it does not
 * matter. To be freed. Exits where there is no memory. */
void gate_sample_make(enum gate_sample_kind kind, size_t attack, struct gate_sample *sample);
void gate_sample_free(struct gate_sample *sample);

/* How many attacks there are, and the text of one, which ends at its first NUL. */
size_t gate_sample_attacks(void);
const char *gate_sample_attack(size_t attack, const char **name);

#endif
