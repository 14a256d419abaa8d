/* fulldate.c -- a date on its own: "2024-07-11" (RFC 3339 s. 5.6) */
/* SPDX-License-Identifier: MIT */
#include "fulldate.h"

#include "fulldate_inline.h"

struct fuseau_result fulldate_refuse_month(struct cursor cursor, size_t at, uint64_t over,
                                           unsigned month)
{
    unsigned first = over ? word_first(over) : 8;
    if (first > 6 && (month < 1 || month > 12)) {
        first = 6;
    }
    if (first == 4 || first == 7) {
        return cursor_refuse(cursor, at + first, FUSEAU_ERR_SEPARATOR);
    }
    return cursor_refuse_digit(cursor, at + first, FUSEAU_ERR_RANGE);
}

struct fuseau_result fulldate_refuse_day(struct cursor cursor, size_t at, unsigned month)
{
    unsigned tens = (unsigned)cursor_byte(cursor, at) - '0';
    unsigned ones = (unsigned)cursor_byte(cursor, at + 1) - '0';
    if (tens > 3) {
        return cursor_refuse_digit(cursor, at, FUSEAU_ERR_RANGE);
    }
    if (tens == 3 && month == 2) {
        return cursor_refuse(cursor, at, FUSEAU_ERR_DAY);
    }
    bool in_some_month = tens * 10 + ones >= 1 && tens * 10 + ones <= 31;
    return cursor_refuse_digit(cursor, at + 1, in_some_month ? FUSEAU_ERR_DAY : FUSEAU_ERR_RANGE);
}

enum fuseau_error fulldate_write(struct writer *writer, struct fuseau_date date)
{
    if (!fuseau_civil_date_is_valid(date) || date.year < 0 || date.year > 9999) {
        return FUSEAU_ERR_RANGE;
    }
    writer_digits(writer, (uint32_t)date.year, 4);
    writer_byte(writer, '-');
    writer_digits(writer, date.month, 2);
    writer_byte(writer, '-');
    writer_digits(writer, date.day, 2);
    return FUSEAU_OK;
}

struct fuseau_result fuseau_fulldate_parse(const char *text, size_t size, struct fuseau_date *out)
{
    struct cursor cursor = {text, size};
    struct fuseau_date date;
    struct fuseau_result result = cursor_finish(cursor, full_date(cursor, 0, &date));
    if (result.error == FUSEAU_OK) {
        *out = date;
    }
    return result;
}

struct fuseau_result fuseau_fulldate_format(struct fuseau_date date, char *text, size_t room)
{
    struct writer writer = {.size = 0};
    enum fuseau_error error = fulldate_write(&writer, date);
    return writer_finish(&writer, error, text, room);
}
