/* zone.c -- instant -> local time, local time -> instant, for one zone, each in constant time */
/* SPDX-License-Identifier: MIT */
#include "zone.h"

#include "zone_parts.h"

static inline const struct fuseau_local_type *type_by_rule(const struct fuseau_zone *zone,
                                                           int64_t seconds)
{
    return zone->rule_types[zone_cycle_is_daylight(&zone->cycle, seconds)];
}

static inline const struct fuseau_local_type *type_after(const struct fuseau_zone *zone,
                                                         uint32_t transitions)
{
    return &zone->types[zone->type_after[transitions]];
}

const struct fuseau_local_type *fuseau_zone_at(const struct fuseau_zone *zone, int64_t seconds)
{
    if (seconds >= zone->rule_from) {
        return type_by_rule(zone, seconds);
    }
    return type_after(zone, timeline_passed(&zone->transitions, seconds));
}

/*
 * By the rule there are two offsets, so two candidates, and whether each is an instant of this
 * local time is asked of the rule: both (a fold), one, or none (a gap). Which one it is changes
 * with the season, so it is looked up and not branched upon.
 */
static struct fuseau_resolution resolve_by_rule(const struct fuseau_zone *zone,
                                                int64_t local_seconds)
{
    const struct fuseau_local_type *standard = zone->rule_types[0];
    const struct fuseau_local_type *daylight = zone->rule_types[1];
    int64_t by_standard = zone_add(local_seconds, -(int64_t)standard->offset_seconds);
    int64_t by_daylight = zone_add(local_seconds, -(int64_t)daylight->offset_seconds);
    bool standard_is_one = !zone_cycle_is_daylight(&zone->cycle, by_standard);
    bool daylight_is_one = zone_cycle_is_daylight(&zone->cycle, by_daylight);
    bool standard_is_earlier = by_standard < by_daylight;
    const struct {
        int64_t seconds;
        const struct fuseau_local_type *type;
    } candidates[] = {{by_standard, standard}, {by_daylight, daylight}};
    bool unique = standard_is_one != daylight_is_one;
    bool earlier = unique ? daylight_is_one : !standard_is_earlier;
    bool later = unique ? daylight_is_one : standard_is_earlier;
    return (struct fuseau_resolution){
        .kind = unique            ? FUSEAU_LOCAL_UNIQUE
                : standard_is_one ? FUSEAU_LOCAL_FOLD
                                  : FUSEAU_LOCAL_GAP,
        .seconds = {candidates[earlier].seconds, candidates[later].seconds},
        .types = {candidates[earlier].type, candidates[later].type},
    };
}

struct fuseau_resolution fuseau_zone_resolve(const struct fuseau_zone *zone, int64_t local_seconds)
{
    if (local_seconds >= zone->local_rule_from) {
        return resolve_by_rule(zone, local_seconds);
    }
    const struct zone_span *span =
        &zone->spans[timeline_passed(&zone->local_changes, local_seconds)];
    const struct fuseau_local_type *earlier = &zone->types[span->earlier];
    const struct fuseau_local_type *later = &zone->types[span->later];
    return (struct fuseau_resolution){
        .kind = (enum fuseau_local_kind)span->kind,
        .seconds = {zone_add(local_seconds, -(int64_t)earlier->offset_seconds),
                    zone_add(local_seconds, -(int64_t)later->offset_seconds)},
        .types = {earlier, later},
    };
}

struct fuseau_result fuseau_resolution_pick(const struct fuseau_resolution *resolution,
                                            enum fuseau_prefer prefer, int64_t *seconds)
{
    bool gap = resolution->kind == FUSEAU_LOCAL_GAP;
    if (prefer == FUSEAU_PREFER_REFUSE && resolution->kind != FUSEAU_LOCAL_UNIQUE) {
        return (struct fuseau_result){gap ? FUSEAU_ERR_GAP : FUSEAU_ERR_FOLD, 0};
    }
    bool later = prefer == FUSEAU_PREFER_LATER || (prefer == FUSEAU_PREFER_COMPATIBLE && gap);
    *seconds = resolution->seconds[later];
    return (struct fuseau_result){FUSEAU_OK, 0};
}

static struct fuseau_transition by_transition(const struct fuseau_zone *zone, uint32_t index)
{
    return (struct fuseau_transition){zone->transitions.times[index], type_after(zone, index),
                                      type_after(zone, index + 1)};
}

/* A change of the rule: at it, and just before it, the rule says different things. */
static struct fuseau_transition by_rule(const struct fuseau_zone *zone, int64_t change)
{
    bool daylight = zone_cycle_is_daylight(&zone->cycle, change);
    return (struct fuseau_transition){change, zone->rule_types[!daylight],
                                      zone->rule_types[daylight]};
}

bool fuseau_zone_next(const struct fuseau_zone *zone, int64_t seconds,
                      struct fuseau_transition *out)
{
    uint32_t passed = timeline_passed(&zone->transitions, seconds);
    int64_t change;
    if (passed < zone->transitions.size) {
        *out = by_transition(zone, passed);
        return true;
    }
    if (zone_cycle_next(&zone->cycle, seconds > zone->rule_from ? seconds : zone->rule_from,
                        &change)) {
        *out = by_rule(zone, change);
        return true;
    }
    return false;
}

bool fuseau_zone_previous(const struct fuseau_zone *zone, int64_t seconds,
                          struct fuseau_transition *out)
{
    int64_t change;
    if (seconds == INT64_MIN) {
        return false;
    }
    if (seconds > zone->rule_from && zone_cycle_last(&zone->cycle, seconds - 1, &change) &&
        change > zone->rule_from) {
        *out = by_rule(zone, change);
        return true;
    }
    uint32_t passed = timeline_passed(&zone->transitions, seconds - 1);
    if (passed == 0) {
        return false;
    }
    *out = by_transition(zone, passed - 1);
    return true;
}

bool fuseau_zone_is_fixed(const struct fuseau_zone *zone)
{
    return zone->transitions.size == 0 && zone->cycle.changes.size == 0;
}

const char *fuseau_zone_source(const struct fuseau_zone *zone)
{
    return zone->source ? zone->source : "";
}

unsigned fuseau_zone_tolerated(const struct fuseau_zone *zone)
{
    return zone->tolerated;
}

size_t fuseau_zone_memory(const struct fuseau_zone *zone)
{
    return zone->memory;
}
