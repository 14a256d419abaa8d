/* posixtz_write.c -- TZ strings written, in their shortest form, and what can be written */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "posixtz.h"

enum {
    DESIGNATION_MIN_SIZE = 3,
    OFFSET_LIMIT = 25 * 3600, /* 24:59:59 is the greatest that can be written */
    RULE_TIME_LIMIT = 168 * 3600,
    AN_HOUR = 3600,
    TWO_O_CLOCK = 2 * 3600,
};

static bool is_within(int32_t value, int32_t least, int32_t most)
{
    return value >= least && value <= most;
}

static bool is_letter(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

/* How many of the first `most` bytes at `text` are of an unquoted, or a quoted, designation. */
static size_t span_of_designation(const char *text, size_t most, bool quoted)
{
    size_t size = 0;
    while (size < most &&
           (is_letter(text[size]) || (quoted && (is_within(text[size], '0', '9') ||
                                                 text[size] == '+' || text[size] == '-')))) {
        size++;
    }
    return size;
}

static bool designation_is_valid(const char designation[FUSEAU_DESIGNATION_MAX_SIZE + 1])
{
    size_t size = span_of_designation(designation, FUSEAU_DESIGNATION_MAX_SIZE, true);
    return size >= DESIGNATION_MIN_SIZE && designation[size] == '\0';
}

static bool offset_is_valid(int32_t seconds)
{
    return is_within(seconds, -OFFSET_LIMIT + 1, OFFSET_LIMIT - 1);
}

static bool day_is_valid(const struct fuseau_posixtz_rule *rule)
{
    switch (rule->form) {
    case FUSEAU_POSIXTZ_JULIAN:
        return is_within(rule->day, 1, 365);
    case FUSEAU_POSIXTZ_DAY:
        return rule->day <= 365;
    case FUSEAU_POSIXTZ_WEEKDAY:
        return rule->day <= 6 && is_within(rule->week, 1, 5) && is_within(rule->month, 1, 12);
    }
    return false;
}

static bool rule_is_valid(const struct fuseau_posixtz_rule *rule)
{
    return day_is_valid(rule) &&
           is_within(rule->seconds, -RULE_TIME_LIMIT + 1, RULE_TIME_LIMIT - 1);
}

/* An hour ahead of a standard time is not written, so it may be what could not be written. */
static bool daylight_is_valid(const struct fuseau_posixtz *value)
{
    return designation_is_valid(value->daylight.designation) &&
           (offset_is_valid(value->daylight.offset_seconds) ||
            value->daylight.offset_seconds == value->standard.offset_seconds + AN_HOUR) &&
           rule_is_valid(&value->start) && rule_is_valid(&value->end);
}

bool fuseau_posixtz_is_valid(const struct fuseau_posixtz *value)
{
    return designation_is_valid(value->standard.designation) &&
           offset_is_valid(value->standard.offset_seconds) &&
           (!value->has_daylight || daylight_is_valid(value));
}

static bool is_posix_time(int32_t seconds)
{
    return is_within(seconds, 0, OFFSET_LIMIT - 1);
}

bool fuseau_posixtz_needs_extension(const struct fuseau_posixtz *value)
{
    return value->has_daylight &&
           !(is_posix_time(value->start.seconds) && is_posix_time(value->end.seconds));
}

/* The text is put together here, and handed over whole or not at all. */
struct tz_string {
    char bytes[FUSEAU_POSIXTZ_MAX_SIZE];
    size_t size;
};

static void put(struct tz_string *string, char byte)
{
    string->bytes[string->size++] = byte;
}

/* In as many digits as it takes; `number` is less than 1,000. */
static void put_number(struct tz_string *string, int32_t number)
{
    for (int32_t worth = number >= 100 ? 100 : number >= 10 ? 10 : 1; worth > 0; worth /= 10) {
        put(string, (char)('0' + number / worth % 10));
    }
}

static void put_sixtieths(struct tz_string *string, int32_t number)
{
    put(string, ':');
    put(string, (char)('0' + number / 10));
    put(string, (char)('0' + number % 10));
}

/* [-]h[:mm[:ss]]: what is zero at the end is left out. */
static void put_time(struct tz_string *string, int32_t seconds)
{
    if (seconds < 0) {
        put(string, '-');
        seconds = -seconds;
    }
    put_number(string, seconds / 3600);
    if (seconds % 3600 != 0) {
        put_sixtieths(string, seconds / 60 % 60);
    }
    if (seconds % 60 != 0) {
        put_sixtieths(string, seconds % 60);
    }
}

static void put_designation(struct tz_string *string, const char *designation)
{
    size_t size = strlen(designation);
    bool quoted = span_of_designation(designation, size, false) < size;
    if (quoted) {
        put(string, '<');
    }
    memcpy(string->bytes + string->size, designation, size);
    string->size += size;
    if (quoted) {
        put(string, '>');
    }
}

static void put_weekday(struct tz_string *string, const struct fuseau_posixtz_rule *rule)
{
    put(string, 'M');
    put_number(string, rule->month);
    put(string, '.');
    put_number(string, rule->week);
    put(string, '.');
    put_number(string, rule->day);
}

static void put_rule(struct tz_string *string, const struct fuseau_posixtz_rule *rule)
{
    put(string, ',');
    if (rule->form == FUSEAU_POSIXTZ_WEEKDAY) {
        put_weekday(string, rule);
    } else {
        if (rule->form == FUSEAU_POSIXTZ_JULIAN) {
            put(string, 'J');
        }
        put_number(string, rule->day);
    }
    if (rule->seconds != TWO_O_CLOCK) {
        put(string, '/');
        put_time(string, rule->seconds);
    }
}

static void put_daylight(struct tz_string *string, const struct fuseau_posixtz *value)
{
    put_designation(string, value->daylight.designation);
    if (value->daylight.offset_seconds != value->standard.offset_seconds + AN_HOUR) {
        put_time(string, -value->daylight.offset_seconds);
    }
    put_rule(string, &value->start);
    put_rule(string, &value->end);
}

struct fuseau_result fuseau_posixtz_format(const struct fuseau_posixtz *value, char *text,
                                           size_t room)
{
    if (!fuseau_posixtz_is_valid(value)) {
        return (struct fuseau_result){FUSEAU_ERR_RANGE, 0};
    }
    struct tz_string string;
    string.size = 0;
    put_designation(&string, value->standard.designation);
    put_time(&string, -value->standard.offset_seconds);
    if (value->has_daylight) {
        put_daylight(&string, value);
    }
    if (string.size > room) {
        return (struct fuseau_result){FUSEAU_ERR_ROOM, string.size};
    }
    memcpy(text, string.bytes, string.size);
    return (struct fuseau_result){FUSEAU_OK, string.size};
}
