/* zone_make.c -- a zone made of a TZif file, a POSIX TZ string or an offset; and released */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "tzif_inline.h"
#include "zone_parts.h"

enum {
    FILE_TYPES_MAX = 256, /* an index in the file is one byte */
    RULE_TYPES = 2,       /* and the footer may have two more, so an index here is two bytes */
    TRANSITIONS_MAX = 1 << 28,
};

/* A zone being made, and what is needed only until it is. */
struct draft {
    struct fuseau_zone *zone;
    size_t designations_size; /* of what has been copied */
    int64_t *times;
    uint16_t *type_after;
    uint32_t size;
    uint16_t last_type;
};

static bool same_type(const struct fuseau_local_type *left, const struct fuseau_local_type *right)
{
    return left->offset_seconds == right->offset_seconds && left->dst == right->dst &&
           strcmp(left->designation, right->designation) == 0;
}

/* The index of a type of the zone that is like this one, which is added if there is none. */
static uint16_t type_index(struct fuseau_zone *zone, struct fuseau_local_type type)
{
    for (uint32_t i = 0; i < zone->type_count; i++) {
        if (same_type(&zone->types[i], &type)) {
            return (uint16_t)i;
        }
    }
    zone->types[zone->type_count] = type;
    return (uint16_t)zone->type_count++;
}

/* Copies a designation, for which there is room, behind those of the file. */
static struct fuseau_local_type rule_type(struct draft *draft,
                                          const struct fuseau_posixtz_time *time, bool daylight)
{
    char *designation = draft->zone->designations + draft->designations_size;
    size_t size = strlen(time->designation) + 1;
    memcpy(designation, time->designation, size);
    draft->designations_size += size;
    return (struct fuseau_local_type){time->offset_seconds, daylight, designation};
}

/* Memory for designations. False: there is none. */
static bool make_room_for_designations(struct draft *draft, size_t size)
{
    size += RULE_TYPES * sizeof(struct fuseau_posixtz_time){0}.designation;
    draft->zone->designations = malloc(size);
    draft->zone->memory += size;
    return draft->zone->designations != NULL;
}

/* One more transition; not if it changes nothing, and in the place of another at the same second.
 */
static void add_transition(struct draft *draft, int64_t seconds, uint16_t type)
{
    if (draft->size > 0 && seconds <= draft->times[draft->size - 1]) {
        draft->size--;
    }
    if (draft->type_after[draft->size] != type) {
        draft->times[draft->size++] = seconds;
        draft->type_after[draft->size] = type;
    }
}

static bool make_room_for_transitions(struct draft *draft, const struct fuseau_tzif *tzif)
{
    size_t most = (size_t)tzif->transitions + 1; /* where the footer takes over may be one more */
    draft->times = malloc((most + 1) * sizeof *draft->times);
    draft->type_after = malloc((most + 1) * sizeof *draft->type_after);
    return draft->times && draft->type_after;
}

/* The types that the file has and uses, and its transitions. */
static void read_transitions(struct draft *draft, const struct fuseau_tzif *tzif)
{
    uint16_t indices[FILE_TYPES_MAX];
    uint32_t types = tzif->types < FILE_TYPES_MAX ? tzif->types : FILE_TYPES_MAX;
    for (uint32_t i = 0; i < types; i++) {
        struct fuseau_local_type type = fuseau_tzif_type(tzif, i);
        size_t at = (size_t)(type.designation - (tzif->bytes + tzif->designations_at));
        type.designation = draft->zone->designations + at;
        indices[i] = type_index(draft->zone, type);
    }
    draft->type_after[0] = indices[0];
    draft->zone->rule_from = INT64_MIN;
    const char *times = tzif->bytes + tzif->transition_times_at;
    const char *in_file = tzif->bytes + tzif->transition_types_at;
    for (uint32_t i = 0; i < tzif->transitions; i++) {
        int64_t time = tzif_time(times + (size_t)i * tzif->time_size, tzif->time_size);
        int64_t seconds = tzif->leaps > 0 ? fuseau_tzif_posix_seconds(tzif, time) : time;
        add_transition(draft, seconds, indices[(uint8_t)in_file[i]]);
        draft->zone->rule_from = seconds;
    }
    draft->last_type = draft->type_after[draft->size];
}

/*
 * A rule that contradicts the last transition takes its place if it never changes; else it takes
 * over at its next change. False: that is not in int64_t, and the last type holds for ever.
 */
static bool take_over(struct draft *draft, uint16_t standard, uint16_t daylight)
{
    struct fuseau_zone *zone = draft->zone;
    int64_t from = zone->rule_from;
    bool changes = zone_cycle_has_changes(&zone->cycle);
    if (changes && !zone_cycle_next(&zone->cycle, from, &from)) {
        return false;
    }
    bool saving = changes && zone_cycle_is_daylight(&zone->cycle, from);
    add_transition(draft, from, saving ? daylight : standard);
    zone->rule_from = from;
    return true;
}

/* From when on the years of the rule are wanted: from 2038, or some days after the transitions. */
static int64_t years_from(const struct fuseau_zone *zone)
{
    const int64_t year_2038 = INT64_C(2145916800);
    const int64_t latest = INT64_C(1) << 40;
    int64_t from =
        zone->rule_from < latest ? zone->rule_from + INT64_C(2) * ZONE_SPARSE_OFFSET : latest;
    return from > year_2038 ? from : year_2038;
}

/* What holds after the last transition: `rule`, or where that is NULL the last type. */
static bool make_rule(struct draft *draft, const struct fuseau_posixtz *rule)
{
    struct fuseau_zone *zone = draft->zone;
    uint16_t standard =
        rule ? type_index(zone, rule_type(draft, &rule->standard, false)) : draft->last_type;
    uint16_t daylight = standard;
    if (rule && rule->has_daylight) {
        daylight = type_index(zone, rule_type(draft, &rule->daylight, true));
        int64_t apart = (int64_t)rule->daylight.offset_seconds - rule->standard.offset_seconds;
        if (!zone_cycle_make(&zone->cycle, rule, years_from(zone), apart < 0 ? -apart : apart)) {
            return false;
        }
        if (!zone_cycle_has_changes(&zone->cycle)) { /* none at all, or for ever */
            standard = daylight = zone->cycle.daylight_first ? daylight : standard;
        }
    }
    if ((zone->tolerated & FUSEAU_TZIF_TOLERATED_FOOTER_TYPE) &&
        !take_over(draft, standard, daylight)) {
        standard = daylight = draft->last_type;
    }
    zone->rule_types[0] = &zone->types[standard];
    zone->rule_types[1] = &zone->types[daylight];
    return true;
}

/* The transitions of the draft, in the zone. False: no memory. */
static bool keep_transitions(struct draft *draft)
{
    struct fuseau_zone *zone = draft->zone;
    if (!timeline_make(&zone->transitions, draft->times, draft->size)) {
        return false;
    }
    if (draft->type_after) {
        size_t size = (draft->size + 1) * sizeof *draft->type_after;
        uint16_t *type_after = realloc(draft->type_after, size);
        if (!type_after) {
            return false;
        }
        draft->type_after = NULL;
        zone->type_after = type_after;
        zone->memory += size;
    }
    return true;
}

static struct fuseau_result no_memory(void)
{
    return (struct fuseau_result){FUSEAU_ERR_MEMORY, 0};
}

/* The rest of the zone, from its types and transitions; `made`: whether all went well so far. */
static struct fuseau_result finish(struct draft *draft, const struct fuseau_posixtz *rule,
                                   bool made, const struct fuseau_zone **out)
{
    struct fuseau_zone *zone = draft->zone;
    made = made && make_rule(draft, rule) && keep_transitions(draft) && zone_local_make(zone) &&
           zone_cells_make(zone);
    free(draft->times);
    free(draft->type_after);
    if (!made) {
        fuseau_zone_release(zone);
        return no_memory();
    }
    zone->memory += timeline_memory(&zone->transitions) + zone_cycle_memory(&zone->cycle) +
                    timeline_memory(&zone->local_changes);
    *out = zone;
    return (struct fuseau_result){FUSEAU_OK, 0};
}

/* With room for so many types of a file, and those of a rule. */
static struct fuseau_zone *new_zone(uint32_t types)
{
    size_t size =
        sizeof(struct fuseau_zone) + (types + RULE_TYPES) * sizeof(struct fuseau_local_type);
    struct fuseau_zone *zone = calloc(1, size);
    if (zone) {
        zone->memory = size;
        atomic_init(&zone->own.count, 1);
        zone->owners = &zone->own;
        zone->rule_from = INT64_MIN;
    }
    return zone;
}

struct fuseau_result fuseau_zone_from_tzif(const char *bytes, size_t size,
                                           const struct fuseau_zone **out)
{
    struct fuseau_tzif tzif;
    struct fuseau_result result = fuseau_tzif_read(bytes, size, &tzif);
    if (result.error != FUSEAU_OK) {
        return result;
    }
    uint32_t types = tzif.types < FILE_TYPES_MAX ? tzif.types : FILE_TYPES_MAX;
    struct draft draft = {.zone = new_zone(types)};
    if (!draft.zone || tzif.transitions > TRANSITIONS_MAX) {
        free(draft.zone);
        return no_memory();
    }
    draft.zone->tolerated = tzif.tolerated;
    bool made = make_room_for_designations(&draft, tzif.designations_size) &&
                make_room_for_transitions(&draft, &tzif);
    if (made) {
        memcpy(draft.zone->designations, bytes + tzif.designations_at, tzif.designations_size);
        draft.designations_size = tzif.designations_size;
        read_transitions(&draft, &tzif);
    }
    struct fuseau_result finished = finish(&draft, tzif.has_rule ? &tzif.rule : NULL, made, out);
    return finished.error == FUSEAU_OK ? result : finished;
}

static struct fuseau_result from_rule(const struct fuseau_posixtz *rule,
                                      const struct fuseau_zone **out)
{
    struct draft draft = {.zone = new_zone(0)};
    return draft.zone ? finish(&draft, rule, make_room_for_designations(&draft, 0), out)
                      : no_memory();
}

struct fuseau_result fuseau_zone_from_posixtz(const struct fuseau_posixtz *rule,
                                              const struct fuseau_zone **out)
{
    if (!fuseau_posixtz_is_valid(rule)) {
        return (struct fuseau_result){FUSEAU_ERR_RANGE, 0};
    }
    return from_rule(rule, out);
}

struct fuseau_result fuseau_zone_from_offset(struct fuseau_offset offset,
                                             const struct fuseau_zone **out)
{
    struct fuseau_posixtz rule = {.standard = {.offset_seconds = offset.seconds}};
    struct fuseau_result written =
        fuseau_offset_format(offset, rule.standard.designation, FUSEAU_DESIGNATION_MAX_SIZE);
    return written.error == FUSEAU_OK ? from_rule(&rule, out) : written;
}

bool zone_set_source(const struct fuseau_zone *zone, const char *source)
{
    struct fuseau_zone *made = (struct fuseau_zone *)(uintptr_t)zone;
    size_t size = strlen(source) + 1;
    made->source = malloc(size);
    if (!made->source) {
        return false;
    }
    memcpy(made->source, source, size);
    made->memory += size;
    return true;
}

const struct fuseau_zone *fuseau_zone_retain(const struct fuseau_zone *zone)
{
    atomic_fetch_add_explicit(&zone->owners->count, 1, memory_order_relaxed);
    return zone;
}

static void release_cells(struct zone_cells *cells)
{
    if (cells->size > 0) {
        free((void *)(uintptr_t)(cells->cells - cells->past));
    }
}

void fuseau_zone_release(const struct fuseau_zone *zone)
{
    struct fuseau_zone *counted = (struct fuseau_zone *)(uintptr_t)zone;
    if (!zone || atomic_fetch_sub_explicit(&zone->owners->count, 1, memory_order_acq_rel) != 1) {
        return;
    }
    struct zone_owners *shared = zone_shared_owners(zone);
    timeline_release(&counted->transitions);
    zone_cycle_release(&counted->cycle);
    timeline_release(&counted->local_changes);
    free((void *)(uintptr_t)counted->type_after);
    free((void *)(uintptr_t)counted->spans);
    release_cells(&counted->instants);
    release_cells(&counted->locals);
    free(counted->designations);
    free(counted->source);
    free(counted);
    if (shared) {
        zone_owners_leave(shared, ZONE_OWNERS_ZONE);
    }
}
