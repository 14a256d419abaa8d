/* zone_cycle.h -- (private) daylight saving by rule, for ever: 400 years, which repeat */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_ZONE_CYCLE_H
#define FUSEAU_ZONE_CYCLE_H

#include "civil_inline.h"
#include "posixtz.h"
#include "timeline.h"

#define CYCLE_SECONDS ((int64_t)CIVIL_DAYS_PER_ERA * FUSEAU_SECONDS_PER_DAY)

/*
 * The mean year of the calendar, halved, has 15,778,476 seconds, and 800 of them are a cycle. Times
 * in it are counted in 4 seconds, so that they have 32 bits. Which half year one of them is in, is
 * a multiplication and a shift: CYCLE_HALF_MULTIPLIER is 2^51 divided by a quarter of that length.
 * The product of 32 bits and 30 stays below 2^64. What is rounded makes some half years a little
 * longer than others, which harms nothing, as no change is near their ends.
 */
enum {
    CYCLE_HALF_SECONDS = 15778476,
    CYCLE_UNIT_SHIFT = 2,
    CYCLE_HALF_MULTIPLIER = 570853564,
    CYCLE_HALF_SHIFT = 51,
    CYCLE_HALVES = 800,
};

/*
 * The Gregorian calendar repeats every 400 years, weekdays included. By nearly every rule each half
 * year has one change, once the half years are laid so that the changes are near their middles: a
 * start of daylight saving time in those of even number, an end in those of odd number. Then the
 * half year tells all changes but one. Rules for which that is not so, or whose starts and ends are
 * not whole units apart, have their changes in a timeline.
 */
struct zone_cycle {
    int64_t first;    /* when half year 0 begins; with `halves` only */
    int64_t phase;    /* of `first` */
    uint32_t *halves; /* the change of each, in units after `first`; a year more than the cycle */
    struct timeline changes; /* without `halves`: seconds into the cycle; an even number of them */
    bool daylight_first;     /* without `halves`: before the first of them */
};

#pragma GCC visibility push(hidden)

/*
 * The cycle of `rule`, which has daylight saving time; half year 0 begins in the year or two after
 * `from`, which is 0…2^40, and the seasons are to be longer than `apart` seconds for `halves` to be
 * made. False: no memory.
 */
bool zone_cycle_make(struct zone_cycle *cycle, const struct fuseau_posixtz *rule, int64_t from,
                     int64_t apart);
void zone_cycle_release(struct zone_cycle *cycle);

/* The bytes of memory behind it. */
size_t zone_cycle_memory(const struct zone_cycle *cycle);

/* The first change after `seconds`, the last one at or before it. False: none, or not in int64_t.
 */
bool zone_cycle_next(const struct zone_cycle *cycle, int64_t seconds, int64_t *change);
bool zone_cycle_last(const struct zone_cycle *cycle, int64_t seconds, int64_t *change);

#pragma GCC visibility pop

/* Whether it changes at all. */
static inline bool zone_cycle_has_changes(const struct zone_cycle *cycle)
{
    return cycle->halves || cycle->changes.size > 0;
}

/* Seconds into the cycle, which is counted from 1970: 0…CYCLE_SECONDS - 1. */
static inline int64_t zone_cycle_phase(int64_t seconds)
{
    int64_t phase = seconds % CYCLE_SECONDS;
    return phase < 0 ? phase + CYCLE_SECONDS : phase;
}

/* Of units from 0 to 2^32. */
static inline uint32_t zone_cycle_half(uint64_t units)
{
    return (uint32_t)(units * CYCLE_HALF_MULTIPLIER >> CYCLE_HALF_SHIFT);
}

/* Seconds after `first`, were the cycle that begins there the one that `seconds` is in. */
static inline int64_t zone_cycle_after_first(const struct zone_cycle *cycle, int64_t seconds)
{
    int64_t after = zone_cycle_phase(seconds) - cycle->phase;
    return after < 0 ? after + CYCLE_SECONDS : after;
}

/* How many of the `halves` have passed, `after` seconds after `first`. */
static inline uint32_t zone_cycle_passed(const struct zone_cycle *cycle, int64_t after)
{
    uint64_t units = (uint64_t)after >> CYCLE_UNIT_SHIFT;
    uint32_t half = zone_cycle_half(units);
    return half + (units >= cycle->halves[half]);
}

static inline bool zone_cycle_is_daylight(const struct zone_cycle *cycle, int64_t seconds)
{
    if (cycle->halves) {
        return zone_cycle_passed(cycle, zone_cycle_after_first(cycle, seconds)) & 1;
    }
    if (cycle->changes.size == 0) {
        return cycle->daylight_first;
    }
    uint32_t passed = timeline_passed(&cycle->changes, zone_cycle_phase(seconds));
    return cycle->daylight_first ^ (passed & 1);
}

#endif
