/* zone_cycle.h -- (private) daylight saving by rule, for ever: 400 years, which repeat */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_ZONE_CYCLE_H
#define FUSEAU_ZONE_CYCLE_H

#include "civil_inline.h"
#include "posixtz.h"
#include "timeline.h"

#define CYCLE_SECONDS ((int64_t)CIVIL_DAYS_PER_ERA * FUSEAU_SECONDS_PER_DAY)

/* The Gregorian calendar repeats every 400 years, weekdays included. Counted from 1970. */
struct zone_cycle {
    struct timeline changes; /* seconds into the cycle; an even number of them */
    bool daylight_first;     /* before the first of them */
};

#pragma GCC visibility push(hidden)

/* False: no memory. `rule` has daylight saving time. */
bool zone_cycle_make(struct zone_cycle *cycle, const struct fuseau_posixtz *rule);

/* The first change after `seconds`, the last one at or before it. False: none, or not in int64_t.
 */
bool zone_cycle_next(const struct zone_cycle *cycle, int64_t seconds, int64_t *change);
bool zone_cycle_last(const struct zone_cycle *cycle, int64_t seconds, int64_t *change);

#pragma GCC visibility pop

/* Seconds into the cycle: 0…CYCLE_SECONDS - 1. */
static inline int64_t zone_cycle_phase(int64_t seconds)
{
    int64_t phase = seconds % CYCLE_SECONDS;
    return phase < 0 ? phase + CYCLE_SECONDS : phase;
}

static inline bool zone_cycle_is_daylight(const struct zone_cycle *cycle, int64_t seconds)
{
    if (cycle->changes.size == 0) {
        return cycle->daylight_first;
    }
    uint32_t passed = timeline_passed(&cycle->changes, zone_cycle_phase(seconds));
    return cycle->daylight_first ^ (passed & 1);
}

#endif
