/* SPDX-License-Identifier: MIT */
#include "consistent.h"

#include <string.h>

#include "part.h"

static const char *const keys[] = {"test", "examples", "fuzz", "review"};

static bool has_state(const struct verdict *report, enum door_state state)
{
    for (size_t i = 0; i < DOORS; i++) {
        if (report->doors[i].state == state) {
            return true;
        }
    }
    return false;
}

/* Each sum is of something, and a part of it. */
static bool sums(const struct verdict *report, struct fault *fault)
{
    const struct verdict_coverage *coverage = &report->coverage;
    const struct {
        const char *name;
        struct coverage_sum sum;
        bool known;
    } all[] = {{"head", coverage->head, coverage->known},
               {"base", coverage->base, coverage->base_known},
               {"changed", coverage->changed, coverage->known}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i].sum.covered > all[i].sum.lines) {
            return fault_set(fault, "coverage.%s.covered: more than there are lines", all[i].name);
        }
        if (!all[i].known && all[i].sum.lines > 0) {
            return fault_set(fault, "coverage.%s.lines: of a coverage that is not known",
                             all[i].name);
        }
    }
    return true;
}

static bool crashes(const struct verdict *report, struct fault *fault)
{
    bool old = false;
    for (size_t i = 0; i < report->crash_count; i++) {
        const struct verdict_crash *crash = &report->crashes[i];
        if (crash->reproduced > crash->replays) {
            return fault_set(fault, "crashes[%zu].reproduced: more often than it was replayed", i);
        }
        if (crash->directory[0] != '\0' && strcmp(crash->directory + 8, crash->id) != 0) {
            return fault_set(fault, "crashes[%zu].directory: another crash's", i);
        }
        if (crash->path[0] == '\0' && crash->line > 0) {
            return fault_set(fault, "crashes[%zu].line: of a file that is not known", i);
        }
        if (old && verdict_blocks(crash)) {
            return fault_set(fault, "crashes[%zu].fate: a new one behind one that is not", i);
        }
        if (verdict_blocks(crash) && report->doors[DOOR_FUZZ].state != DOOR_BLOCKED) {
            return fault_set(fault, "doors.fuzz.state: not blocked, and crashes[%zu] is new", i);
        }
        old = !verdict_blocks(crash);
    }
    return true;
}

/* A door is not reached only where one before it is shut. */
static bool doors(const struct verdict *report, struct fault *fault)
{
    bool shut = false;
    for (size_t i = 0; i < DOORS; i++) {
        if (report->doors[i].state == DOOR_NOT_REACHED && !shut) {
            return fault_set(fault, "doors.%s.state: not reached, and no door before it is shut",
                             keys[i]);
        }
        shut = shut || verdict_is_shut(&report->doors[i]);
    }
    if (report->doors[DOOR_TEST].state == DOOR_PASSED && verdict_failed_tests(report) > 0) {
        return fault_set(fault, "doors.test.state: passed, and a test fails");
    }
    return true;
}

/* A gate that did not look is not passed. */
static bool looked(const struct verdict *report, struct fault *fault)
{
    size_t ran = 0;
    for (size_t i = 0; i < report->target_count; i++) {
        if (verdict_is_missing(&report->targets[i])) {
            return fault_set(fault, "targets[%zu].ran: it did not, and doors.fuzz is passed", i);
        }
        ran += report->targets[i].ran;
    }
    return ran > 0 || fault_set(fault, "targets: none ran, and doors.fuzz is passed");
}

static bool verdict(const struct verdict *report, struct fault *fault)
{
    bool blocked = has_state(report, DOOR_BLOCKED);
    bool could_not = has_state(report, DOOR_COULD_NOT);
    enum conclusion right = blocked     ? CONCLUSION_BLOCKED
                            : could_not ? CONCLUSION_COULD_NOT
                                        : CONCLUSION_PASSED;
    return report->verdict == right ||
           fault_set(fault, "verdict: %s, and by its doors it is %s",
                     conclusion_name(report->verdict), conclusion_name(right));
}

bool verdict_consistent(const struct verdict *report, struct fault *fault)
{
    return sums(report, fault) && doors(report, fault) && crashes(report, fault) &&
           (report->doors[DOOR_FUZZ].state != DOOR_PASSED || looked(report, fault)) &&
           verdict(report, fault);
}
