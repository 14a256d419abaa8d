/* SPDX-License-Identifier: MIT */
/* What the unit tests did: each that failed, and whether any ran at all. */
#include "gate_work.h"

#define NAMED 5

struct counts {
    size_t failed, passed, skipped;
};

static struct counts count(const struct testlog *log)
{
    struct counts counts = {0};
    for (size_t i = 0; i < log->count; i++) {
        enum gate_test_state state = log->tests[i].state;
        counts.failed += state == GATE_TEST_FAILED;
        counts.passed += state == GATE_TEST_PASSED;
        counts.skipped += state == GATE_TEST_SKIPPED;
    }
    return counts;
}

/* "offset_test, tzif_test and 3 more" */
static void name_failed(const struct testlog *log, size_t failed, struct buffer *into)
{
    size_t named = 0;
    for (size_t i = 0; i < log->count && named < NAMED; i++) {
        if (log->tests[i].state == GATE_TEST_FAILED) {
            buffer_format(into, "%s%s", named == 0 ? "" : ", ", log->tests[i].name);
            named++;
        }
    }
    if (failed > named) {
        buffer_format(into, " and %zu more", failed - named);
    }
}

static void tell_failed(struct gate *gate, const struct counts *counts)
{
    struct buffer names = {0};
    name_failed(&gate->head.tests, counts->failed, &names);
    gate_shut(gate, GATE_TEST, GATE_DOOR_BLOCKED, "%zu of %zu tests fail%s: %s.", counts->failed,
              counts->failed + counts->passed, counts->failed == 1 ? "s" : "",
              names.failed || names.size == 0 ? "" : names.data);
    buffer_free(&names);
}

void gate_test_runs(struct gate *gate)
{
    struct counts counts = count(&gate->head.tests);
    gate->report.tests = gate->head.tests.tests;
    gate->report.test_count = gate->head.tests.count;
    if (counts.failed > 0) {
        tell_failed(gate, &counts);
    } else if (counts.passed == 0) {
        gate_shut(gate, GATE_TEST, GATE_DOOR_BLOCKED, "No test was executed%s.",
                  counts.skipped > 0 ? ": all of them were skipped" : "");
    }
}
