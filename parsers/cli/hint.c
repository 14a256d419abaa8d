/* hint.c -- (the program) what somebody may have meant whose text is refused */
/* SPDX-License-Identifier: MIT */
#include "cli/hint.h"

#include <stdio.h>
#include <string.h>

#include "posixtz.h"

/* Twelve digits are a date and time, and fourteen, but thirteen are milliseconds since 1970. */
enum { SECONDS_MAX_DIGITS = 11, MILLISECONDS_DIGITS = 13 };

static size_t count_digits(const char *text, size_t size)
{
    size_t count = 0;
    while (count < size && text[count] >= '0' && text[count] <= '9') {
        count++;
    }
    return count;
}

/*
 * [ "-" ] 1*11DIGIT [ "." 1*DIGIT ], which is short enough to be shown, and not by itself of 4, 6
 * or 8 digits: that is a year, a month or a day.
 */
static bool looks_like_seconds(const char *text, size_t size)
{
    enum { MAX_SIZE = 32 };
    size_t sign = size > 0 && text[0] == '-';
    size_t whole = count_digits(text + sign, size - sign);
    size_t end = sign + whole;
    bool date = sign == 0 && end == size && (whole == 4 || whole == 6 || whole == 8);
    if (size > MAX_SIZE || whole == 0 || whole > SECONDS_MAX_DIGITS || date) {
        return false;
    }
    if (end < size && text[end] == '.') {
        size_t fraction = count_digits(text + end + 1, size - end - 1);
        end += fraction > 0 ? 1 + fraction : 0;
    }
    return end == size;
}

/* What else is wrong with a text at the byte where it is refused; NULL: nothing that is known. */
static const char *hint_at(const struct cli_outcome *outcome, const struct cli_kind *kind)
{
    enum { SPACE_AT = 10, OFFSET_AT = 19 }; /* in "2024-07-11 01:14:00" */
    const struct cli_record *record = &outcome->record;
    bool ends = outcome->at == record->size;
    char byte = ends ? '\0' : record->text[outcome->at];
    if (byte == '[' && !(kind->parts & PART_SUFFIX)) {
        return "a suffix in brackets is read with --kind rfc9557";
    }
    if (byte == ' ' && outcome->at == SPACE_AT) {
        return "--allow-space takes a space for the \"T\"";
    }
    if (ends && outcome->at >= OFFSET_AT) {
        return "a time without an offset is no instant: see --kind datetime, and fuseau resolve";
    }
    bool marked = record->size >= 3 && memcmp(record->text, "\xef\xbb\xbf", 3) == 0;
    return marked ? "the text begins with a byte order mark" : NULL;
}

void cli_hint_instant(struct cli_outcome *outcome, const struct cli_kind *kind)
{
    const struct cli_record *record = &outcome->record;
    const char *hint = hint_at(outcome, kind);
    if (looks_like_seconds(record->text, record->size)) {
        snprintf(outcome->hint, sizeof outcome->hint,
                 "this looks like POSIX seconds, which %s @%.*s",
                 kind == cli_kind_instant ? "are written" : "--kind instant reads as",
                 (int)record->size, record->text);
    } else if (record->size == MILLISECONDS_DIGITS &&
               count_digits(record->text, record->size) == MILLISECONDS_DIGITS) {
        snprintf(outcome->hint, sizeof outcome->hint,
                 "this looks like milliseconds, which are written @%.10s.%.3s", record->text,
                 record->text + MILLISECONDS_DIGITS - 3);
    } else if (hint != NULL) {
        snprintf(outcome->hint, sizeof outcome->hint, "%s", hint);
    }
}

/* A rule is what is missing where the text becomes a TZ string with one. */
void cli_hint_rule(struct cli_outcome *outcome)
{
    static const char rule[] = ",M3.2.0,M11.1.0";
    char text[FUSEAU_POSIXTZ_MAX_SIZE];
    size_t size = outcome->record.size;
    if (outcome->at != size || size + sizeof rule - 1 > sizeof text) {
        return;
    }
    memcpy(text, outcome->record.text, size);
    memcpy(text + size, rule, sizeof rule - 1);
    struct fuseau_posixtz value;
    if (fuseau_posixtz_parse(text, size + sizeof rule - 1, &value).error == FUSEAU_OK) {
        snprintf(outcome->hint, sizeof outcome->hint,
                 "a rule is missing that says when clocks change, as in EST5EDT%s", rule);
    }
}

void cli_hint_line(struct cli_outcome *outcome)
{
    const struct cli_record *record = &outcome->record;
    if (record->from_stream && outcome->at + 1 == record->size &&
        record->text[outcome->at] == '\r') {
        snprintf(outcome->hint, sizeof outcome->hint, "lines that end with CR LF need --crlf");
    }
}
