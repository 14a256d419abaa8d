/* SPDX-License-Identifier: MIT */
#include "part.h"

#include <string.h>

bool verdict_is_missing(const struct verdict_target *target)
{
    return target->affected && !target->ran;
}

bool verdict_is_collapsed(const struct verdict_target *target)
{
    return target->ran && target->edges < target->base_edges / 2 + target->base_edges % 2;
}

bool verdict_blocks(const struct verdict_crash *crash)
{
    return crash->fate == VERDICT_CRASH_NEW;
}

bool verdict_is_shut(const struct door_result *door)
{
    return door->state == DOOR_BLOCKED || door->state == DOOR_COULD_NOT;
}

size_t verdict_failed_tests(const struct verdict *report)
{
    size_t count = 0;
    for (size_t i = 0; i < report->test_count; i++) {
        count += report->tests[i].state == TEST_FAILED;
    }
    return count;
}

bool verdict_is_first_of_rule(const struct verdict *report, size_t note)
{
    for (size_t i = 0; i < note; i++) {
        if (strcmp(report->notes[i].rule, report->notes[note].rule) == 0) {
            return false;
        }
    }
    return true;
}

void verdict_percent(struct buffer *into, struct coverage_sum sum)
{
    unsigned permille = sum.lines == 0 || sum.covered >= sum.lines
                            ? 1000
                            : (unsigned)((uint64_t)sum.covered * 1000 / sum.lines);
    buffer_format(into, "%u.%u %%", permille / 10, permille % 10);
}

void verdict_coverage(struct buffer *into, const struct verdict_coverage *coverage)
{
    if (!coverage->known) {
        return;
    }
    buffer_text(into, "coverage ");
    verdict_percent(into, coverage->head);
    if (coverage->base_known) {
        buffer_text(into, " (base ");
        verdict_percent(into, coverage->base);
        buffer_text(into, ")");
    }
    if (coverage->changed.lines > 0) {
        buffer_text(into, ", of the changed lines ");
        verdict_percent(into, coverage->changed);
        buffer_format(into, " (%zu of %zu)", coverage->changed.covered, coverage->changed.lines);
    }
    buffer_format(into, "; %u.%u %% are asked for", coverage->required / 10,
                  coverage->required % 10);
}

void verdict_place(struct buffer *into, const char *path, unsigned line)
{
    buffer_text(into, path);
    if (path[0] != '\0' && line > 0) {
        buffer_format(into, ":%u", line);
    }
}

void verdict_evidence(struct buffer *into, const struct verdict_crash *crash)
{
    buffer_format(into, "%u of %u %s", crash->reproduced, crash->replays,
                  crash->replays == 1 ? "replay" : "replays");
    if (crash->issue > 0) {
        buffer_format(into, "; issue %llu", (unsigned long long)crash->issue);
    }
}

const char *verdict_fate_title(enum verdict_crash_fate fate)
{
    static const char *const titles[] = {"New crash", "On base too", "Known", "Not confirmed"};
    return titles[fate];
}
