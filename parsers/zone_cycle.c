/* zone_cycle.c -- (private) daylight saving by rule, for ever: 400 years, which repeat */
/* SPDX-License-Identifier: MIT */
#include "zone_cycle.h"

enum {
    YEARS = 400,
    FIRST_YEAR = 1970,
    YEARS_AROUND = 3, /* a period may begin in the year before, and be one with that of another */
    PERIODS_MAX = YEARS + 2 * YEARS_AROUND,
};

struct period {
    int64_t start;
    int64_t end;
};

/* The periods of daylight saving time that touch the cycle, in order; those that meet are one. */
static uint32_t periods(const struct fuseau_posixtz *rule, struct period *out)
{
    int64_t years_later = fuseau_posixtz_spans_new_year(rule) ? 1 : 0;
    uint32_t count = 0;
    for (int64_t i = -YEARS_AROUND; i < YEARS + YEARS_AROUND; i++) {
        struct period period = {fuseau_posixtz_start(rule, FIRST_YEAR + i),
                                fuseau_posixtz_end(rule, FIRST_YEAR + i + years_later)};
        if (period.start >= period.end) {
            continue;
        }
        if (count > 0 && period.start <= out[count - 1].end) {
            out[count - 1].end = period.end > out[count - 1].end ? period.end : out[count - 1].end;
        } else {
            out[count++] = period;
        }
    }
    return count;
}

bool zone_cycle_make(struct zone_cycle *cycle, const struct fuseau_posixtz *rule)
{
    struct period found[PERIODS_MAX];
    int64_t changes[2 * PERIODS_MAX];
    uint32_t count = periods(rule, found);
    uint32_t size = 0;
    bool daylight_first = false;
    for (uint32_t i = 0; i < 2 * count; i++) {
        bool starts = i % 2 == 0;
        int64_t change = starts ? found[i / 2].start : found[i / 2].end;
        if (change < 0) {
            daylight_first = starts;
        } else if (change < CYCLE_SECONDS) {
            changes[size++] = change;
        }
    }
    cycle->daylight_first = daylight_first;
    return timeline_make(&cycle->changes, changes, size);
}

bool zone_cycle_next(const struct zone_cycle *cycle, int64_t seconds, int64_t *change)
{
    const struct timeline *changes = &cycle->changes;
    if (changes->size == 0) {
        return false;
    }
    int64_t phase = zone_cycle_phase(seconds);
    uint32_t passed = timeline_passed(changes, phase);
    int64_t next =
        passed < changes->size ? changes->times[passed] : changes->times[0] + CYCLE_SECONDS;
    return !__builtin_add_overflow(seconds, next - phase, change);
}

bool zone_cycle_last(const struct zone_cycle *cycle, int64_t seconds, int64_t *change)
{
    const struct timeline *changes = &cycle->changes;
    if (changes->size == 0) {
        return false;
    }
    int64_t phase = zone_cycle_phase(seconds);
    uint32_t passed = timeline_passed(changes, phase);
    int64_t last =
        passed > 0 ? changes->times[passed - 1] : changes->times[changes->size - 1] - CYCLE_SECONDS;
    return !__builtin_add_overflow(seconds, last - phase, change);
}
