/* offset_inline.h -- (private) reading an offset as the last part of something longer */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_OFFSET_INLINE_H
#define FUSEAU_OFFSET_INLINE_H

#include "cursor.h"
#include "offset.h"
#include "word.h"
#include "writer.h"

#pragma GCC visibility push(hidden)

/* "hh:mm" at `at` is none: `over` is what word_over says of it, `hours` the value before the ":" */
__attribute__((cold)) struct fuseau_result offset_refuse(struct cursor cursor, size_t at,
                                                         uint64_t over, unsigned hours);

/* Appends the offset, or answers why it has no text. */
enum fuseau_error offset_write(struct writer *writer, struct fuseau_offset offset);

#pragma GCC visibility pop

/*
 * time-hour      = 2DIGIT  ; 00-23
 * time-minute    = 2DIGIT  ; 00-59
 * time-numoffset = ("+" / "-") time-hour ":" time-minute
 */
RULE struct fuseau_result time_numoffset(struct cursor cursor, size_t at, bool west,
                                         struct fuseau_offset *out)
{
    uint64_t five = UINT64_C(0xffffffffff); /* the bytes that "hh:mm" has */
    uint64_t digits = (cursor_word(cursor, at + 1) & five) ^ word_of("00:00\0\0");
    uint64_t over = word_over(digits, word_of("\2\11\0\5\11\0\0"));
    uint64_t pairs = word_pairs(digits);
    unsigned hours = word_byte(pairs, 0);
    if (over || hours > 23) {
        return offset_refuse(cursor, at + 1, over, hours);
    }
    int32_t seconds = (int32_t)hours * 3600 + word_byte(pairs, 3) * 60;
    bool unknown = west && seconds == 0;
    out->seconds = west ? -seconds : seconds;
    out->kind = unknown ? FUSEAU_OFFSET_UNKNOWN : FUSEAU_OFFSET_NUMERIC;
    return cursor_accept(at + FUSEAU_OFFSET_MAX_SIZE);
}

/* time-offset = "Z" / time-numoffset */
RULE struct fuseau_result time_offset(struct cursor cursor, size_t at, struct fuseau_offset *out)
{
    unsigned char first = cursor_byte(cursor, at);
    if (first == 'Z' || first == 'z') {
        *out = (struct fuseau_offset){0, FUSEAU_OFFSET_ZULU};
        return cursor_accept(at + 1);
    }
    if (first != '+' && first != '-') {
        return cursor_refuse(cursor, at, FUSEAU_ERR_OFFSET);
    }
    return time_numoffset(cursor, at, first == '-', out);
}

#endif
