/* column_zone.c -- many instants or local times at once, in one zone */
/* SPDX-License-Identifier: MIT */
#include "column.h"

#include "column_inline.h"

void fuseau_column_offsets(const struct fuseau_zone *zone, const int64_t *values,
                           const uint8_t *validity, size_t count, enum fuseau_column_unit unit,
                           int32_t *offsets)
{
    const struct column_plan plan = column_plan_of(unit);
    for (size_t n = 0; n < count; n++) {
        int32_t over;
        offsets[n] = column_is_valid(validity, n)
                         ? fuseau_zone_offset_at(zone, column_seconds(&plan, values[n], &over))
                         : 0;
    }
}

/*
 * The instant of a local time. fuseau_zone_instant gives the nearest instant that int64_t can hold
 * where it cannot hold the right one: that is none.
 */
static bool instant_of(const struct fuseau_zone *zone, int64_t local, enum fuseau_prefer prefer,
                       int64_t *out)
{
    int64_t back;
    if (fuseau_zone_instant(zone, local, prefer, out).error != FUSEAU_OK) {
        return false;
    }
    return (*out != INT64_MIN && *out != INT64_MAX) ||
           (!__builtin_add_overflow(*out, fuseau_zone_offset_at(zone, *out), &back) &&
            back == local);
}

struct fuseau_column fuseau_column_instants(const struct fuseau_zone *zone, const int64_t *locals,
                                            const uint8_t *known, size_t count,
                                            enum fuseau_column_unit unit, enum fuseau_prefer prefer,
                                            int64_t *values, uint8_t *validity)
{
    const struct column_plan plan = column_plan_of(unit);
    struct fuseau_column done = {.read = count};
    unsigned bits = 0;
    for (size_t n = 0; n < count; n++) {
        bool is_there = column_is_valid(known, n);
        int32_t over;
        int64_t seconds;
        int64_t value = INT64_MIN;
        bool valid = is_there &&
                     instant_of(zone, column_seconds(&plan, locals[n], &over), prefer, &seconds) &&
                     column_units(&plan, seconds, over / plan.nanoseconds_per, &value);
        values[n] = valid ? value : INT64_MIN;
        done.refused += is_there && !valid;
        /* A byte of the validity is written when its last record was read: it may be `known`. */
        bits = (n % 8 == 0 ? 0 : bits) | (unsigned)valid << (n % 8);
        if (n % 8 == 7 || n + 1 == count) {
            column_put_valid(validity, n, bits);
        }
    }
    return done;
}
