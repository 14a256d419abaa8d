/* column_layout.h -- (private) what every kernel must know of a shape, as bytes and numbers */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_COLUMN_LAYOUT_H
#define FUSEAU_COLUMN_LAYOUT_H

#include "column_inline.h"

/*
 * Of each record up to three windows of sixteen bytes are loaded, all of them inside the record:
 * its first sixteen bytes, those from byte 16 on (of a record of less than 32 bytes: its last), and
 * its last sixteen. So together they have every byte of it. What each byte must be is told in three
 * steps that are the same for all shapes, with other constants:
 *
 *     flip    an exclusive or makes 0…9 of digits, and 0 of a byte that can only be this one;
 *     limit   what is then more than it may be is wrong;
 *     gather  a shuffle brings digits to where two multiplications put them together.
 *
 * A group is eight records. What is gathered of a wrong digit has no meaning; the group is then not
 * used.
 */
enum { COLUMN_WINDOW = 16, COLUMN_TWO_WINDOWS = 32, COLUMN_GROUP = 8 };

enum {
    COLUMN_FIRST,
    COLUMN_MIDDLE,
    COLUMN_LAST,
    COLUMN_WINDOWS,
};

enum {
    COLUMN_SIGN_LIMIT = '+' ^ '-', /* what the flip makes of '-', for it is '+' that it expects */
    COLUMN_NOWHERE = 0x80,         /* a shuffle gives 0 for it */
};

/* The constants of a shape, of each window. */
struct column_layout {
    size_t begin[COLUMN_WINDOWS];
    uint8_t flip[COLUMN_WINDOWS][COLUMN_WINDOW];
    uint8_t limit[COLUMN_WINDOWS][COLUMN_WINDOW];
    uint8_t stamp[COLUMN_WINDOWS]
                 [COLUMN_WINDOW]; /* where YYYYMMDDhhmmss come from, or COLUMN_NOWHERE */
    uint8_t tail[COLUMN_WINDOWS]
                [COLUMN_WINDOW]; /* the same for nine digits of the fraction, sign and hhmm */
};

/* What a day and a second have of the unit; a day has (day << shift) of it. */
struct column_scale {
    int32_t day, second;
    int32_t most_days; /* from 1970 either way, for which int64_t is surely enough */
    int shift;
    int32_t nanoseconds_per;
    bool truncate;
};

/* Which parts a shape has: what it has not costs nothing. */
struct column_parts {
    bool tail; /* a fraction or a numeric offset */
    bool last; /* more than 32 bytes: the last window is none of the others */
};

#pragma GCC visibility push(hidden)

#if COLUMN_HAS_KERNELS
struct column_layout column_layout_of(const struct column_shape *shape);
struct column_scale column_scale_of(const struct column_plan *plan);
#endif

#pragma GCC visibility pop

#endif
