/* datetime.c -- a date, a time, or both: "2024-07-11T01:14:00", of TOML or JSON Schema as well */
/* SPDX-License-Identifier: MIT */
#include "datetime.h"

#include "civil_inline.h"
#include "fulldate_inline.h"
#include "fulltime_inline.h"
#include "rfc3339_inline.h"

enum {
    SEPARATOR_AT = 10,
    CLOCK_AT = 11,
    SECOND_AT = 6,       /* of a clock */
    DATE_TIME_SIZE = 20, /* of the shortest, "yyyy-mm-ddThh:mm:ssZ" */
};

enum {
    CLOCKED = FUSEAU_DATETIME_DATE_TIME | FUSEAU_DATETIME_LOCAL_DATE_TIME,
    DATED = CLOCKED | FUSEAU_DATETIME_FULL_DATE,
    TIMES = FUSEAU_DATETIME_PARTIAL_TIME | FUSEAU_DATETIME_FULL_TIME,
    WITH_OFFSET = FUSEAU_DATETIME_DATE_TIME | FUSEAU_DATETIME_FULL_TIME,
};

/* What a text holds; a struct to itself, so that each field may stay in a register. */
struct parts {
    unsigned kind; /* one of enum fuseau_datetime_kind */
    struct fuseau_date date;
    struct fuseau_fulltime clock;
};

/* time-offset can begin with it. */
RULE bool offset_first(unsigned char byte)
{
    return (byte | 0x20U) == 'z' || byte == '+' || byte == '-';
}

/* partial-time [time-offset]; `kinds` are those of CLOCKED or of TIMES that may end here. */
RULE struct fuseau_result clock(struct cursor cursor, size_t at, unsigned kinds, struct parts *out)
{
    unsigned with = kinds & WITH_OFFSET;
    unsigned without = kinds & ~(unsigned)WITH_OFFSET;
    struct fuseau_result result = partial_time(cursor, at, &out->clock.time);
    if (result.error != FUSEAU_OK) {
        return result;
    }
    if (with && (!without || offset_first(cursor_byte(cursor, result.at)))) {
        out->kind = with;
        return time_offset(cursor, result.at, &out->clock.offset);
    }
    out->kind = without;
    return result;
}

/* full-date ["T" partial-time [time-offset]] */
RULE struct fuseau_result dated(struct cursor cursor, unsigned kinds, struct parts *out)
{
    struct fuseau_result result = full_date(cursor, 0, &out->date);
    if (result.error != FUSEAU_OK) {
        return result;
    }
    unsigned char byte = cursor_byte(cursor, SEPARATOR_AT);
    bool space = byte == ' ' && (kinds & FUSEAU_DATETIME_SPACE);
    if ((kinds & CLOCKED) && (byte == 'T' || byte == 't' || space)) {
        return clock(cursor, CLOCK_AT, kinds & CLOCKED, out);
    }
    out->kind = FUSEAU_DATETIME_FULL_DATE;
    return kinds & FUSEAU_DATETIME_FULL_DATE
               ? result
               : cursor_refuse(cursor, SEPARATOR_AT, FUSEAU_ERR_SEPARATOR);
}

/*
 * Whether the text is to be read as a time. Where a date is allowed as well, it is read as what
 * goes further: as a time only with an hour and its ":" in front.
 */
RULE bool is_time(struct cursor cursor, unsigned kinds)
{
    unsigned tens = (unsigned)cursor_byte(cursor, 0) - '0';
    unsigned ones = (unsigned)cursor_byte(cursor, 1) - '0';
    return (kinds & TIMES) && (!(kinds & DATED) || (cursor_byte(cursor, 2) == ':' && tens <= 2 &&
                                                    ones <= 9 && tens * 10 + ones <= 23));
}

/*
 * The standing of a second 60 on this date, whatever the offset. `next` is the second after, which
 * is less than a day away from the instant that it is at some offset, and that has to be a midnight
 * in UTC: the one after it (or that it is itself), or, from 23:59:00 back, the one before it.
 */
static enum fuseau_leap local_standing(int64_t next, struct fuseau_date date)
{
    const int64_t day = FUSEAU_SECONDS_PER_DAY;
    int64_t midnight = civil_day_number(date.year, date.month, date.day) * day;
    enum fuseau_leap leap = rfc3339_leap_standing(midnight + day);
    return leap == FUSEAU_LEAP_NONE && next < midnight + day ? rfc3339_leap_standing(midnight)
                                                             : leap;
}

/* The standing of the second 60 that a text of this kind has. */
__attribute__((cold)) static enum fuseau_leap
standing(enum fuseau_datetime_kind kind, struct fuseau_date date, struct fuseau_fulltime clock)
{
    const struct fuseau_date any = {1970, 1, 1};
    switch (kind) {
    case FUSEAU_DATETIME_DATE_TIME:
        return rfc3339_leap_standing(civil_seconds(date, clock.time) - clock.offset.seconds);
    case FUSEAU_DATETIME_LOCAL_DATE_TIME:
        return local_standing(civil_seconds(date, clock.time), date);
    case FUSEAU_DATETIME_PARTIAL_TIME:
        return FUSEAU_LEAP_UNLISTED;
    case FUSEAU_DATETIME_FULL_TIME:
        return (civil_seconds(any, clock.time) - clock.offset.seconds) % FUSEAU_SECONDS_PER_DAY == 0
                   ? FUSEAU_LEAP_UNLISTED
                   : FUSEAU_LEAP_NONE;
    case FUSEAU_DATETIME_FULL_DATE:
        break;
    }
    return FUSEAU_LEAP_NONE;
}

/*
 * All kinds, rule by rule, and where a text is of none. A date-time comes here only if it is
 * refused: what its own reader takes has been taken before.
 */
__attribute__((noinline)) static struct fuseau_result parse_plainly(struct cursor cursor,
                                                                    unsigned kinds,
                                                                    enum fuseau_leap_policy policy,
                                                                    struct fuseau_datetime *out)
{
    struct parts parts = {.clock = {.offset = {0, FUSEAU_OFFSET_UNKNOWN}}};
    bool time = is_time(cursor, kinds);
    struct fuseau_result result = cursor_finish(
        cursor, time ? clock(cursor, 0, kinds & TIMES, &parts) : dated(cursor, kinds, &parts));
    if (result.error != FUSEAU_OK) {
        return result;
    }
    enum fuseau_datetime_kind kind = (enum fuseau_datetime_kind)parts.kind;
    struct fuseau_time read = parts.clock.time;
    enum fuseau_leap leap = FUSEAU_LEAP_NONE;
    if (read.second == 60) {
        leap = standing(kind, parts.date, parts.clock);
        if (!rfc3339_leap_is_allowed(leap, policy)) {
            return (struct fuseau_result){FUSEAU_ERR_LEAP_SECOND,
                                          time ? SECOND_AT : CLOCK_AT + SECOND_AT};
        }
    }
    out->kind = kind;
    out->timestamp = (struct fuseau_rfc3339){
        .date = parts.date,
        .time = read,
        .offset = parts.clock.offset,
        .leap = leap,
    };
    return result;
}

/* Whether an offset ends the text, which is then long enough to be a date-time. */
RULE bool ends_as_date_time(struct cursor cursor)
{
    if (cursor.size < DATE_TIME_SIZE) {
        return false;
    }
    unsigned char sign = cursor_byte(cursor, cursor.size - FUSEAU_OFFSET_MAX_SIZE);
    return (cursor_byte(cursor, cursor.size - 1) | 0x20U) == 'z' || sign == '+' || sign == '-';
}

struct fuseau_result fuseau_datetime_parse(const char *text, size_t size,
                                           const struct fuseau_datetime_options *options,
                                           struct fuseau_datetime *out)
{
    struct cursor cursor = {text, size};
    unsigned kinds = options ? options->kinds : 0;
    enum fuseau_leap_policy policy = options ? options->leap : FUSEAU_LEAP_POSSIBLE;
    if (!(kinds & FUSEAU_DATETIME_ANY)) {
        kinds |= FUSEAU_DATETIME_ANY;
    }
    /* A date-time has a fast reader of its own; what that refuses may be wrong in another place. */
    if ((kinds & FUSEAU_DATETIME_DATE_TIME) && ends_as_date_time(cursor)) {
        const struct fuseau_rfc3339_options own = {(kinds & FUSEAU_DATETIME_SPACE) != 0, policy};
        struct fuseau_result result = fuseau_rfc3339_parse(text, size, &own, &out->timestamp);
        if (result.error == FUSEAU_OK) {
            out->kind = FUSEAU_DATETIME_DATE_TIME;
            return result;
        }
    }
    return parse_plainly(cursor, kinds, policy, out);
}

/* Appends the parts that the kind has, or answers why they have no text. */
static enum fuseau_error write_parts(struct writer *writer, const struct fuseau_datetime *value,
                                     int digits)
{
    const struct fuseau_rfc3339 *timestamp = &value->timestamp;
    enum fuseau_error error = FUSEAU_OK;
    if (value->kind & DATED) {
        error = fulldate_write(writer, timestamp->date);
    }
    if (value->kind & CLOCKED) {
        writer_byte(writer, 'T');
    }
    if (error == FUSEAU_OK && (value->kind & (CLOCKED | TIMES))) {
        error = fulltime_write_partial(writer, timestamp->time, digits);
    }
    if (error == FUSEAU_OK && (value->kind & WITH_OFFSET)) {
        error = offset_write(writer, timestamp->offset);
    }
    return error;
}

static bool is_kind(unsigned kind)
{
    return (kind & FUSEAU_DATETIME_ANY) == kind && kind != 0 && (kind & (kind - 1)) == 0;
}

struct fuseau_result fuseau_datetime_format(const struct fuseau_datetime *value, int digits,
                                            char *text, size_t room)
{
    struct writer writer = {.size = 0};
    const struct fuseau_rfc3339 *timestamp = &value->timestamp;
    const struct fuseau_fulltime whole = {timestamp->time, timestamp->offset};
    enum fuseau_error error = FUSEAU_ERR_RANGE;
    if (is_kind(value->kind)) {
        error = write_parts(&writer, value, digits);
    }
    if (error == FUSEAU_OK && value->kind != FUSEAU_DATETIME_FULL_DATE &&
        timestamp->time.second == 60 &&
        standing(value->kind, timestamp->date, whole) == FUSEAU_LEAP_NONE) {
        error = FUSEAU_ERR_RANGE;
    }
    return writer_finish(&writer, error, text, room);
}
