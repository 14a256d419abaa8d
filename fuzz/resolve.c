/* resolve.c -- "RULE LOCAL": the instants of a local time are those a slow search finds */
/* SPDX-License-Identifier: MIT */
#include "fulldate.h"
#include "fulltime.h"
#include "fuzz_zone.h"

/* "EST5EDT,M3.2.0,M11.1.0 2024-03-10T02:30:00": false if it is not that. */
static bool read(const char *text, size_t size, struct fuseau_posixtz *rule, int64_t *local)
{
    const char *const space = (const char *)memchr(text, ' ', size);
    const size_t rule_size = space ? (size_t)(space - text) : size;
    const size_t date_at = rule_size + 1;
    const size_t time_at = date_at + FUSEAU_FULLDATE_SIZE + 1;
    struct fuseau_date date;
    struct fuseau_time time;
    if (size < time_at || text[time_at - 1] != 'T' ||
        fuseau_posixtz_parse(text, rule_size, rule).error != FUSEAU_OK ||
        fuseau_fulldate_parse(text + date_at, FUSEAU_FULLDATE_SIZE, &date).error != FUSEAU_OK ||
        fuseau_fulltime_parse_partial(text + time_at, size - time_at, &time).error != FUSEAU_OK) {
        return false;
    }
    *local = fuseau_civil_to_seconds(date, time);
    return true;
}

/* Promise: each preference picks what it says, and to refuse is to refuse gaps and folds. */
static void require_picks(const struct fuseau_resolution *resolution)
{
    const bool gap = resolution->kind == FUSEAU_LOCAL_GAP;
    const bool unique = resolution->kind == FUSEAU_LOCAL_UNIQUE;
    int64_t compatible = 0;
    int64_t earlier = 0;
    int64_t later = 0;
    int64_t refused = 0;
    fuseau_resolution_pick(resolution, FUSEAU_PREFER_COMPATIBLE, &compatible);
    fuseau_resolution_pick(resolution, FUSEAU_PREFER_EARLIER, &earlier);
    fuseau_resolution_pick(resolution, FUSEAU_PREFER_LATER, &later);
    const struct fuseau_result result =
        fuseau_resolution_pick(resolution, FUSEAU_PREFER_REFUSE, &refused);
    fuzz_require(earlier <= later && compatible == (gap ? later : earlier) &&
                     (earlier == later) == unique && (result.error == FUSEAU_OK) == unique,
                 "resolve: kind %d is picked from as %lld, %lld, %lld, and refused with %s",
                 resolution->kind, (long long)compatible, (long long)earlier, (long long)later,
                 fuseau_error_name(result.error));
}

static void require_resolved(const struct fuseau_zone *zone, const struct slow_offsets *offsets,
                             int64_t local)
{
    const struct fuseau_resolution got = fuzz_resolve(zone, offsets, local);
    require_picks(&got);
}

/* Promise: instant -> local is what the rule itself says. */
static void require_rule(const struct fuseau_zone *zone, const struct fuseau_posixtz *rule,
                         int64_t seconds)
{
    const bool daylight = rule->has_daylight && fuseau_posixtz_is_daylight(rule, seconds);
    const struct fuseau_posixtz_time *const time = daylight ? &rule->daylight : &rule->standard;
    const struct fuseau_local_type *const type = fuseau_zone_at(zone, seconds);
    fuzz_require(type->dst == daylight && type->offset_seconds == time->offset_seconds &&
                     strcmp(type->designation, time->designation) == 0,
                 "resolve: at %lld the zone says %d \"%s\", the rule %d \"%s\"", (long long)seconds,
                 (int)type->offset_seconds, type->designation, (int)time->offset_seconds,
                 time->designation);
    fuzz_require(fuseau_zone_offset_at(zone, seconds) == time->offset_seconds,
                 "resolve: at %lld the offset alone is %d, the rule says %d", (long long)seconds,
                 (int)fuseau_zone_offset_at(zone, seconds), (int)time->offset_seconds);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int64_t cycle = INT64_C(146097) * 86400;
    struct fuseau_posixtz rule;
    int64_t local;
    const struct fuseau_zone *zone = NULL;
    if (!read((const char *)data, size, &rule, &local)) {
        return 0;
    }
    fuzz_require(fuseau_zone_from_posixtz(&rule, &zone).error == FUSEAU_OK,
                 "resolve: a rule that was read makes no zone");
    struct slow_offsets offsets = {.count = 0};
    slow_offsets_add(&offsets, rule.standard.offset_seconds);
    slow_offsets_add(&offsets, rule.daylight.offset_seconds);
    require_resolved(zone, &offsets, local);
    require_rule(zone, &rule, local);
    struct fuseau_transition next = {.seconds = local - cycle};
    for (int i = 0; i < 4 && fuseau_zone_next(zone, next.seconds, &next); i++) {
        for (int beside = -1; beside <= 1; beside++) {
            require_rule(zone, &rule, next.seconds + beside);
            require_resolved(zone, &offsets, next.seconds + beside + next.before->offset_seconds);
            require_resolved(zone, &offsets, next.seconds + beside + next.after->offset_seconds);
        }
    }
    fuseau_zone_release(zone);
    return 0;
}
