/* zone_cells.c -- (private) the years that people ask about, laid out so that one look answers */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "zone_inline.h"

enum {
    CELLS_MAX = 2048,
    CELLS_WELCOME = 1280, /* more than these are made for no year before 1970 */
    CHANGES_MAX = 512,
    DAYS = 1 << 20,       /* seconds: more than a clock that has cells is from UTC */
    LONGEST_BY_RULE = 24, /* log2 of a cell's seconds; half years have a change each */
    LONGEST = 25, /* the same without a rule: from 1970 to 2038 they stay below 2^32 seconds */
};

static const int64_t year_1880 = -2840140800; /* before which hardly any zone changes */
static const int64_t year_2038 = INT64_C(1) << 31;
static const int64_t cells_reach = INT64_C(1) << 32;

/* For zones whose rule never changes: whatever the half years say, both types are the same. */
static const uint32_t no_changes[CYCLE_HALVES + 2] = {0};

struct change {
    int64_t at;     /* as a cell has it */
    int64_t begins; /* the same; of local times the beginning of the gap or the fold */
    uint16_t type;  /* from then on */
};

/* The changes of a zone that its cells may need, and the type before them. */
struct changes {
    struct change of[CHANGES_MAX];
    uint32_t size;
    uint16_t before;
    bool by_rule;   /* whether there are others after `end` */
    int64_t wanted; /* to where there are to be cells */
    int64_t end;    /* farther than a cell and some days from there */
};

/* Of the rule's types. */
static uint16_t type_number(const struct fuseau_zone *zone, bool daylight)
{
    return (uint16_t)(zone->rule_types[daylight] - zone->types);
}

static bool add(struct changes *changes, int64_t at, uint16_t type)
{
    if (changes->size == CHANGES_MAX) {
        return false;
    }
    changes->of[changes->size++] = (struct change){at, at, type};
    return true;
}

/* False: too many to be of any use. */
static bool add_transitions(struct changes *changes, const struct fuseau_zone *zone)
{
    const struct timeline *transitions = &zone->transitions;
    uint32_t i = timeline_passed(transitions, year_1880 - DAYS);
    changes->before = zone->type_after[i];
    bool added = true;
    for (; added && i < transitions->size && transitions->times[i] < changes->end; i++) {
        added = add(changes, transitions->times[i], zone->type_after[i + 1]);
    }
    return added;
}

/* False: too many to be of any use. */
static bool add_changes_of_rule(struct changes *changes, const struct fuseau_zone *zone)
{
    int64_t at = year_1880 - DAYS;
    uint16_t types[2] = {type_number(zone, false), type_number(zone, true)};
    if (zone->rule_from > at) {
        at = zone->rule_from;
    } else {
        changes->before = types[zone_cycle_is_daylight(&zone->cycle, at)];
    }
    bool daylight = zone_cycle_is_daylight(&zone->cycle, at);
    bool added = true;
    while (added && zone_cycle_next(&zone->cycle, at, &at) && at < changes->end) {
        daylight = !daylight;
        added = add(changes, at, types[daylight]);
    }
    return added;
}

/*
 * How far the cells are to go: to where the years begin if 32 bits go so far from 1970, and to 2038
 * at the least, and some days farther. False: as above.
 */
static bool collect(struct changes *changes, const struct fuseau_zone *zone)
{
    const int64_t cell = INT64_C(1) << LONGEST_BY_RULE;
    int64_t years = zone->years.length > 0 ? zone->years.first : 0;
    bool far = years < year_2038 || years > cells_reach - 2 * cell;
    changes->size = 0;
    changes->before = type_number(zone, false);
    changes->by_rule = zone_cycle_has_changes(&zone->cycle);
    changes->wanted = (far ? year_2038 : years) + DAYS;
    changes->end = (changes->by_rule ? changes->wanted + cell : cells_reach) + DAYS;
    return (zone->rule_from == INT64_MIN || add_transitions(changes, zone)) &&
           (!changes->by_rule || add_changes_of_rule(changes, zone));
}

static int32_t offset_of(const struct fuseau_zone *zone, uint16_t type)
{
    return zone->types[type].offset_seconds;
}

/* The same changes where COMPATIBLE goes over from one offset to the other, in local time. */
static void make_local(struct changes *changes, const struct fuseau_zone *zone)
{
    int32_t before = offset_of(zone, changes->before);
    for (uint32_t i = 0; i < changes->size; i++) {
        int32_t after = offset_of(zone, changes->of[i].type);
        int64_t at = changes->of[i].at;
        changes->of[i].at = at + (before > after ? before : after);
        changes->of[i].begins = at + (before > after ? after : before);
        before = after;
    }
}

/*
 * The greatest length of a cell, as its log2, with which none has one change and the beginning of
 * another. Two seconds are in different cells exactly if they differ in a bit that the cells'
 * numbers have, so the pair that is alike in the most bits decides. Of those before `first` and
 * after `end` nothing is asked.
 */
static uint32_t shift_of(const struct changes *changes, int64_t first, int64_t end)
{
    uint64_t alike = UINT64_C(1) << (changes->by_rule ? LONGEST_BY_RULE : LONGEST);
    for (uint32_t i = 1; i < changes->size && changes->of[i].begins < end; i++) {
        uint64_t differ = (uint64_t)changes->of[i - 1].at ^ (uint64_t)changes->of[i].begins;
        alike = changes->of[i - 1].at >= first && differ < alike ? differ : alike;
    }
    return 63U - (uint32_t)__builtin_clzll(alike | 1);
}

/* Where cells are to be, and how many. */
struct layout {
    int64_t first;
    uint32_t size, shift;
};

/* Cells from `first`, or a little later, to `end`; more than `most` are none. */
static struct layout layout_of(const struct changes *changes, int64_t first, int64_t end,
                               uint32_t most)
{
    const int64_t longest = INT64_C(1) << (changes->by_rule ? LONGEST_BY_RULE : LONGEST);
    uint32_t shift = shift_of(changes, first, end + longest);
    int64_t number = -(-first >> shift);
    int64_t size = ((end - 1) >> shift) + 1 - number;
    bool fits = size <= most && (size + number) << shift <= cells_reach - DAYS;
    return (struct layout){number * (INT64_C(1) << shift), fits ? (uint32_t)size : 0, shift};
}

/*
 * Whether a gap or a fold begins before 1970 and its change comes later: the 32 bits of the change
 * would be of no use to the last cell before 1970.
 */
static bool is_around_1970(const struct changes *changes)
{
    bool around = false;
    for (uint32_t i = 0; i < changes->size; i++) {
        around |= changes->of[i].begins < 0 && changes->of[i].at >= 0;
    }
    return around;
}

/* From 1880 to where the years begin; if those are too many, from 1970, or even to 2038 alone. */
static struct layout best_layout(const struct changes *changes)
{
    uint32_t welcome = is_around_1970(changes) ? 0 : CELLS_WELCOME;
    struct layout layout = layout_of(changes, year_1880, changes->wanted, welcome);
    if (layout.size == 0) {
        layout = layout_of(changes, 0, changes->wanted, CELLS_MAX);
    }
    return layout.size > 0 ? layout : layout_of(changes, 0, year_2038, CELLS_MAX);
}

static uint16_t type_in_cell(uint16_t type)
{
    return (uint16_t)(type * sizeof(struct fuseau_local_type));
}

/* Field by field: a cell that is put together elsewhere first would be waited for. */
static void set_cell(struct zone_cell *cell, int64_t change, uint16_t before, uint16_t after)
{
    cell->change = (uint32_t)change;
    cell->types[0] = before;
    cell->types[1] = after;
}

static void fill_run(struct zone_cell *cells, uint32_t begin, uint32_t end, uint16_t type)
{
    for (uint32_t i = begin; i < end; i++) {
        set_cell(&cells[i], 0, type, type);
    }
}

/* A change is in one cell, or in two if its gap or fold begins in the one before. */
static void fill(struct zone_cell *cells, struct layout layout, const struct changes *changes)
{
    const int64_t past = layout.first >> layout.shift;
    uint16_t type = type_in_cell(changes->before);
    uint32_t done = 0;
    for (uint32_t i = 0; i < changes->size; i++) {
        const struct change *change = &changes->of[i];
        uint16_t before = type;
        int64_t last = (change->at >> layout.shift) - past;
        int64_t number = (change->begins >> layout.shift) - past;
        if (number >= layout.size) {
            break;
        }
        type = type_in_cell(change->type);
        if (last < 0) {
            continue;
        }
        number = number < 0 ? 0 : number;
        last = last < layout.size ? last : number;
        fill_run(cells, done, (uint32_t)number, before);
        set_cell(&cells[number], change->at, before, type);
        set_cell(&cells[last], change->at, before, type);
        done = (uint32_t)last + 1;
    }
    fill_run(cells, done, layout.size, type);
}

/* False: no memory. */
static bool make_cells(struct fuseau_zone *zone, const struct changes *changes,
                       struct zone_cells *out)
{
    struct layout layout = best_layout(changes);
    if (layout.size == 0) {
        return true;
    }
    struct zone_cell *cells = malloc(layout.size * sizeof *cells);
    if (!cells) {
        return false;
    }
    fill(cells, layout, changes);
    uint32_t past = (uint32_t)(-layout.first >> layout.shift);
    *out = (struct zone_cells){cells + past, layout.size - past, past, layout.shift};
    zone->memory += layout.size * sizeof *cells;
    return true;
}

/*
 * By half years if the rule has them, and they do not begin before it holds; or if it never
 * changes, from 2038 on or as soon as it holds. A local time that is by the rule after the greater
 * of its offsets is by it at all.
 */
static void set_years(struct fuseau_zone *zone)
{
    const struct zone_cycle *cycle = &zone->cycle;
    if (zone->rule_from > INT64_MAX / 2 || (zone_cycle_has_changes(cycle) && !cycle->halves)) {
        return;
    }
    int32_t standard = zone->rule_types[0]->offset_seconds;
    int32_t daylight = zone->rule_types[1]->offset_seconds;
    int64_t soonest = zone->rule_from > year_2038 ? zone->rule_from : year_2038;
    int64_t first = cycle->halves ? cycle->first : soonest;
    int64_t local_first = first + (standard > daylight ? standard : daylight);
    local_first =
        cycle->halves || local_first > zone->local_rule_from ? local_first : zone->local_rule_from;
    zone->years = (struct zone_years){
        .first = first,
        .length = first >= zone->rule_from ? CYCLE_SECONDS : 0,
        .halves = cycle->halves ? cycle->halves : no_changes,
        .offsets = {daylight, standard},
        .types = {type_in_cell(type_number(zone, true)), type_in_cell(type_number(zone, false))},
    };
    zone->local_first = local_first;
    zone->local_length = local_first >= zone->local_rule_from ? CYCLE_SECONDS : 0;
}

bool zone_cells_make(struct fuseau_zone *zone)
{
    struct changes changes;
    set_years(zone);
    if (!collect(&changes, zone)) {
        return true;
    }
    if (!make_cells(zone, &changes, &zone->instants)) {
        return false;
    }
    if (zone->spans || (changes.by_rule && !zone->cycle.halves)) {
        return true;
    }
    make_local(&changes, zone);
    return make_cells(zone, &changes, &zone->locals);
}
