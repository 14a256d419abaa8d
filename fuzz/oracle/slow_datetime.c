/* slow_datetime.c -- the plain reader of dates, times or both: each kind by itself, and compared */
/* SPDX-License-Identifier: MIT */
#include "oracle/slow_datetime.h"

#include <stdio.h>
#include <string.h>

#include "oracle/slow.h"

enum { DATE_SIZE = 10, CLOCK_AT = 11, SECOND_AT = 6 };

struct reading {
    struct fuseau_result result;
    struct fuseau_datetime value;
};

static struct fuseau_result result_of(enum fuseau_error error, size_t at)
{
    return (struct fuseau_result){.error = error, .at = at};
}

static struct reading reading_of(enum fuseau_datetime_kind kind)
{
    struct reading reading;
    memset(&reading, 0, sizeof reading);
    reading.value.kind = kind;
    reading.value.timestamp.offset.kind = FUSEAU_OFFSET_UNKNOWN;
    return reading;
}

/* The standing of 23:59:60 UTC on a date that need not be one. */
static enum fuseau_leap standing_of_day(int year, int month, int day)
{
    char text[64];
    struct fuseau_rfc3339 value;
    const int size = snprintf(text, sizeof text, "%04d-%02d-%02dT23:59:60Z", year, month, day);
    const bool stands = slow_rfc3339(text, (size_t)size, NULL, &value).error == FUSEAU_OK;
    return stands ? value.leap : FUSEAU_LEAP_NONE;
}

/* The standing at the end of the month before. There is no year before 0, but its months end. */
static enum fuseau_leap standing_of_month_before(struct fuseau_date date)
{
    if (date.year == 0 && date.month == 1) {
        return FUSEAU_LEAP_UNLISTED;
    }
    const int year = date.month > 1 ? date.year : date.year - 1;
    const int month = date.month > 1 ? date.month - 1 : 12;
    enum fuseau_leap leap = FUSEAU_LEAP_NONE;
    for (int day = 28; day <= 31 && leap == FUSEAU_LEAP_NONE; day++) {
        leap = standing_of_day(year, month, day);
    }
    return leap;
}

/*
 * The clocks of the world are less than a day from UTC: when a month ends there, they show any
 * minute of its last day, or of the first day of the next, but for the last minute of that.
 */
static enum fuseau_leap standing_somewhere(struct fuseau_date date, struct fuseau_time time)
{
    if (date.day == 1) {
        const bool last_minute = time.hour == 23 && time.minute == 59;
        return last_minute ? FUSEAU_LEAP_NONE : standing_of_month_before(date);
    }
    return standing_of_day(date.year, date.month, date.day);
}

static bool allows(const struct fuseau_datetime_options *options, enum fuseau_leap leap)
{
    const enum fuseau_leap_policy policy = options ? options->leap : FUSEAU_LEAP_POSSIBLE;
    return (policy == FUSEAU_LEAP_POSSIBLE && leap != FUSEAU_LEAP_NONE) ||
           (policy == FUSEAU_LEAP_KNOWN && leap == FUSEAU_LEAP_LISTED);
}

/* Judges the second 60 of a text that is read, and whose clock begins at `clock_at`. */
static void judge(struct reading *reading, const struct fuseau_datetime_options *options,
                  enum fuseau_leap leap, size_t clock_at)
{
    if (reading->result.error != FUSEAU_OK || reading->value.timestamp.time.second != 60) {
        return;
    }
    reading->value.timestamp.leap = leap;
    if (!allows(options, leap)) {
        reading->result = result_of(FUSEAU_ERR_LEAP_SECOND, clock_at + SECOND_AT);
    }
}

static struct reading read_date_time(const char *text, size_t size, unsigned kinds,
                                     const struct fuseau_datetime_options *options)
{
    const struct fuseau_rfc3339_options own = {
        .allow_space = (kinds & FUSEAU_DATETIME_SPACE) != 0,
        .leap = options ? options->leap : FUSEAU_LEAP_POSSIBLE,
    };
    struct reading reading = reading_of(FUSEAU_DATETIME_DATE_TIME);
    reading.result = slow_rfc3339(text, size, &own, &reading.value.timestamp);
    return reading;
}

static struct reading read_full_date(const char *text, size_t size)
{
    struct reading reading = reading_of(FUSEAU_DATETIME_FULL_DATE);
    reading.result = slow_fulldate(text, size, &reading.value.timestamp.date);
    return reading;
}

static struct reading read_local(const char *text, size_t size, unsigned kinds,
                                 const struct fuseau_datetime_options *options)
{
    struct reading reading = reading_of(FUSEAU_DATETIME_LOCAL_DATE_TIME);
    struct fuseau_rfc3339 *const timestamp = &reading.value.timestamp;
    const size_t dated = size < DATE_SIZE ? size : DATE_SIZE;
    reading.result = slow_fulldate(text, dated, &timestamp->date);
    if (reading.result.error != FUSEAU_OK) {
        return reading;
    }
    if (size == DATE_SIZE) {
        reading.result.error = FUSEAU_ERR_END;
        return reading;
    }
    const char separator = text[DATE_SIZE];
    const bool space = separator == ' ' && (kinds & FUSEAU_DATETIME_SPACE) != 0;
    if (separator != 'T' && separator != 't' && !space) {
        reading.result.error = FUSEAU_ERR_SEPARATOR;
        return reading;
    }
    reading.result = slow_fulltime_partial(text + CLOCK_AT, size - CLOCK_AT, &timestamp->time);
    reading.result.at += CLOCK_AT;
    if (reading.result.error == FUSEAU_OK) {
        judge(&reading, options, standing_somewhere(timestamp->date, timestamp->time), CLOCK_AT);
    }
    return reading;
}

static struct reading read_full_time(const char *text, size_t size,
                                     const struct fuseau_datetime_options *options)
{
    struct reading reading = reading_of(FUSEAU_DATETIME_FULL_TIME);
    struct fuseau_fulltime value;
    reading.result = slow_fulltime(text, size, &value);
    if (reading.result.error == FUSEAU_OK) {
        reading.value.timestamp.time = value.time;
        reading.value.timestamp.offset = value.offset;
        judge(&reading, options, FUSEAU_LEAP_UNLISTED, 0);
    }
    return reading;
}

static struct reading read_partial_time(const char *text, size_t size,
                                        const struct fuseau_datetime_options *options)
{
    struct reading reading = reading_of(FUSEAU_DATETIME_PARTIAL_TIME);
    reading.result = slow_fulltime_partial(text, size, &reading.value.timestamp.time);
    judge(&reading, options, FUSEAU_LEAP_UNLISTED, 0);
    return reading;
}

/* A text that is of some kind is judged by that kind, at whatever byte. */
static bool is_read(const struct reading *reading)
{
    return reading->result.error == FUSEAU_OK || reading->result.error == FUSEAU_ERR_LEAP_SECOND;
}

/*
 * Whether `other` says more of the text than `reading`: it is of that kind, or goes further, or
 * ends where the other one breaks off.
 */
static bool says_more(const struct reading *other, const struct reading *reading)
{
    if (is_read(reading) || is_read(other)) {
        return !is_read(reading);
    }
    if (other->result.at != reading->result.at) {
        return other->result.at > reading->result.at;
    }
    return other->result.error == FUSEAU_ERR_TRAILING;
}

struct fuseau_result slow_datetime(const char *text, size_t size,
                                   const struct fuseau_datetime_options *options,
                                   struct fuseau_datetime *out)
{
    unsigned kinds = options ? options->kinds : 0;
    kinds |= (kinds & FUSEAU_DATETIME_ANY) == 0 ? FUSEAU_DATETIME_ANY : 0U;
    const struct reading all[] = {
        read_date_time(text, size, kinds, options),
        read_local(text, size, kinds, options),
        read_full_date(text, size),
        read_full_time(text, size, options),
        read_partial_time(text, size, options),
    };
    const struct reading *best = NULL;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const bool allowed = ((unsigned)all[i].value.kind & kinds) != 0;
        best = allowed && (!best || says_more(&all[i], best)) ? &all[i] : best;
    }
    if (best->result.error == FUSEAU_OK) {
        *out = best->value;
    }
    return best->result;
}

bool slow_equal_datetime(const struct fuseau_datetime *left, const struct fuseau_datetime *right)
{
    return left->kind == right->kind && slow_equal_rfc3339(&left->timestamp, &right->timestamp);
}
