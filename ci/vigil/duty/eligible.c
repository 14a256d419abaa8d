/* SPDX-License-Identifier: MIT */
#include "eligible.h"

#include "civil.h"
#include "zone.h"

/* 1970-01-01 was a Thursday. */
static bool is_among(unsigned days, int32_t day)
{
    return (days >> (unsigned)(((day + 3) % 7 + 7) % 7) & 1) != 0;
}

static int32_t date_of(const struct fuseau_zone *clock, int64_t instant)
{
    int64_t local = instant + fuseau_zone_at(clock, instant)->offset_seconds;
    int64_t day = local / FUSEAU_SECONDS_PER_DAY;
    return (int32_t)(local % FUSEAU_SECONDS_PER_DAY < 0 ? day - 1 : day);
}

static int64_t clock_shows(const struct fuseau_zone *clock, int32_t day, unsigned minutes,
                           bool again)
{
    int64_t local = (int64_t)day * FUSEAU_SECONDS_PER_DAY + (int64_t)minutes * 60;
    struct fuseau_resolution found = fuseau_zone_resolve(clock, local);
    struct fuseau_transition skips;
    if (found.kind == FUSEAU_LOCAL_GAP && fuseau_zone_next(clock, found.seconds[0], &skips)) {
        return skips.seconds;
    }
    return found.seconds[again ? 1 : 0];
}

static bool is_overnight(const struct rota_reviewer *reviewer)
{
    return reviewer->end <= reviewer->start;
}

static bool has_hours(const struct rota_reviewer *reviewer, int32_t day, struct window window)
{
    int32_t last = is_overnight(reviewer) ? day + 1 : day;
    return clock_shows(reviewer->clock, day, reviewer->start, true) <= window.start &&
           clock_shows(reviewer->clock, last, reviewer->end, false) >= window.end;
}

static bool is_on_leave(const struct rota_reviewer *reviewer, int32_t first, int32_t last)
{
    for (size_t i = 0; i < reviewer->leave_count; i++) {
        if (reviewer->leaves[i].first <= last && reviewer->leaves[i].last >= first) {
            return true;
        }
    }
    return false;
}

/* By the hours that begin on this local date; whoever is on leave then does not begin them. */
static enum eligible on_date(const struct rota_reviewer *reviewer, int32_t day,
                             struct window window)
{
    if (!has_hours(reviewer, day, window)) {
        return ELIGIBLE_OUTSIDE_HOURS;
    }
    if (!is_among(reviewer->days, day)) {
        return ELIGIBLE_NOT_WORKING;
    }
    int32_t last = date_of(reviewer->clock, window.end - 1);
    return is_on_leave(reviewer, day, last) ? ELIGIBLE_ON_LEAVE : ELIGIBLE_YES;
}

enum eligible eligible_for(const struct rota *rota, const struct rota_reviewer *reviewer,
                           int32_t day)
{
    struct window window = eligible_window(rota, day);
    int32_t local = date_of(reviewer->clock, window.start);
    enum eligible today = on_date(reviewer, local, window);
    if (!is_overnight(reviewer) || today == ELIGIBLE_YES) {
        return today;
    }
    enum eligible yesterday = on_date(reviewer, local - 1, window);
    return yesterday > today ? yesterday : today;
}

const char *eligible_reason(enum eligible eligible)
{
    static const char *const reasons[] = {"outside their hours", "not their working day",
                                          "on leave", "may be on duty"};
    return reasons[eligible];
}

struct window eligible_window(const struct rota *rota, int32_t day)
{
    int64_t start = (int64_t)day * FUSEAU_SECONDS_PER_DAY + (int64_t)rota->start * 60;
    return (struct window){start, start + (int64_t)rota_length(rota->start, rota->end) * 60};
}

bool eligible_is_window_day(const struct rota *rota, int32_t day)
{
    return is_among(rota->days, day);
}
