/* SPDX-License-Identifier: MIT */
#include "verdict.h"

#include <string.h>

#include "base/buffer.h"

const char *conclusion_name(enum conclusion conclusion)
{
    static const char *const names[] = {"passed", "blocked", "could not judge"};
    return names[conclusion];
}

const char *door_name(enum door door)
{
    static const char *const names[] = {"build and test", "examples", "fuzz", "review"};
    return names[door];
}

const char *door_state_name(enum door_state state)
{
    static const char *const names[] = {"passed", "blocked", "could not judge", "nothing to do",
                                        "not reached"};
    return names[state];
}

const char *verdict_crash_fate_name(enum verdict_crash_fate fate)
{
    static const char *const names[] = {"new", "on base", "known", "unconfirmed"};
    return names[fate];
}

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

int verdict_deciding_door(const struct verdict *verdict)
{
    int could_not = -1;
    for (int i = 0; i < DOORS; i++) {
        if (verdict->doors[i].state == DOOR_BLOCKED) {
            return i;
        }
        if (verdict->doors[i].state == DOOR_COULD_NOT && could_not < 0) {
            could_not = i;
        }
    }
    return could_not;
}

void verdict_test_name(struct buffer *into, const struct verdict_test *test)
{
    buffer_format(into, "%s%s%s", test->class, test->class[0] == '\0' ? "" : ".", test->name);
}

size_t verdict_failed_tests(const struct verdict *verdict)
{
    size_t count = 0;
    for (size_t i = 0; i < verdict->test_count; i++) {
        count += verdict->tests[i].state == TEST_FAILED;
    }
    return count;
}

bool verdict_is_first_of_rule(const struct verdict *verdict, size_t note)
{
    for (size_t i = 0; i < note; i++) {
        if (strcmp(verdict->notes[i].rule, verdict->notes[note].rule) == 0) {
            return false;
        }
    }
    return true;
}

void verdict_place(struct buffer *into, const char *path, unsigned line)
{
    buffer_text(into, path);
    if (path[0] != '\0' && line > 0) {
        buffer_format(into, ":%u", line);
    }
}

void verdict_replays(struct buffer *into, const struct verdict_crash *crash)
{
    buffer_format(into, "%u of %u %s", crash->reproduced, crash->replays,
                  crash->replays == 1 ? "replay" : "replays");
}

const char *verdict_fate_title(enum verdict_crash_fate fate)
{
    static const char *const titles[] = {"New crash", "On base too", "Known", "Not confirmed"};
    return titles[fate];
}
