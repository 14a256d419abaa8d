/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/progress.h"
#include "work.h"

/* The first door: it builds, its tests pass and run the lines that matter, its targets are whole.
 */

#define DETAIL_LINES 40

/* The end of a log: where compilers and tests say what is wrong. */
static void quote_end(struct gate *gate, const struct buffer *log)
{
    size_t at = log->size, lines = 0;
    while (at > 0 && lines <= DETAIL_LINES) {
        at--;
        lines += log->data[at] == '\n' && at + 1 < log->size;
    }
    at += at > 0;
    if (log->size > 0) {
        gate_detail(gate, DOOR_TEST, log->data + at, log->size - at);
    }
}

static bool make_side(struct gate *gate, const char *name, struct gate_side *side,
                      const char *commit, bool remembered)
{
    struct fault fault = {""};
    size_t stage = stages_begin(&gate->stages, name, "");
    bool done = gate_side_make(&gate->tree, &gate->settings, commit, remembered, side, &fault);
    stages_end(&gate->stages, stage);
    gate->stages.list[stage].cached = side->cached;
    if (!done) {
        gate_shut(gate, DOOR_TEST, DOOR_COULD_NOT, "%s", fault.text);
    }
    return done;
}

static void judge_build(struct gate *gate)
{
    const struct gate_side *head = &gate->head;
    if (head->built == GATE_RUN_FAILED) {
        gate_shut(gate, DOOR_TEST, DOOR_BLOCKED, "The change does not build%s.",
                  gate->base.built == GATE_RUN_FAILED ? ", nor does its base" : "");
        quote_end(gate, &head->build_log);
    } else if (head->built == GATE_RUN_STOPPED) {
        gate_shut(gate, DOOR_TEST, DOOR_COULD_NOT,
                  "The build did not end within %.0f s and was stopped.", gate->settings.gate.time);
        quote_end(gate, &head->build_log);
    }
}

/* A base that cannot be built compares with nothing; what mends it must be able to land. */
static void tell_of_base(struct gate *gate)
{
    const struct gate_side *base = &gate->base;
    const char *what = base->built == GATE_RUN_STOPPED    ? "was not built in time"
                       : base->built != GATE_RUN_DONE     ? "does not build"
                       : base->tested == GATE_RUN_STOPPED ? "was not tested in time"
                       : base->tested != GATE_RUN_DONE    ? "fails its tests"
                                                          : base->fault.text;
    if (what[0] != '\0') {
        struct fault fault;
        (void)fault_set(&fault, "base %.12s %s; what needs it is not compared", base->commit, what);
        gate_trouble(gate, &fault);
    }
}

/* Nothing of it is built: base is what head is, and need not be built to be known. */
static bool is_for_people(const struct gate *gate)
{
    const struct diff *diff = &gate->commits.diff;
    for (size_t i = 0; i < diff->count; i++) {
        if (!affected_is_for_people(diff->files[i].base) ||
            !affected_is_for_people(diff->files[i].head)) {
            return false;
        }
    }
    return true;
}

static bool make_both(struct gate *gate)
{
    const struct gate_commits *commits = &gate->commits;
    gate->unbuilt = is_for_people(gate);
    if ((!gate->unbuilt && !make_side(gate, "base", &gate->base, commits->base.id, true)) ||
        !make_side(gate, "head", &gate->head, commits->head.id, false)) {
        return false;
    }
    if (!gate->unbuilt) {
        tell_of_base(gate);
    }
    judge_build(gate);
    return gate->head.built == GATE_RUN_DONE;
}

static void run_tests(struct gate *gate)
{
    const struct gate_side *head = &gate->head;
    if (head->tested == GATE_RUN_STOPPED) {
        gate_shut(gate, DOOR_TEST, DOOR_COULD_NOT,
                  "The tests did not end within %.0f s and were stopped.",
                  gate->settings.gate.time);
        quote_end(gate, &head->test_log);
        return;
    }
    if (head->fault.text[0] != '\0') {
        gate_shut(gate, DOOR_TEST, DOOR_COULD_NOT, "%s", head->fault.text);
    } else {
        gate_test_runs(gate);
        gate_cover(gate);
    }
    if (head->tested == GATE_RUN_FAILED) {
        gate_shut(gate, DOOR_TEST, DOOR_BLOCKED, "The tests end with a failure.");
        quote_end(gate, &head->test_log);
    }
}

void gate_test(struct gate *gate)
{
    if (!make_both(gate)) {
        return;
    }
    run_tests(gate);
    size_t stage = stages_begin(&gate->stages, "seeds", "");
    gate_probe(gate);
    stages_end(&gate->stages, stage);
}

/* What the unit tests did: each that failed, and whether any ran at all. */

#define NAMED 5

struct counts {
    size_t failed, passed, skipped;
};

static struct counts count(const struct testlog *log)
{
    struct counts counts = {0};
    for (size_t i = 0; i < log->count; i++) {
        enum test_state state = log->tests[i].state;
        counts.failed += state == TEST_FAILED;
        counts.passed += state == TEST_PASSED;
        counts.skipped += state == TEST_SKIPPED;
    }
    return counts;
}

/* "offset_test, tzif_test and 3 more" */
static void name_failed(const struct testlog *log, size_t failed, struct buffer *into)
{
    size_t named = 0;
    for (size_t i = 0; i < log->count && named < NAMED; i++) {
        if (log->tests[i].state == TEST_FAILED) {
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
    gate_shut(gate, DOOR_TEST, DOOR_BLOCKED, "%zu of %zu tests fail%s: %s.", counts->failed,
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
        gate_shut(gate, DOOR_TEST, DOOR_BLOCKED, "No test was executed%s.",
                  counts.skipped > 0 ? ": all of them were skipped" : "");
    }
}
