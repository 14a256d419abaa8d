/* fulltime_inline.h -- (private) reading a time of day as part of something longer */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_FULLTIME_INLINE_H
#define FUSEAU_FULLTIME_INLINE_H

#include "cursor.h"
#include "fulltime.h"
#include "offset_inline.h"
#include "word.h"
#include "writer.h"

#pragma GCC visibility push(hidden)

/* "hh:mm:ss" at `at` is none: `over` is what word_over says of it, `hour` the value it has. */
__attribute__((cold)) struct fuseau_result fulltime_refuse(struct cursor cursor, size_t at,
                                                           uint64_t over, unsigned hour);

/* Appends the time, or answers why it has no text. */
enum fuseau_error fulltime_write_partial(struct writer *writer, struct fuseau_time time,
                                         int digits);

#pragma GCC visibility pop

/* time-secfrac = "." 1*DIGIT; those after the ninth are checked, and have no weight */
RULE struct fuseau_result time_secfrac(struct cursor cursor, size_t at, int32_t *nanosecond)
{
    size_t first = at + 1;
    uint64_t digits = cursor_word(cursor, first) ^ word_fill('0');
    uint64_t over = word_over(digits, word_fill(9));
    if (!over) {
        unsigned ninth = (unsigned)cursor_byte(cursor, first + 8) - '0';
        *nanosecond = (int32_t)(word_number(digits) * 10 + (ninth <= 9 ? ninth : 0));
        size_t end = first + 8;
        while ((unsigned)cursor_byte(cursor, end) - '0' <= 9) {
            end++;
        }
        return cursor_accept(end);
    }
    unsigned count = word_first(over);
    if (count == 0) {
        return cursor_refuse(cursor, first, FUSEAU_ERR_DIGIT);
    }
    uint64_t kept = digits & ((UINT64_C(1) << (8 * count)) - 1);
    *nanosecond = (int32_t)(word_number(kept) * 10);
    return cursor_accept(first + count);
}

/*
 * time-hour    = 2DIGIT  ; 00-23
 * time-minute  = 2DIGIT  ; 00-59
 * time-second  = 2DIGIT  ; 00-58, 00-59, 00-60 based on leap second rules
 * partial-time = time-hour ":" time-minute ":" time-second [time-secfrac]
 */
RULE struct fuseau_result partial_time(struct cursor cursor, size_t at, struct fuseau_time *out)
{
    uint64_t digits = cursor_word(cursor, at) ^ word_of("00:00:00");
    uint64_t over = word_over(digits, word_of("\2\11\0\5\11\0\6\11"));
    uint64_t pairs = word_pairs(digits);
    unsigned hour = word_byte(pairs, 0);
    unsigned second = word_byte(pairs, 6);
    if (over || hour > 23 || second > 60) {
        return fulltime_refuse(cursor, at, over, hour);
    }
    *out = (struct fuseau_time){(uint8_t)hour, word_byte(pairs, 3), (uint8_t)second, 0};
    if (cursor_byte(cursor, at + 8) == '.') {
        return time_secfrac(cursor, at + 8, &out->nanosecond);
    }
    return cursor_accept(at + 8);
}

/* full-time = partial-time time-offset */
RULE struct fuseau_result full_time(struct cursor cursor, size_t at, struct fuseau_fulltime *out)
{
    struct fuseau_result result = partial_time(cursor, at, &out->time);
    return result.error == FUSEAU_OK ? time_offset(cursor, result.at, &out->offset) : result;
}

#endif
