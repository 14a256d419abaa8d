/* column_layout.c -- (private) what every kernel must know of a shape, as bytes and numbers */
/* SPDX-License-Identifier: MIT */
#include "column_layout.h"

#include <string.h>

#if COLUMN_HAS_KERNELS

enum { PLACES = 37 };

/* What may stand at a place: a digit up to `limit`, where `byte` is '0', or else just `byte`. */
struct place {
    char byte;
    uint8_t limit;
};

/* Where the parts of a tail are gathered. */
enum { TAIL_SIGN = 10, TAIL_OFFSET = 12 };

static size_t offset_begin(const struct column_shape *shape)
{
    return 19 + (shape->digits > 0 ? 1 + shape->digits : 0);
}

static void set_places(const struct column_shape *shape, struct place places[PLACES])
{
    static const struct place fixed[] = {
        {'0', 9}, {'0', 9}, {'0', 9}, {'0', 9}, {'-', 0}, {'0', 1}, {'0', 9},
        {'-', 0}, {'0', 3}, {'0', 9}, {'T', 0}, {'0', 2}, {'0', 9}, {':', 0},
        {'0', 5}, {'0', 9}, {':', 0}, {'0', 5}, {'0', 9}, {'.', 0},
    };
    static const struct place offset[] = {
        {'+', COLUMN_SIGN_LIMIT}, {'0', 2}, {'0', 9}, {':', 0}, {'0', 5}, {'0', 9}};
    size_t at = offset_begin(shape);
    for (size_t i = 0; i < at; i++) {
        places[i] = i < sizeof fixed / sizeof fixed[0] ? fixed[i] : (struct place){'0', 9};
    }
    places[10].byte = shape->has_space ? ' ' : 'T';
    if (shape->has_offset) {
        memcpy(places + at, offset, sizeof offset);
        at += sizeof offset / sizeof offset[0];
    } else {
        places[at++] = (struct place){'Z', 0};
    }
    for (size_t i = 0; i < shape->end; i++) {
        places[at++] = (struct place){"\r\n"[2 - shape->end + i], 0};
    }
}

/* Lets what is gathered at `to` come from the byte `from` of the record. */
static void gather(const struct column_layout *layout, uint8_t into[COLUMN_WINDOWS][COLUMN_WINDOW],
                   size_t to, size_t from)
{
    int window = COLUMN_FIRST;
    while (from >= layout->begin[window] + COLUMN_WINDOW) {
        window++;
    }
    into[window][to] = (uint8_t)(from - layout->begin[window]);
}

struct column_layout column_layout_of(const struct column_shape *shape)
{
    static const uint8_t stamp[] = {0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18};
    struct column_layout layout;
    struct place places[PLACES];
    size_t last = shape->size - COLUMN_WINDOW;
    size_t judged = 0; /* each byte is in the first window that has it */
    layout.begin[COLUMN_FIRST] = 0;
    layout.begin[COLUMN_MIDDLE] = last < COLUMN_WINDOW ? last : COLUMN_WINDOW;
    layout.begin[COLUMN_LAST] = last;
    memset(layout.stamp, COLUMN_NOWHERE, sizeof layout.stamp);
    memset(layout.tail, COLUMN_NOWHERE, sizeof layout.tail);
    set_places(shape, places);
    for (int window = COLUMN_FIRST; window < COLUMN_WINDOWS; window++) {
        for (size_t i = 0; i < COLUMN_WINDOW; i++) {
            size_t at = layout.begin[window] + i;
            layout.flip[window][i] = at < judged ? 0 : (uint8_t)places[at].byte;
            layout.limit[window][i] = at < judged ? UINT8_MAX : places[at].limit;
        }
        judged = layout.begin[window] + COLUMN_WINDOW;
    }
    for (size_t i = 0; i < sizeof stamp; i++) {
        gather(&layout, layout.stamp, i, stamp[i]);
    }
    for (size_t i = 0; i < shape->digits; i++) {
        gather(&layout, layout.tail, i, 20 + i);
    }
    if (shape->has_offset) {
        static const uint8_t hhmm[] = {1, 2, 4, 5};
        size_t sign = offset_begin(shape);
        gather(&layout, layout.tail, TAIL_SIGN, sign);
        for (size_t i = 0; i < sizeof hhmm; i++) {
            gather(&layout, layout.tail, TAIL_OFFSET + i, sign + hhmm[i]);
        }
    }
    return layout;
}

struct column_scale column_scale_of(const struct column_plan *plan)
{
    int64_t day = plan->per_second * FUSEAU_SECONDS_PER_DAY;
    int shift = __builtin_ctzll((unsigned long long)day);
    bool is_narrow = plan->nanoseconds_per == 1;
    return (struct column_scale){.day = (int32_t)(day >> shift),
                                 .second = (int32_t)plan->per_second,
                                 .most_days = is_narrow ? 106749 : INT32_MAX,
                                 .shift = shift,
                                 .nanoseconds_per = plan->nanoseconds_per,
                                 .truncate = plan->truncate};
}

#endif
