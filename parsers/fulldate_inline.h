/* fulldate_inline.h -- (private) reading a date as the first part of something longer */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_FULLDATE_INLINE_H
#define FUSEAU_FULLDATE_INLINE_H

#include "civil_inline.h"
#include "cursor.h"
#include "fulldate.h"
#include "word.h"
#include "writer.h"

#pragma GCC visibility push(hidden)

/* "yyyy-mm-" at `at` is none: `over` is what word_over says of it, `month` the value it has. */
__attribute__((cold)) struct fuseau_result fulldate_refuse_month(struct cursor cursor, size_t at,
                                                                 uint64_t over, unsigned month);

/* The two bytes at `at` are no day of `month`. */
__attribute__((cold)) struct fuseau_result fulldate_refuse_day(struct cursor cursor, size_t at,
                                                               unsigned month);

/* Appends the date, or answers why it has no text. */
enum fuseau_error fulldate_write(struct writer *writer, struct fuseau_date date);

#pragma GCC visibility pop

/*
 * date-fullyear = 4DIGIT
 * date-month    = 2DIGIT  ; 01-12
 * date-mday     = 2DIGIT  ; 01-28, 01-29, 01-30, 01-31 based on month/year
 * full-date     = date-fullyear "-" date-month "-" date-mday
 */
RULE struct fuseau_result full_date(struct cursor cursor, size_t at, struct fuseau_date *out)
{
    uint64_t digits = cursor_word(cursor, at) ^ word_of("0000-00-");
    uint64_t over = word_over(digits, word_of("\11\11\11\11\0\1\11"));
    uint64_t pairs = word_pairs(digits);
    unsigned month = word_byte(pairs, 5);
    if (over || month - 1 > 11) {
        return fulldate_refuse_month(cursor, at, over, month);
    }
    int32_t year = word_byte(pairs, 0) * 100 + word_byte(pairs, 2);
    unsigned tens = (unsigned)cursor_byte(cursor, at + 8) - '0';
    unsigned ones = (unsigned)cursor_byte(cursor, at + 9) - '0';
    unsigned day = tens * 10 + ones;
    bool in_every_month = day - 1 < 28;
    if (tens > 3 || ones > 9 ||
        (!in_every_month && day - 1 >= (unsigned)civil_days_in_month(year, (int)month))) {
        return fulldate_refuse_day(cursor, at + 8, month);
    }
    *out = (struct fuseau_date){year, (uint8_t)month, (uint8_t)day};
    return cursor_accept(at + FUSEAU_FULLDATE_SIZE);
}

#endif
