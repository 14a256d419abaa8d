/* slow_posixtz.c -- the plain reader of TZ strings: a candidate at a time */
/* SPDX-License-Identifier: MIT */
#include "oracle/slow_posixtz.h"

#include <stdio.h>
#include <string.h>

/* ---- reading ---- */

/* A text, how much of it is accepted, and what is wrong with the rest. */
struct reader {
    const char *text;
    size_t size;
    size_t at;
    enum fuseau_error error;
    bool of_any_designation; /* and not only as POSIX has them */
};

/* Stops at this byte: for want of one if the text ends here, else because of `error`. */
static bool stop(struct reader *reader, enum fuseau_error error)
{
    reader->error = reader->at == reader->size ? FUSEAU_ERR_END : error;
    return false;
}

/* Whether the next byte is one of these. */
static bool next_is(const struct reader *reader, const char *bytes)
{
    for (const char *byte = bytes; *byte != '\0' && reader->at < reader->size; byte++) {
        if (reader->text[reader->at] == *byte) {
            return true;
        }
    }
    return false;
}

static bool take(struct reader *reader, const char *bytes)
{
    const bool there = next_is(reader, bytes);
    reader->at += there ? 1 : 0;
    return there;
}

static const char digits[] = "0123456789";
static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
static const char quotable[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-";

static bool separator(struct reader *reader, const char *byte)
{
    return take(reader, byte) || stop(reader, FUSEAU_ERR_SEPARATOR);
}

/* `number` with zeros before it, so that there are `width` digits. */
static void spell(int number, int width, char spelled[4])
{
    memset(spelled, 0, 4);
    for (int i = width - 1; i >= 0; i--) {
        spelled[i] = digits[number % 10];
        number /= 10;
    }
}

/* How many bytes of `spelled` stand here. */
static size_t common(const struct reader *reader, const char *spelled)
{
    size_t count = 0;
    while (spelled[count] != '\0' && reader->at + count < reader->size &&
           reader->text[reader->at + count] == spelled[count]) {
        count++;
    }
    return count;
}

/*
 * One of low…high, in any number of digits that has room for it, up to as many as `high` has. Every
 * spelling of every candidate is tried. No digit may follow.
 */
static bool number(struct reader *reader, int low, int high, int *value)
{
    const int widest = high < 10 ? 1 : high < 100 ? 2 : 3;
    size_t begun = 0;
    size_t whole = 0;
    for (int candidate = low; candidate <= high; candidate++) {
        const int narrowest = candidate < 10 ? 1 : candidate < 100 ? 2 : 3;
        for (int width = narrowest; width <= widest; width++) {
            char spelled[4];
            spell(candidate, width, spelled);
            const size_t count = common(reader, spelled);
            begun = count > begun ? count : begun;
            if (count == (size_t)width && count > whole) {
                whole = count;
                *value = candidate;
            }
        }
    }
    reader->at += begun;
    if (next_is(reader, digits)) {
        return stop(reader, FUSEAU_ERR_RANGE);
    }
    return (whole > 0 && whole == begun) || stop(reader, FUSEAU_ERR_DIGIT);
}

/* hh[:mm[:ss]], with a sign if there is one */
static bool signed_time(struct reader *reader, int most_hours, int32_t *seconds)
{
    int hours = 0;
    int minutes = 0;
    int rest = 0;
    const bool negative = next_is(reader, "-");
    take(reader, "+-");
    if (!number(reader, 0, most_hours, &hours)) {
        return false;
    }
    if (take(reader, ":")) {
        if (!number(reader, 0, 59, &minutes) ||
            (take(reader, ":") && !number(reader, 0, 59, &rest))) {
            return false;
        }
    }
    *seconds = (hours * 60 + minutes) * 60 + rest;
    *seconds *= negative ? -1 : 1;
    return true;
}

/* POSIX counts from local time to UTC, the library from UTC to local time. */
static bool offset(struct reader *reader, int32_t *offset_seconds)
{
    int32_t to_utc = 0;
    if (!next_is(reader, "+-0123456789")) {
        return stop(reader, FUSEAU_ERR_OFFSET);
    }
    if (!signed_time(reader, 24, &to_utc)) {
        return false;
    }
    *offset_seconds = -to_utc;
    return true;
}

/* What ends at the next ">", or the letters that stand here: 1…31 bytes. */
static bool any_designation(struct reader *reader, char out[FUSEAU_DESIGNATION_MAX_SIZE + 1])
{
    const bool quoted = take(reader, "<");
    for (size_t size = 0; size <= FUSEAU_DESIGNATION_MAX_SIZE && reader->at < reader->size;
         size++) {
        const bool ends = quoted ? next_is(reader, ">") : !next_is(reader, letters);
        if (ends && size > 0) {
            reader->at += quoted ? 1 : 0;
            return true;
        }
        if (ends || size == FUSEAU_DESIGNATION_MAX_SIZE || reader->text[reader->at] == '\0') {
            break;
        }
        out[size] = reader->text[reader->at++];
    }
    return stop(reader, FUSEAU_ERR_DESIGNATION);
}

static bool designation(struct reader *reader, char out[FUSEAU_DESIGNATION_MAX_SIZE + 1])
{
    if (reader->of_any_designation) {
        return any_designation(reader, out);
    }
    const bool quoted = take(reader, "<");
    size_t size = 0;
    while (size < FUSEAU_DESIGNATION_MAX_SIZE && next_is(reader, quoted ? quotable : letters)) {
        out[size++] = reader->text[reader->at++];
    }
    if (size < 3 || (!quoted && next_is(reader, letters))) {
        return stop(reader, FUSEAU_ERR_DESIGNATION);
    }
    return !quoted || take(reader, ">") || stop(reader, FUSEAU_ERR_DESIGNATION);
}

static bool day(struct reader *reader, struct fuseau_posixtz_rule *rule)
{
    int month = 0;
    int week = 0;
    int value = 0;
    if (take(reader, "M")) {
        rule->form = FUSEAU_POSIXTZ_WEEKDAY;
        if (!number(reader, 1, 12, &month) || !separator(reader, ".") ||
            !number(reader, 1, 5, &week) || !separator(reader, ".") ||
            !number(reader, 0, 6, &value)) {
            return false;
        }
    } else if (take(reader, "J")) {
        rule->form = FUSEAU_POSIXTZ_JULIAN;
        if (!number(reader, 1, 365, &value)) {
            return false;
        }
    } else if (next_is(reader, digits)) {
        rule->form = FUSEAU_POSIXTZ_DAY;
        if (!number(reader, 0, 365, &value)) {
            return false;
        }
    } else {
        return stop(reader, FUSEAU_ERR_RULE);
    }
    rule->month = (uint8_t)month;
    rule->week = (uint8_t)week;
    rule->day = (uint16_t)value;
    return true;
}

/* ,day[/time] */
static bool comma_rule(struct reader *reader, struct fuseau_posixtz_rule *rule)
{
    rule->seconds = 2 * 60 * 60;
    return separator(reader, ",") && day(reader, rule) &&
           (!take(reader, "/") || signed_time(reader, 167, &rule->seconds));
}

static bool daylight(struct reader *reader, struct fuseau_posixtz *value)
{
    value->has_daylight = true;
    value->daylight.offset_seconds = value->standard.offset_seconds + 60 * 60;
    return designation(reader, value->daylight.designation) &&
           (!next_is(reader, "+-0123456789") || offset(reader, &value->daylight.offset_seconds)) &&
           comma_rule(reader, &value->start) && comma_rule(reader, &value->end);
}

static struct fuseau_result whole(struct reader reader, struct fuseau_posixtz *out)
{
    struct fuseau_posixtz value = {.has_daylight = false};
    bool accepted = designation(&reader, value.standard.designation) &&
                    offset(&reader, &value.standard.offset_seconds);
    if (accepted && (next_is(&reader, letters) || next_is(&reader, "<"))) {
        accepted = daylight(&reader, &value);
    }
    if (accepted && reader.at < reader.size) {
        accepted = stop(&reader, FUSEAU_ERR_TRAILING);
    }
    if (accepted) {
        *out = value;
    }
    return (struct fuseau_result){.error = reader.error, .at = reader.at};
}

struct fuseau_result slow_posixtz(const char *text, size_t size, struct fuseau_posixtz *out)
{
    return whole((struct reader){.text = text, .size = size, .of_any_designation = false}, out);
}

struct fuseau_result slow_posixtz_any(const char *text, size_t size, struct fuseau_posixtz *out)
{
    return whole((struct reader){.text = text, .size = size, .of_any_designation = true}, out);
}

/* ---- writing ---- */

/* The time as it is written, with nothing that may be left out. */
static const char *time_text(int32_t seconds, char text[16])
{
    const int size = snprintf(text, 16, "%s%d:%02d:%02d", seconds < 0 ? "-" : "",
                              seconds < 0 ? (int)(-seconds / 3600) : (int)(seconds / 3600),
                              (seconds < 0 ? -seconds : seconds) / 60 % 60,
                              (seconds < 0 ? -seconds : seconds) % 60);
    char *tail = text + size;
    for (int i = 0; i < 2 && strcmp(tail - 3, ":00") == 0; i++) {
        tail -= 3;
        *tail = '\0';
    }
    return text;
}

static int designation_text(const char *designation_bytes, char *text, size_t room)
{
    const bool plain = strspn(designation_bytes, letters) == strlen(designation_bytes);
    return snprintf(text, room, plain ? "%s" : "<%s>", designation_bytes);
}

static int rule_text(const struct fuseau_posixtz_rule *rule, char *text, size_t room)
{
    char when[16];
    int size = 0;
    if (rule->form == FUSEAU_POSIXTZ_WEEKDAY) {
        size = snprintf(text, room, ",M%d.%d.%d", rule->month, rule->week, rule->day);
    } else {
        const char *const letter = rule->form == FUSEAU_POSIXTZ_JULIAN ? "J" : "";
        size = snprintf(text, room, ",%s%d", letter, rule->day);
    }
    if (strcmp(time_text(rule->seconds, when), "2") != 0) {
        size += snprintf(text + size, room - (size_t)size, "/%s", when);
    }
    return size;
}

size_t slow_posixtz_text(const struct fuseau_posixtz *value, char text[FUSEAU_POSIXTZ_MAX_SIZE + 1])
{
    const size_t room = FUSEAU_POSIXTZ_MAX_SIZE + 1;
    char to_utc[16];
    size_t size = (size_t)designation_text(value->standard.designation, text, room);
    size += (size_t)snprintf(text + size, room - size, "%s",
                             time_text(-value->standard.offset_seconds, to_utc));
    if (!value->has_daylight) {
        return size;
    }
    size += (size_t)designation_text(value->daylight.designation, text + size, room - size);
    if (value->daylight.offset_seconds - value->standard.offset_seconds != 3600) {
        size += (size_t)snprintf(text + size, room - size, "%s",
                                 time_text(-value->daylight.offset_seconds, to_utc));
    }
    size += (size_t)rule_text(&value->start, text + size, room - size);
    return size + (size_t)rule_text(&value->end, text + size, room - size);
}

/* ---- comparing ---- */

static bool equal_time(const struct fuseau_posixtz_time *left,
                       const struct fuseau_posixtz_time *right)
{
    return strcmp(left->designation, right->designation) == 0 &&
           left->offset_seconds == right->offset_seconds;
}

static bool equal_rule(const struct fuseau_posixtz_rule *left,
                       const struct fuseau_posixtz_rule *right)
{
    return left->form == right->form && left->day == right->day && left->month == right->month &&
           left->week == right->week && left->seconds == right->seconds;
}

bool slow_equal_posixtz(const struct fuseau_posixtz *left, const struct fuseau_posixtz *right)
{
    return equal_time(&left->standard, &right->standard) &&
           left->has_daylight == right->has_daylight &&
           (!left->has_daylight ||
            (equal_time(&left->daylight, &right->daylight) &&
             equal_rule(&left->start, &right->start) && equal_rule(&left->end, &right->end)));
}
