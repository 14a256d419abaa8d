/* fulltime.c -- a time of day, with its offset or without: "01:14:00.5Z" (RFC 3339 s. 5.6) */
/* SPDX-License-Identifier: MIT */
#include "fulltime.h"

#include "fulltime_inline.h"

enum { SECOND_AT = 6 }; /* in "hh:mm:ss" */

struct fuseau_result fulltime_refuse(struct cursor cursor, size_t at, uint64_t over, unsigned hour)
{
    unsigned first = over ? word_first(over) : 7; /* no byte wrong by itself: "61" and the like */
    if (first > 1 && hour > 23) {
        first = 1;
    }
    if (first == 2 || first == 5) {
        return cursor_refuse(cursor, at + first, FUSEAU_ERR_SEPARATOR);
    }
    return cursor_refuse_digit(cursor, at + first, FUSEAU_ERR_RANGE);
}

/* Whether a time whose second is 60 is 23:59:60 in UTC (RFC 3339 s. 5.7), whatever the date. */
static bool ends_utc_day(const struct fuseau_fulltime *value)
{
    int32_t next_minute = value->time.hour * 60 + value->time.minute + 1;
    return (next_minute - value->offset.seconds / 60) % (24 * 60) == 0;
}

/* `digits` parted: its number, and FUSEAU_FRACTION_TRUNCATE, FUSEAU_FRACTION_AT_LEAST or 0. */
enum { DIGITS_MASK = 15 };

static bool digits_are_valid(int digits)
{
    return (unsigned)digits <= FUSEAU_FRACTION_AT_LEAST + FUSEAU_FRACTION_MAX &&
           (digits & DIGITS_MASK) <= FUSEAU_FRACTION_MAX;
}

static enum fuseau_error write_secfrac(struct writer *writer, int32_t nanosecond, int digits)
{
    static const uint32_t powers_of_ten[] = {1,      10,      100,      1000,      10000,
                                             100000, 1000000, 10000000, 100000000, 1000000000};
    int wanted = digits & DIGITS_MASK;
    int way = digits - wanted;
    int needed = FUSEAU_FRACTION_MAX;
    uint32_t value = (uint32_t)nanosecond;
    if (way == FUSEAU_FRACTION_TRUNCATE || value == 0) {
        value /= powers_of_ten[needed - wanted];
        needed = wanted;
    }
    while (needed > wanted && value % 10 == 0) {
        value /= 10;
        needed--;
    }
    if (needed > wanted && way != FUSEAU_FRACTION_AT_LEAST) {
        return FUSEAU_ERR_INEXACT;
    }
    if (needed > 0) {
        writer_byte(writer, '.');
        writer_digits(writer, value, needed);
    }
    return FUSEAU_OK;
}

enum fuseau_error fulltime_write_partial(struct writer *writer, struct fuseau_time time, int digits)
{
    if (digits == FUSEAU_FRACTION_SHORTEST) {
        digits = FUSEAU_FRACTION_AT_LEAST;
    }
    if (!fuseau_civil_time_is_valid(time) || !digits_are_valid(digits)) {
        return FUSEAU_ERR_RANGE;
    }
    writer_digits(writer, time.hour, 2);
    writer_byte(writer, ':');
    writer_digits(writer, time.minute, 2);
    writer_byte(writer, ':');
    writer_digits(writer, time.second, 2);
    return write_secfrac(writer, time.nanosecond, digits);
}

struct fuseau_result fuseau_fulltime_parse(const char *text, size_t size,
                                           struct fuseau_fulltime *out)
{
    struct cursor cursor = {text, size};
    struct fuseau_fulltime value = {0};
    struct fuseau_result result = cursor_finish(cursor, full_time(cursor, 0, &value));
    if (result.error != FUSEAU_OK) {
        return result;
    }
    if (value.time.second == 60 && !ends_utc_day(&value)) {
        return (struct fuseau_result){FUSEAU_ERR_LEAP_SECOND, SECOND_AT};
    }
    *out = value;
    return result;
}

struct fuseau_result fuseau_fulltime_parse_partial(const char *text, size_t size,
                                                   struct fuseau_time *out)
{
    struct cursor cursor = {text, size};
    struct fuseau_time time;
    struct fuseau_result result = cursor_finish(cursor, partial_time(cursor, 0, &time));
    if (result.error == FUSEAU_OK) {
        *out = time;
    }
    return result;
}

struct fuseau_result fuseau_fulltime_format(const struct fuseau_fulltime *value, int digits,
                                            char *text, size_t room)
{
    struct writer writer = {.size = 0};
    enum fuseau_error error = fulltime_write_partial(&writer, value->time, digits);
    if (error == FUSEAU_OK) {
        error = offset_write(&writer, value->offset);
    }
    if (error == FUSEAU_OK && value->time.second == 60 && !ends_utc_day(value)) {
        error = FUSEAU_ERR_RANGE;
    }
    return writer_finish(&writer, error, text, room);
}

struct fuseau_result fuseau_fulltime_format_partial(struct fuseau_time time, int digits, char *text,
                                                    size_t room)
{
    struct writer writer = {.size = 0};
    enum fuseau_error error = fulltime_write_partial(&writer, time, digits);
    return writer_finish(&writer, error, text, room);
}
