/* slow_zone.c -- a zone file asked plainly, one transition after the other */
/* SPDX-License-Identifier: MIT */
#include "oracle/slow_zone.h"

static const int64_t year_2000 = 946684800;
static const int64_t seconds_of_400_years = INT64_C(146097) * 86400;

int64_t slow_zone_transition(const struct fuseau_tzif *tzif, uint32_t index)
{
    const int64_t time = fuseau_tzif_transition_time(tzif, index);
    int64_t correction = 0;
    if (tzif->leaps_truncated) {
        const int32_t first = fuseau_tzif_leap(tzif, 0).correction;
        correction = first > 0 ? first - 1 : first + 1;
    }
    for (uint32_t i = 0; i < tzif->leaps; i++) {
        const struct fuseau_tzif_leap_second leap = fuseau_tzif_leap(tzif, i);
        correction = leap.occurrence <= time ? leap.correction : correction;
    }
    if (correction > 0 && time < INT64_MIN + correction) {
        return INT64_MIN;
    }
    if (correction < 0 && time > INT64_MAX + correction) {
        return INT64_MAX;
    }
    return time - correction;
}

/* The same instant of another 400 years, those from 2000 on. */
static int64_t in_known_years(int64_t seconds)
{
    int64_t phase = seconds % seconds_of_400_years - year_2000;
    while (phase < 0) {
        phase += seconds_of_400_years;
    }
    return year_2000 + phase;
}

static bool is_daylight(const struct slow_zone *zone, int64_t seconds)
{
    return slow_posixtz_is_daylight(zone->years, SLOW_ZONE_YEARS, in_known_years(seconds));
}

/* How long after `seconds` the rule changes next, if it ever does. */
static bool next_change(const struct slow_zone *zone, int64_t seconds, int64_t *later)
{
    bool found = false;
    for (size_t i = 0; i < 2 * (size_t)SLOW_ZONE_YEARS; i++) {
        const struct slow_posixtz_year *const year = &zone->years[i / 2];
        const int64_t at = i % 2 == 0 ? year->start : year->end;
        int64_t from_now = in_known_years(at) - in_known_years(seconds);
        from_now += from_now <= 0 ? seconds_of_400_years : 0;
        if (is_daylight(zone, at) != is_daylight(zone, at - 1) && (!found || from_now < *later)) {
            *later = from_now;
            found = true;
        }
    }
    return found;
}

/* A footer that contradicts the last transition waits for its next change, if there is to be one.
 */
static void wait_for_a_change(struct slow_zone *zone)
{
    int64_t later = 0;
    if (!next_change(zone, zone->rule_from, &later)) {
        return;
    }
    zone->follows_rule = zone->rule_from <= INT64_MAX - later;
    zone->rule_from += zone->follows_rule ? later : 0;
}

void slow_zone_open(struct slow_zone *zone, const struct fuseau_tzif *tzif)
{
    zone->tzif = tzif;
    zone->follows_rule = tzif->has_rule;
    zone->rule_from =
        tzif->transitions > 0 ? slow_zone_transition(tzif, tzif->transitions - 1) : INT64_MIN;
    if (tzif->rule.has_daylight) {
        slow_posixtz_years(&tzif->rule, 2000 - SLOW_POSIXTZ_YEARS_BEFORE, SLOW_ZONE_YEARS,
                           zone->years);
        if (tzif->tolerated & FUSEAU_TZIF_TOLERATED_FOOTER_TYPE) {
            wait_for_a_change(zone);
        }
    }
}

static struct fuseau_local_type by_rule(const struct slow_zone *zone, int64_t seconds)
{
    const struct fuseau_posixtz *const rule = &zone->tzif->rule;
    const bool daylight = rule->has_daylight && is_daylight(zone, seconds);
    const struct fuseau_posixtz_time *const time = daylight ? &rule->daylight : &rule->standard;
    return (struct fuseau_local_type){time->offset_seconds, daylight, time->designation};
}

struct fuseau_local_type slow_zone_at(const struct slow_zone *zone, int64_t seconds)
{
    const struct fuseau_tzif *const tzif = zone->tzif;
    if (zone->follows_rule && seconds >= zone->rule_from) {
        return by_rule(zone, seconds);
    }
    uint32_t type = 0;
    for (uint32_t i = 0; i < tzif->transitions && slow_zone_transition(tzif, i) <= seconds; i++) {
        type = fuseau_tzif_transition_type(tzif, i);
    }
    return fuseau_tzif_type(tzif, type);
}
