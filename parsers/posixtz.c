/* posixtz.c -- POSIX TZ strings read: "EST5EDT,M3.2.0,M11.1.0" (POSIX.1-2024 s. 8.3) */
/* SPDX-License-Identifier: MIT */
#include "posixtz.h"

#include "posixtz_inline.h"

enum { DESIGNATION_MIN_SIZE = 3, TWO_O_CLOCK = 2 * 3600, AN_HOUR = 3600 };

/* The values that a number may have, and how many digits it has at most. */
struct span {
    int32_t least, most;
    unsigned digits;
};

static const struct span offset_hours = {0, 24, 2};
static const struct span rule_hours = {0, 167, 3}; /* RFC 9636 s. 3.3.1; in POSIX 0…24 */
static const struct span sixty = {0, 59, 2};

static bool is_digit(unsigned char byte)
{
    return (unsigned)byte - '0' <= 9;
}

static bool is_letter(unsigned char byte)
{
    return (unsigned)(byte | 0x20) - 'a' < 26;
}

/*
 * Digits, the most that `span` allows and the text has. A digit more is out of range, as it would
 * be in a field of fixed width; so is a zero that leaves no digit to make the number `least`.
 */
static struct fuseau_result number(struct cursor cursor, size_t at, struct span span, int32_t *out)
{
    int32_t value = 0;
    size_t end = at;
    while (end < at + span.digits && is_digit(cursor_byte(cursor, end))) {
        int32_t next = value * 10 + (cursor_byte(cursor, end) - '0');
        bool last = end + 1 == at + span.digits;
        if (next > span.most || (last && next < span.least)) {
            break;
        }
        value = next;
        end++;
    }
    if (end == at || value < span.least || is_digit(cursor_byte(cursor, end))) {
        return cursor_refuse_digit(cursor, end, FUSEAU_ERR_RANGE);
    }
    *out = value;
    return cursor_accept(end);
}

static struct fuseau_result separator(struct cursor cursor, size_t at, unsigned char byte)
{
    if (cursor_byte(cursor, at) != byte) {
        return cursor_refuse(cursor, at, FUSEAU_ERR_SEPARATOR);
    }
    return cursor_accept(at + 1);
}

/* [+|-]hh[:mm[:ss]] */
static struct fuseau_result signed_time(struct cursor cursor, size_t at, struct span hours,
                                        int32_t *seconds)
{
    unsigned char sign = cursor_byte(cursor, at);
    int32_t value = 0;
    struct fuseau_result result = number(cursor, at + (sign == '+' || sign == '-'), hours, &value);
    int32_t total = value * 3600;
    for (int32_t worth = 60; worth > 0 && result.error == FUSEAU_OK; worth /= 60) {
        if (cursor_byte(cursor, result.at) != ':') {
            break;
        }
        value = 0;
        result = number(cursor, result.at + 1, sixty, &value);
        total += value * worth;
    }
    *seconds = sign == '-' ? -total : total;
    return result;
}

static bool begins_offset(unsigned char byte)
{
    return byte == '+' || byte == '-' || is_digit(byte);
}

/* offset: what is added to local time to get UTC, so the sign turns round. */
static struct fuseau_result offset(struct cursor cursor, size_t at, int32_t *offset_seconds)
{
    if (!begins_offset(cursor_byte(cursor, at))) {
        return cursor_refuse(cursor, at, FUSEAU_ERR_OFFSET);
    }
    struct fuseau_result result = signed_time(cursor, at, offset_hours, offset_seconds);
    *offset_seconds = -*offset_seconds;
    return result;
}

static bool is_of_designation(unsigned char byte, bool quoted)
{
    return is_letter(byte) || (quoted && (is_digit(byte) || byte == '+' || byte == '-'));
}

/* std, dst: three letters or more; or between "<" and ">" letters, digits, "+" and "-" */
static struct fuseau_result designation_of_posix(struct cursor cursor, size_t at, char *out)
{
    bool quoted = cursor_byte(cursor, at) == '<';
    size_t begin = at + quoted;
    size_t size = 0;
    while (size < FUSEAU_DESIGNATION_MAX_SIZE &&
           is_of_designation(cursor_byte(cursor, begin + size), quoted)) {
        size++;
    }
    unsigned char next = cursor_byte(cursor, begin + size);
    if (size < DESIGNATION_MIN_SIZE || (quoted ? next != '>' : is_letter(next))) {
        return cursor_refuse(cursor, begin + size, FUSEAU_ERR_DESIGNATION);
    }
    memcpy(out, cursor.text + begin, size);
    return cursor_accept(begin + size + quoted);
}

/* Letters; or between "<" and ">" anything but NUL */
static struct fuseau_result any_designation(struct cursor cursor, size_t at, char *out)
{
    bool quoted = cursor_byte(cursor, at) == '<';
    size_t begin = at + quoted;
    size_t size = 0;
    unsigned char next = cursor_byte(cursor, begin);
    while (size < FUSEAU_DESIGNATION_MAX_SIZE &&
           (quoted ? next != '>' && next != '\0' : is_letter(next))) {
        next = cursor_byte(cursor, begin + ++size);
    }
    if (size == 0 || (quoted ? next != '>' : is_letter(next))) {
        return cursor_refuse(cursor, begin + size, FUSEAU_ERR_DESIGNATION);
    }
    memcpy(out, cursor.text + begin, size);
    return cursor_accept(begin + size + quoted);
}

static struct fuseau_result designation(struct cursor cursor, size_t at,
                                        enum posixtz_designations allowed, char *out)
{
    return allowed == POSIXTZ_DESIGNATIONS_ANY ? any_designation(cursor, at, out)
                                               : designation_of_posix(cursor, at, out);
}

/* m.w.d, which "M" stands before */
static struct fuseau_result weekday(struct cursor cursor, size_t at,
                                    struct fuseau_posixtz_rule *rule)
{
    static const struct span spans[] = {{1, 12, 2}, {1, 5, 1}, {0, 6, 1}};
    int32_t values[3] = {0, 0, 0};
    struct fuseau_result result = cursor_accept(at);
    for (int i = 0; i < 3 && result.error == FUSEAU_OK; i++) {
        if (i > 0) {
            result = separator(cursor, result.at, '.');
        }
        if (result.error == FUSEAU_OK) {
            result = number(cursor, result.at, spans[i], &values[i]);
        }
    }
    rule->form = FUSEAU_POSIXTZ_WEEKDAY;
    rule->month = (uint8_t)values[0];
    rule->week = (uint8_t)values[1];
    rule->day = (uint16_t)values[2];
    return result;
}

/* Jn, n */
static struct fuseau_result day_of_year(struct cursor cursor, size_t at,
                                        struct fuseau_posixtz_rule *rule)
{
    bool julian = cursor_byte(cursor, at) == 'J';
    struct span span = {julian, 365, 3};
    int32_t value = 0;
    struct fuseau_result result = number(cursor, at + julian, span, &value);
    rule->form = julian ? FUSEAU_POSIXTZ_JULIAN : FUSEAU_POSIXTZ_DAY;
    rule->day = (uint16_t)value;
    return result;
}

/* date: Jn, n, Mm.w.d */
static struct fuseau_result date(struct cursor cursor, size_t at, struct fuseau_posixtz_rule *rule)
{
    unsigned char first = cursor_byte(cursor, at);
    if (first == 'M') {
        return weekday(cursor, at + 1, rule);
    }
    if (first == 'J' || is_digit(first)) {
        return day_of_year(cursor, at, rule);
    }
    return cursor_refuse(cursor, at, FUSEAU_ERR_RULE);
}

/* ,date[/time] */
static struct fuseau_result comma_rule(struct cursor cursor, size_t at,
                                       struct fuseau_posixtz_rule *rule)
{
    struct fuseau_result result = separator(cursor, at, ',');
    if (result.error == FUSEAU_OK) {
        result = date(cursor, result.at, rule);
    }
    rule->seconds = TWO_O_CLOCK;
    if (result.error == FUSEAU_OK && cursor_byte(cursor, result.at) == '/') {
        result = signed_time(cursor, result.at + 1, rule_hours, &rule->seconds);
    }
    return result;
}

/* dst[offset],start[/time],end[/time] */
static struct fuseau_result dst_part(struct cursor cursor, size_t at,
                                     enum posixtz_designations allowed, struct fuseau_posixtz *out)
{
    struct fuseau_result result = designation(cursor, at, allowed, out->daylight.designation);
    out->has_daylight = true;
    out->daylight.offset_seconds = out->standard.offset_seconds + AN_HOUR;
    if (result.error == FUSEAU_OK && begins_offset(cursor_byte(cursor, result.at))) {
        result = offset(cursor, result.at, &out->daylight.offset_seconds);
    }
    if (result.error == FUSEAU_OK) {
        result = comma_rule(cursor, result.at, &out->start);
    }
    if (result.error == FUSEAU_OK) {
        result = comma_rule(cursor, result.at, &out->end);
    }
    return result;
}

/* stdoffset[dst[offset],start[/time],end[/time]] */
static struct fuseau_result tz_string(struct cursor cursor, enum posixtz_designations allowed,
                                      struct fuseau_posixtz *out)
{
    struct fuseau_result result = designation(cursor, 0, allowed, out->standard.designation);
    if (result.error == FUSEAU_OK) {
        result = offset(cursor, result.at, &out->standard.offset_seconds);
    }
    if (result.error != FUSEAU_OK) {
        return result;
    }
    unsigned char next = cursor_byte(cursor, result.at);
    return next == '<' || is_letter(next) ? dst_part(cursor, result.at, allowed, out) : result;
}

struct fuseau_result posixtz_read(struct cursor cursor, enum posixtz_designations allowed,
                                  struct fuseau_posixtz *out)
{
    struct fuseau_posixtz value = {.has_daylight = false};
    struct fuseau_result result = cursor_finish(cursor, tz_string(cursor, allowed, &value));
    if (result.error == FUSEAU_OK) {
        *out = value;
    }
    return result;
}

struct fuseau_result fuseau_posixtz_parse(const char *text, size_t size, struct fuseau_posixtz *out)
{
    return posixtz_read((struct cursor){text, size}, POSIXTZ_DESIGNATIONS_OF_POSIX, out);
}
