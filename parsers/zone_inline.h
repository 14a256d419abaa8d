/* zone_inline.h -- (private) the part of a zone's answers that writing a local time waits for */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_ZONE_INLINE_H
#define FUSEAU_ZONE_INLINE_H

#include "zone_parts.h"

#pragma GCC visibility push(hidden)

/* The same as below, for any zone and any second. */
const struct fuseau_local_type *zone_type_anywhere(const struct fuseau_zone *zone, int64_t seconds);
int64_t zone_compatible_anywhere(const struct fuseau_zone *zone, int64_t local_seconds);

#pragma GCC visibility pop

static inline const struct fuseau_local_type *zone_type_behind(const struct fuseau_zone *zone,
                                                               uint16_t bytes)
{
    const char *types = (const char *)zone->types;
    return (const struct fuseau_local_type *)(const void *)(types + bytes);
}

/* The number of the cell of a second from 1970 on; of one before, it is more than there are. */
static inline uint64_t zone_cell_number(const struct zone_cells *cells, int64_t seconds)
{
    return (uint64_t)seconds >> cells->shift;
}

static inline bool zone_has_cell(const struct zone_cells *cells, uint64_t number)
{
    return __builtin_expect(number < cells->size, 1);
}

/* The same of a second before 1970, the cell of whose last second is -1. */
static inline int64_t zone_past_number(const struct zone_cells *cells, int64_t seconds)
{
    return seconds >> cells->shift;
}

static inline bool zone_has_past_cell(const struct zone_cells *cells, int64_t number)
{
    return (uint64_t)number + cells->past < cells->past;
}

/* The type that a cell has at a second that is its own. */
static inline const struct fuseau_local_type *
zone_cell_type(const struct fuseau_zone *zone, const struct zone_cell *cell, int64_t seconds)
{
    return zone_type_behind(zone, cell->types[(uint32_t)seconds >= cell->change]);
}

/* Whether the rule has standard time, so many seconds after the beginning of the years. */
static inline uint32_t zone_year_is_standard(const struct fuseau_zone *zone, uint64_t after)
{
    uint64_t units = after >> CYCLE_UNIT_SHIFT;
    uint32_t half = zone_cycle_half(units);
    return (half - ((uint32_t)units < zone->years.halves[half])) & 1;
}

/* The same of any second after it, if they have a length: they repeat. */
static inline bool zone_repeats_years(const struct fuseau_zone *zone, uint64_t after)
{
    return zone->years.length > 0 && after <= INT64_MAX / 2;
}

/* As fuseau_zone_at. */
static inline const struct fuseau_local_type *zone_type(const struct fuseau_zone *zone,
                                                        int64_t seconds)
{
    const struct zone_cells *cells = &zone->instants;
    uint64_t number = zone_cell_number(cells, seconds);
    if (zone_has_cell(cells, number)) {
        return zone_cell_type(zone, &cells->cells[number], seconds);
    }
    uint64_t after = (uint64_t)seconds - (uint64_t)zone->years.first;
    if (__builtin_expect(after < zone->years.length, 1)) {
        return zone_type_behind(zone, zone->years.types[zone_year_is_standard(zone, after)]);
    }
    int64_t past = zone_past_number(cells, seconds);
    if (zone_has_past_cell(cells, past)) {
        return zone_cell_type(zone, &cells->cells[past], seconds);
    }
    if (zone_repeats_years(zone, after)) {
        after %= CYCLE_SECONDS;
        return zone_type_behind(zone, zone->years.types[zone_year_is_standard(zone, after)]);
    }
    return zone_type_anywhere(zone, seconds);
}

/* As fuseau_zone_offset_at. Written out, since the years have the offset itself. */
static inline int32_t zone_offset(const struct fuseau_zone *zone, int64_t seconds)
{
    const struct zone_cells *cells = &zone->instants;
    uint64_t number = zone_cell_number(cells, seconds);
    if (zone_has_cell(cells, number)) {
        return zone_cell_type(zone, &cells->cells[number], seconds)->offset_seconds;
    }
    uint64_t after = (uint64_t)seconds - (uint64_t)zone->years.first;
    if (__builtin_expect(after < zone->years.length, 1)) {
        return zone->years.offsets[zone_year_is_standard(zone, after)];
    }
    int64_t past = zone_past_number(cells, seconds);
    if (zone_has_past_cell(cells, past)) {
        return zone_cell_type(zone, &cells->cells[past], seconds)->offset_seconds;
    }
    if (zone_repeats_years(zone, after)) {
        return zone->years.offsets[zone_year_is_standard(zone, after % CYCLE_SECONDS)];
    }
    return zone_type_anywhere(zone, seconds)->offset_seconds;
}

/* As fuseau_zone_instant with FUSEAU_PREFER_COMPATIBLE. */
static inline int64_t zone_compatible(const struct fuseau_zone *zone, int64_t local_seconds)
{
    const struct zone_cells *cells = &zone->locals;
    uint64_t number = zone_cell_number(cells, local_seconds);
    if (zone_has_cell(cells, number)) {
        return local_seconds -
               zone_cell_type(zone, &cells->cells[number], local_seconds)->offset_seconds;
    }
    uint64_t after = (uint64_t)local_seconds - (uint64_t)zone->local_first;
    if (__builtin_expect(after < zone->local_length, 1)) {
        return local_seconds - zone->years.offsets[zone_year_is_standard(zone, after)];
    }
    int64_t past = zone_past_number(cells, local_seconds);
    if (zone_has_past_cell(cells, past)) {
        return local_seconds -
               zone_cell_type(zone, &cells->cells[past], local_seconds)->offset_seconds;
    }
    return zone_compatible_anywhere(zone, local_seconds);
}

#endif
