/* SPDX-License-Identifier: MIT */
#include "gateout_part.h"

#include <string.h>

bool gateout_is_missing(const struct gate_target *target)
{
    return target->affected && !target->ran;
}

bool gateout_is_collapsed(const struct gate_target *target)
{
    return target->ran && target->edges < target->base_edges / 2 + target->base_edges % 2;
}

bool gateout_blocks(const struct gate_crash *crash)
{
    return crash->fate == GATE_CRASH_NEW;
}

bool gateout_is_shut(const struct gate_door_result *door)
{
    return door->state == GATE_DOOR_BLOCKED || door->state == GATE_DOOR_COULD_NOT;
}

size_t gateout_failed_tests(const struct gate_report *report)
{
    size_t count = 0;
    for (size_t i = 0; i < report->test_count; i++) {
        count += report->tests[i].state == GATE_TEST_FAILED;
    }
    return count;
}

bool gateout_is_first_of_rule(const struct gate_report *report, size_t note)
{
    for (size_t i = 0; i < note; i++) {
        if (strcmp(report->notes[i].rule, report->notes[note].rule) == 0) {
            return false;
        }
    }
    return true;
}

void gateout_percent(struct buffer *into, struct coverage_sum sum)
{
    unsigned permille = sum.lines == 0 || sum.covered >= sum.lines
                            ? 1000
                            : (unsigned)((uint64_t)sum.covered * 1000 / sum.lines);
    buffer_format(into, "%u.%u %%", permille / 10, permille % 10);
}

void gateout_coverage(struct buffer *into, const struct gate_coverage *coverage)
{
    if (!coverage->known) {
        return;
    }
    buffer_text(into, "coverage ");
    gateout_percent(into, coverage->head);
    if (coverage->base_known) {
        buffer_text(into, " (base ");
        gateout_percent(into, coverage->base);
        buffer_text(into, ")");
    }
    if (coverage->changed.lines > 0) {
        buffer_text(into, ", of the changed lines ");
        gateout_percent(into, coverage->changed);
        buffer_format(into, " (%zu of %zu)", coverage->changed.covered, coverage->changed.lines);
    }
    buffer_format(into, "; %u.%u %% are asked for", coverage->required / 10,
                  coverage->required % 10);
}

void gateout_place(struct buffer *into, const char *path, unsigned line)
{
    buffer_text(into, path);
    if (path[0] != '\0' && line > 0) {
        buffer_format(into, ":%u", line);
    }
}

void gateout_evidence(struct buffer *into, const struct gate_crash *crash)
{
    buffer_format(into, "%u of %u %s", crash->reproduced, crash->replays,
                  crash->replays == 1 ? "replay" : "replays");
    if (crash->issue > 0) {
        buffer_format(into, "; issue %llu", (unsigned long long)crash->issue);
    }
}

const char *gateout_fate_title(enum gate_crash_fate fate)
{
    static const char *const titles[] = {"New crash", "On base too", "Known", "Not confirmed"};
    return titles[fate];
}
