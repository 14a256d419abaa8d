/* slow.c -- the plain reader: a byte at a time, a candidate at a time, a day at a time */
/* SPDX-License-Identifier: MIT */
#include "oracle/slow.h"

/* A text, how much of it is accepted, and what is wrong with the rest. */
struct reader {
    const char *text;
    size_t size;
    size_t at;
    enum fuseau_error error;
};

static struct reader reader_of(const char *text, size_t size)
{
    return (struct reader){.text = text, .size = size, .at = 0, .error = FUSEAU_OK};
}

static struct fuseau_result result_of(const struct reader *reader)
{
    return (struct fuseau_result){.error = reader->error, .at = reader->at};
}

/* Stops at this byte: for want of one if the text ends here, else because of `error`. */
static bool stop(struct reader *reader, enum fuseau_error error)
{
    reader->error = reader->at == reader->size ? FUSEAU_ERR_END : error;
    return false;
}

static bool next_is(const struct reader *reader, char byte)
{
    return reader->at < reader->size && reader->text[reader->at] == byte;
}

static bool next_is_digit(const struct reader *reader)
{
    static const char digits[10] = "0123456789";
    for (size_t i = 0; i < sizeof digits; i++) {
        if (next_is(reader, digits[i])) {
            return true;
        }
    }
    return false;
}

static bool take(struct reader *reader, char byte)
{
    const bool there = next_is(reader, byte);
    reader->at += there ? 1 : 0;
    return there;
}

/* Where no digit can be accepted: a digit is out of range, and anything else is no digit. */
static bool stop_at_digit(struct reader *reader)
{
    return stop(reader, next_is_digit(reader) ? FUSEAU_ERR_RANGE : FUSEAU_ERR_DIGIT);
}

/*
 * How many bytes from here on begin one of the two-digit numbers low…high: 0, 1, or 2, and then it
 * is `value`. Every candidate is tried.
 */
static size_t matched(const struct reader *reader, int low, int high, int *value)
{
    size_t most = 0;
    for (int number = low; number <= high; number++) {
        struct reader ahead = *reader;
        size_t count = take(&ahead, (char)('0' + number / 10)) ? 1 : 0;
        if (count == 1 && take(&ahead, (char)('0' + number % 10))) {
            count = 2;
        }
        most = count > most ? count : most;
        *value = count == 2 ? number : *value;
    }
    return most;
}

static bool two_digits(struct reader *reader, int low, int high, int *value)
{
    const size_t count = matched(reader, low, high, value);
    reader->at += count;
    return count == 2 || stop_at_digit(reader);
}

static bool separator(struct reader *reader, char byte)
{
    return take(reader, byte) || stop(reader, FUSEAU_ERR_SEPARATOR);
}

/* A year is a leap year every 4 years, but not every 100, but every 400. */
static int days_in_year(int64_t year)
{
    if (year % 400 == 0) {
        return 366;
    }
    if (year % 100 == 0) {
        return 365;
    }
    return year % 4 == 0 ? 366 : 365;
}

/* RFC 3339 s. 5.7. */
static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap_day = month == 2 && days_in_year(year) == 366;
    return days[month - 1] + (leap_day ? 1 : 0);
}

int64_t slow_day_number(struct fuseau_date date)
{
    int64_t days = 0;
    int64_t year = date.year;
    /* The calendar repeats every 400 years, which have 146,097 days. */
    for (; year < 1970; year += 400) {
        days -= 146097;
    }
    for (; year >= 1970 + 400; year -= 400) {
        days += 146097;
    }
    for (int64_t earlier = 1970; earlier < year; earlier++) {
        days += days_in_year(earlier);
    }
    for (int month = 1; month < date.month; month++) {
        days += days_in_month(date.year, month);
    }
    return days + date.day - 1;
}

/* date-fullyear   = 4DIGIT */
static bool date_fullyear(struct reader *reader, int *year)
{
    int value = 0;
    for (int i = 0; i < 4; i++) {
        if (!next_is_digit(reader)) {
            return stop(reader, FUSEAU_ERR_DIGIT);
        }
        value = value * 10 + (reader->text[reader->at++] - '0');
    }
    *year = value;
    return true;
}

/* date-mday       = 2DIGIT  ; 01-28, 01-29, 01-30, 01-31 based on month/year */
static bool date_mday(struct reader *reader, int year, int month, int *day)
{
    int in_some_month = 0;
    const size_t count = matched(reader, 1, days_in_month(year, month), day);
    const size_t elsewhere = matched(reader, 1, 31, &in_some_month);
    reader->at += count;
    if (count == 2) {
        return true;
    }
    return elsewhere > count ? stop(reader, FUSEAU_ERR_DAY) : stop_at_digit(reader);
}

/* full-date       = date-fullyear "-" date-month "-" date-mday */
static bool full_date(struct reader *reader, struct fuseau_date *date)
{
    int year = 0;
    int month = 0;
    int day = 0;
    if (!date_fullyear(reader, &year) || !separator(reader, '-') ||
        !two_digits(reader, 1, 12, &month) || !separator(reader, '-') ||
        !date_mday(reader, year, month, &day)) {
        return false;
    }
    *date = (struct fuseau_date){.year = year, .month = (uint8_t)month, .day = (uint8_t)day};
    return true;
}

/* time-secfrac    = "." 1*DIGIT */
static bool time_secfrac(struct reader *reader, int32_t *nanosecond)
{
    if (!take(reader, '.')) {
        return true;
    }
    if (!next_is_digit(reader)) {
        return stop(reader, FUSEAU_ERR_DIGIT);
    }
    for (int32_t worth = 100000000; next_is_digit(reader); worth /= 10) {
        *nanosecond += worth * (reader->text[reader->at++] - '0');
    }
    return true;
}

/* partial-time    = time-hour ":" time-minute ":" time-second [time-secfrac] */
static bool partial_time(struct reader *reader, struct fuseau_time *time)
{
    int hour = 0;
    int minute = 0;
    int second = 0;
    int32_t nanosecond = 0;
    if (!two_digits(reader, 0, 23, &hour) || !separator(reader, ':') ||
        !two_digits(reader, 0, 59, &minute) || !separator(reader, ':') ||
        !two_digits(reader, 0, 60, &second) || !time_secfrac(reader, &nanosecond)) {
        return false;
    }
    *time = (struct fuseau_time){.hour = (uint8_t)hour,
                                 .minute = (uint8_t)minute,
                                 .second = (uint8_t)second,
                                 .nanosecond = nanosecond};
    return true;
}

/* time-offset     = "Z" / time-numoffset
 * time-numoffset  = ("+" / "-") time-hour ":" time-minute */
static bool time_offset(struct reader *reader, struct fuseau_offset *offset)
{
    int hour = 0;
    int minute = 0;
    if (take(reader, 'Z') || take(reader, 'z')) {
        *offset = (struct fuseau_offset){.seconds = 0, .kind = FUSEAU_OFFSET_ZULU};
        return true;
    }
    const bool west = next_is(reader, '-');
    if (!take(reader, '+') && !take(reader, '-')) {
        return stop(reader, FUSEAU_ERR_OFFSET);
    }
    if (!two_digits(reader, 0, 23, &hour) || !separator(reader, ':') ||
        !two_digits(reader, 0, 59, &minute)) {
        return false;
    }
    const int32_t seconds = (hour * 60 + minute) * 60;
    *offset = (struct fuseau_offset){.seconds = west ? -seconds : seconds,
                                     .kind = west && seconds == 0 ? FUSEAU_OFFSET_UNKNOWN
                                                                  : FUSEAU_OFFSET_NUMERIC};
    return true;
}

static bool end(struct reader *reader)
{
    return reader->at == reader->size || stop(reader, FUSEAU_ERR_TRAILING);
}

/* The minute of the UTC day, and in `days` how many days later than the local one that day is. */
static int utc_minute(struct fuseau_time time, struct fuseau_offset offset, int *days)
{
    int minute = time.hour * 60 + time.minute - offset.seconds / 60;
    *days = 0;
    if (minute < 0) {
        minute += 24 * 60;
        *days = -1;
    } else if (minute >= 24 * 60) {
        minute -= 24 * 60;
        *days = 1;
    }
    return minute;
}

static struct fuseau_date day_after(struct fuseau_date date)
{
    if (date.day < days_in_month(date.year, date.month)) {
        return (struct fuseau_date){date.year, date.month, (uint8_t)(date.day + 1)};
    }
    if (date.month < 12) {
        return (struct fuseau_date){date.year, (uint8_t)(date.month + 1), 1};
    }
    return (struct fuseau_date){date.year + 1, 1, 1};
}

static struct fuseau_date day_before(struct fuseau_date date)
{
    if (date.day > 1) {
        return (struct fuseau_date){date.year, date.month, (uint8_t)(date.day - 1)};
    }
    if (date.month > 1) {
        const int month = date.month - 1;
        return (struct fuseau_date){date.year, (uint8_t)month,
                                    (uint8_t)days_in_month(date.year, month)};
    }
    return (struct fuseau_date){date.year - 1, 12, 31};
}

/* The UTC months at whose end a leap second was inserted (IERS Bulletin C). */
static bool is_listed(int year, int month)
{
    static const int june[] = {1972, 1981, 1982, 1983, 1985, 1992, 1993, 1994, 1997, 2012, 2015};
    static const int december[] = {1972, 1973, 1974, 1975, 1976, 1977, 1978, 1979,
                                   1987, 1989, 1990, 1995, 1998, 2005, 2008, 2016};
    for (size_t i = 0; month == 6 && i < sizeof june / sizeof *june; i++) {
        if (june[i] == year) {
            return true;
        }
    }
    for (size_t i = 0; month == 12 && i < sizeof december / sizeof *december; i++) {
        if (december[i] == year) {
            return true;
        }
    }
    return false;
}

static bool allows(const struct fuseau_rfc3339_options *options, enum fuseau_leap leap)
{
    const enum fuseau_leap_policy policy = options ? options->leap : FUSEAU_LEAP_POSSIBLE;
    return policy == FUSEAU_LEAP_POSSIBLE ||
           (policy == FUSEAU_LEAP_KNOWN && leap == FUSEAU_LEAP_LISTED);
}

/* Whether a second 60 may stand here (s. 5.7), and in `leap` what is known of it. */
static bool leap_second(const struct fuseau_rfc3339 *value,
                        const struct fuseau_rfc3339_options *options, enum fuseau_leap *leap)
{
    int days = 0;
    *leap = FUSEAU_LEAP_NONE;
    if (value->time.second != 60) {
        return true;
    }
    if (utc_minute(value->time, value->offset, &days) != 23 * 60 + 59) {
        return false;
    }
    struct fuseau_date utc = value->date;
    if (days != 0) {
        utc = days < 0 ? day_before(utc) : day_after(utc);
    }
    if (day_after(utc).day != 1) {
        return false;
    }
    *leap = is_listed(utc.year, utc.month) ? FUSEAU_LEAP_LISTED : FUSEAU_LEAP_UNLISTED;
    return allows(options, *leap);
}

static struct fuseau_instant instant_of(const struct fuseau_rfc3339 *value)
{
    const struct fuseau_time time = value->time;
    const int second_of_day = (time.hour * 60 + time.minute) * 60 + time.second;
    const int64_t seconds =
        slow_day_number(value->date) * 86400 + second_of_day - value->offset.seconds;
    return (struct fuseau_instant){.seconds = seconds, .nanoseconds = time.nanosecond};
}

/* "T", and a space where the caller allows it. */
static bool date_time_separator(struct reader *reader, bool allow_space)
{
    return take(reader, 'T') || take(reader, 't') || (allow_space && take(reader, ' ')) ||
           stop(reader, FUSEAU_ERR_SEPARATOR);
}

struct fuseau_result slow_offset(const char *text, size_t size, struct fuseau_offset *out)
{
    struct reader reader = reader_of(text, size);
    struct fuseau_offset offset;
    if (time_offset(&reader, &offset) && end(&reader)) {
        *out = offset;
    }
    return result_of(&reader);
}

struct fuseau_result slow_fulldate(const char *text, size_t size, struct fuseau_date *out)
{
    struct reader reader = reader_of(text, size);
    struct fuseau_date date;
    if (full_date(&reader, &date) && end(&reader)) {
        *out = date;
    }
    return result_of(&reader);
}

/* full-time       = partial-time time-offset */
struct fuseau_result slow_fulltime(const char *text, size_t size, struct fuseau_fulltime *out)
{
    struct reader reader = reader_of(text, size);
    struct fuseau_fulltime value;
    if (!partial_time(&reader, &value.time) || !time_offset(&reader, &value.offset) ||
        !end(&reader)) {
        return result_of(&reader);
    }
    int days = 0;
    if (value.time.second == 60 && utc_minute(value.time, value.offset, &days) != 23 * 60 + 59) {
        return (struct fuseau_result){.error = FUSEAU_ERR_LEAP_SECOND, .at = sizeof "hh:mm:" - 1};
    }
    *out = value;
    return result_of(&reader);
}

struct fuseau_result slow_fulltime_partial(const char *text, size_t size, struct fuseau_time *out)
{
    struct reader reader = reader_of(text, size);
    struct fuseau_time time;
    if (partial_time(&reader, &time) && end(&reader)) {
        *out = time;
    }
    return result_of(&reader);
}

/* date-time       = full-date "T" full-time */
struct fuseau_result slow_rfc3339(const char *text, size_t size,
                                  const struct fuseau_rfc3339_options *options,
                                  struct fuseau_rfc3339 *out)
{
    struct reader reader = reader_of(text, size);
    struct fuseau_rfc3339 value;
    if (!full_date(&reader, &value.date) ||
        !date_time_separator(&reader, options && options->allow_space) ||
        !partial_time(&reader, &value.time) || !time_offset(&reader, &value.offset) ||
        !end(&reader)) {
        return result_of(&reader);
    }
    if (!leap_second(&value, options, &value.leap)) {
        return (struct fuseau_result){.error = FUSEAU_ERR_LEAP_SECOND,
                                      .at = sizeof "yyyy-mm-ddThh:mm:" - 1};
    }
    value.instant = instant_of(&value);
    *out = value;
    return result_of(&reader);
}

bool slow_equal_offset(struct fuseau_offset left, struct fuseau_offset right)
{
    return left.seconds == right.seconds && left.kind == right.kind;
}

bool slow_equal_date(struct fuseau_date left, struct fuseau_date right)
{
    return left.year == right.year && left.month == right.month && left.day == right.day;
}

bool slow_equal_time(struct fuseau_time left, struct fuseau_time right)
{
    return left.hour == right.hour && left.minute == right.minute && left.second == right.second &&
           left.nanosecond == right.nanosecond;
}

bool slow_equal_fulltime(const struct fuseau_fulltime *left, const struct fuseau_fulltime *right)
{
    return slow_equal_time(left->time, right->time) &&
           slow_equal_offset(left->offset, right->offset);
}

bool slow_equal_rfc3339(const struct fuseau_rfc3339 *left, const struct fuseau_rfc3339 *right)
{
    return left->instant.seconds == right->instant.seconds &&
           left->instant.nanoseconds == right->instant.nanoseconds &&
           slow_equal_date(left->date, right->date) && slow_equal_time(left->time, right->time) &&
           slow_equal_offset(left->offset, right->offset) && left->leap == right->leap;
}
