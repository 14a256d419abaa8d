/* zone.c -- instant -> local time, local time -> instant, for one zone, each in constant time */
/* SPDX-License-Identifier: MIT */
#include "zone.h"

#include "zone_inline.h"

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

const struct fuseau_local_type *zone_type_anywhere(const struct fuseau_zone *zone, int64_t seconds)
{
    if (seconds >= zone->rule_from) {
        return type_by_rule(zone, seconds);
    }
    return type_after(zone, timeline_passed(&zone->transitions, seconds));
}

const struct fuseau_local_type *fuseau_zone_at(const struct fuseau_zone *zone, int64_t seconds)
{
    return zone_type(zone, seconds);
}

int32_t fuseau_zone_offset_at(const struct fuseau_zone *zone, int64_t seconds)
{
    return zone_offset(zone, seconds);
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

/*
 * No transition but one is near by any clock. By the clock before it, it is at the end of a stretch
 * of local time; by the clock after it, at the beginning of another. Nobody can foresee on which
 * side of it a local time is, so the candidates are looked up and not branched upon.
 */
static inline struct fuseau_resolution resolve_by_one(int64_t local_seconds, int64_t transition,
                                                      const struct fuseau_local_type *before,
                                                      const struct fuseau_local_type *after)
{
    static const uint8_t kinds[2][2] = {{FUSEAU_LOCAL_UNIQUE, FUSEAU_LOCAL_FOLD},
                                        {FUSEAU_LOCAL_GAP, FUSEAU_LOCAL_UNIQUE}};
    const struct {
        int64_t seconds;
        const struct fuseau_local_type *type;
    } candidates[] = {{local_seconds - before->offset_seconds, before},
                      {local_seconds - after->offset_seconds, after}};
    bool ended = candidates[0].seconds >= transition;
    bool begun = candidates[1].seconds >= transition;
    return (struct fuseau_resolution){
        .kind = (enum fuseau_local_kind)kinds[ended][begun],
        .seconds = {candidates[ended].seconds, candidates[begun].seconds},
        .types = {candidates[ended].type, candidates[begun].type},
    };
}

static struct fuseau_resolution resolve_by_transition(const struct fuseau_zone *zone,
                                                      int64_t local_seconds)
{
    const struct timeline *transitions = &zone->transitions;
    uint32_t passed = timeline_passed(transitions, local_seconds - zone->greatest_offset);
    const struct fuseau_local_type *before = type_after(zone, passed);
    if (passed == transitions->size) {
        return resolve_by_one(local_seconds, INT64_MAX, before, before);
    }
    return resolve_by_one(local_seconds, transitions->times[passed], before,
                          type_after(zone, passed + 1));
}

static struct fuseau_resolution resolve_by_span(const struct fuseau_zone *zone,
                                                int64_t local_seconds, struct zone_span span)
{
    const struct fuseau_local_type *earlier = &zone->types[span.earlier];
    const struct fuseau_local_type *later = &zone->types[span.later];
    return (struct fuseau_resolution){
        .kind = (enum fuseau_local_kind)span.kind,
        .seconds = {zone_add(local_seconds, -(int64_t)earlier->offset_seconds),
                    zone_add(local_seconds, -(int64_t)later->offset_seconds)},
        .types = {earlier, later},
    };
}

static struct fuseau_resolution resolve_before_rule(const struct fuseau_zone *zone,
                                                    int64_t local_seconds)
{
    if (zone->spans) {
        uint32_t passed = timeline_passed(&zone->local_changes, local_seconds);
        return resolve_by_span(zone, local_seconds, zone->spans[passed]);
    }
    if (local_seconds < INT64_MIN / 2) { /* long before the first transition */
        uint16_t type = zone->type_after[0];
        return resolve_by_span(zone, local_seconds,
                               (struct zone_span){type, type, FUSEAU_LOCAL_UNIQUE});
    }
    return resolve_by_transition(zone, local_seconds);
}

/* A transition stands in its cell as the clock that is ahead shows it. */
static struct fuseau_resolution resolve_by_cell(const struct fuseau_zone *zone,
                                                const struct zone_cell *cell, int64_t local_seconds)
{
    const struct fuseau_local_type *before = zone_type_behind(zone, cell->types[0]);
    const struct fuseau_local_type *after = zone_type_behind(zone, cell->types[1]);
    int32_t greater = before->offset_seconds > after->offset_seconds ? before->offset_seconds
                                                                     : after->offset_seconds;
    int64_t change = local_seconds + (int32_t)(cell->change - (uint32_t)local_seconds);
    return resolve_by_one(local_seconds, change - greater, before, after);
}

struct fuseau_resolution fuseau_zone_resolve(const struct fuseau_zone *zone, int64_t local_seconds)
{
    const struct zone_cells *cells = &zone->locals;
    int64_t number = zone_past_number(cells, local_seconds); /* the same from 1970 on */
    if (zone_has_cell(cells, (uint64_t)number) || zone_has_past_cell(cells, number)) {
        return resolve_by_cell(zone, &cells->cells[number], local_seconds);
    }
    return local_seconds >= zone->local_rule_from ? resolve_by_rule(zone, local_seconds)
                                                  : resolve_before_rule(zone, local_seconds);
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

/* Apart from the rest, so that what is quick needs no room for a resolution. */
__attribute__((noinline)) int64_t zone_compatible_anywhere(const struct fuseau_zone *zone,
                                                           int64_t local_seconds)
{
    struct fuseau_resolution resolution = fuseau_zone_resolve(zone, local_seconds);
    return resolution.seconds[resolution.kind == FUSEAU_LOCAL_GAP];
}

__attribute__((noinline)) static struct fuseau_result picked_instant(const struct fuseau_zone *zone,
                                                                     int64_t local_seconds,
                                                                     enum fuseau_prefer prefer,
                                                                     int64_t *seconds)
{
    struct fuseau_resolution resolution = fuseau_zone_resolve(zone, local_seconds);
    return fuseau_resolution_pick(&resolution, prefer, seconds);
}

struct fuseau_result fuseau_zone_instant(const struct fuseau_zone *zone, int64_t local_seconds,
                                         enum fuseau_prefer prefer, int64_t *seconds)
{
    if (prefer != FUSEAU_PREFER_COMPATIBLE) {
        return picked_instant(zone, local_seconds, prefer, seconds);
    }
    *seconds = zone_compatible(zone, local_seconds);
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
    return zone->transitions.size == 0 && !zone_cycle_has_changes(&zone->cycle);
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
