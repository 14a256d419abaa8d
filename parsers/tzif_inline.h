/* tzif_inline.h -- (private) numbers as a zone file has them, and the rules beyond its sizes */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_TZIF_INLINE_H
#define FUSEAU_TZIF_INLINE_H

#include "cursor.h"
#include "tzif.h"

enum { TZIF_TYPE_SIZE = 6, TZIF_CORRECTION_SIZE = 4 };

/* Whether what a strict reader refuses is allowed; then it is noted. */
RULE bool tzif_tolerates(struct fuseau_tzif *tzif, unsigned allowed,
                         enum fuseau_tzif_tolerated what)
{
    tzif->tolerated |= allowed & what;
    return (allowed & what) != 0;
}

/* Numbers stand with their highest byte first, in two's complement. */
RULE uint32_t tzif_uint32(const char *bytes)
{
    return __builtin_bswap32(cursor_load4(bytes));
}

RULE int32_t tzif_int32(const char *bytes)
{
    return (int32_t)tzif_uint32(bytes);
}

RULE int64_t tzif_time(const char *bytes, uint8_t time_size)
{
    return time_size == 4 ? tzif_int32(bytes) : (int64_t)__builtin_bswap64(cursor_load8(bytes));
}

/* As fuseau_tzif_transition_time and fuseau_tzif_transition_type. */
RULE int64_t tzif_transition_time(const struct fuseau_tzif *tzif, uint32_t index)
{
    size_t at = tzif->transition_times_at + (size_t)index * tzif->time_size;
    return tzif_time(tzif->bytes + at, tzif->time_size);
}

RULE uint8_t tzif_transition_type(const struct fuseau_tzif *tzif, uint32_t index)
{
    return (uint8_t)tzif->bytes[tzif->transition_types_at + index];
}

#pragma GCC visibility push(hidden)

/*
 * The checks of s. 3.2, of a block that is known to be there whole. What is `allowed`, bits of enum
 * fuseau_tzif_tolerated, is noted in `tzif` and not refused.
 */
struct fuseau_result tzif_check(struct fuseau_tzif *tzif, unsigned allowed);

/* s. 3.3: what stands at `at`, behind the block that `tzif` describes; its footer is filled in. */
struct fuseau_result tzif_footer(struct cursor cursor, size_t at, unsigned allowed,
                                 struct fuseau_tzif *tzif);

/*
 * The correction in force just before the first leap second, which there must be: 0 if the table is
 * whole. The first one is positive exactly if its correction is, also where the start is missing.
 */
int32_t tzif_first_correction_before(const struct fuseau_tzif *tzif);

#pragma GCC visibility pop

#endif
