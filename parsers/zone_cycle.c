/* zone_cycle.c -- (private) daylight saving by rule, for ever: 400 years, which repeat */
/* SPDX-License-Identifier: MIT */
#include "zone_cycle.h"

enum {
    YEARS = 400,
    FIRST_YEAR = 1970,
    YEARS_AROUND = 1, /* a start or an end lies some days outside its year at the most */
    EVENTS_MAX = 2 * (YEARS + 2 * YEARS_AROUND),
};

struct event {
    int64_t at;
    bool starts;
};

/* The starts and ends of the years that touch the cycle: by year, and within a year by time. */
static uint32_t events(const struct fuseau_posixtz *rule, struct event *out)
{
    uint32_t count = 0;
    for (int64_t i = -YEARS_AROUND; i < YEARS + YEARS_AROUND; i++) {
        struct event start = {fuseau_posixtz_start(rule, FIRST_YEAR + i), true};
        struct event end = {fuseau_posixtz_end(rule, FIRST_YEAR + i), false};
        if (start.at != end.at) {
            out[count++] = start.at < end.at ? start : end;
            out[count++] = start.at < end.at ? end : start;
        }
    }
    return count;
}

/*
 * Moves to the end those that decide for a while, there being none after it that has passed by
 * then. They ascend. Returns the index of the first.
 */
static uint32_t decisive(struct event *all, uint32_t count)
{
    uint32_t first = count;
    int64_t earliest = INT64_MAX;
    for (uint32_t i = count; i-- > 0;) {
        if (all[i].at < earliest) {
            earliest = all[i].at;
            all[--first] = all[i];
        }
    }
    return first;
}

/* As the cycle repeats, before its first event stands what its last one leaves. */
bool zone_cycle_make(struct zone_cycle *cycle, const struct fuseau_posixtz *rule)
{
    struct event all[EVENTS_MAX];
    int64_t changes[EVENTS_MAX];
    uint32_t end = events(rule, all);
    uint32_t first = decisive(all, end);
    while (first < end && all[end - 1].at >= CYCLE_SECONDS) {
        end--;
    }
    bool daylight = first < end && all[end - 1].starts;
    uint32_t size = 0;
    cycle->daylight_first = daylight;
    for (uint32_t i = first; i < end; i++) {
        if (all[i].at >= 0 && all[i].starts != daylight) {
            daylight = !daylight;
            changes[size++] = all[i].at;
        }
    }
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
