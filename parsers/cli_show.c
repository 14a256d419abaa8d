/* cli_show.c -- (the program) what was read, for eyes or as JSON */
/* SPDX-License-Identifier: MIT */
#include "cli_show.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fulldate.h"

enum { TEXT_ROOM = FUSEAU_RFC3339_MAX_SIZE + 1 };

static const struct fuseau_offset zulu = {0, FUSEAU_OFFSET_ZULU};

/* The timestamp in UTC, with a NUL; false if UTC is out of the years 0000-9999. */
static bool utc_text(const struct fuseau_rfc3339 *value, char text[TEXT_ROOM])
{
    struct fuseau_rfc3339 utc;
    if (fuseau_rfc3339_at_offset(value, zulu, &utc).error != FUSEAU_OK) {
        return false;
    }
    struct fuseau_result result =
        fuseau_rfc3339_format(&utc, FUSEAU_FRACTION_SHORTEST, text, TEXT_ROOM - 1);
    text[result.at] = '\0';
    return result.error == FUSEAU_OK;
}

/* "-0.25" for { -1, 750000000 }: the seconds as one decimal number. */
static void print_instant(struct fuseau_instant instant)
{
    bool negative = instant.seconds < 0;
    bool borrow = negative && instant.nanoseconds > 0;
    int64_t seconds = instant.seconds + borrow;
    int32_t nanoseconds = borrow ? 1000000000 - instant.nanoseconds : instant.nanoseconds;
    char text[FUSEAU_PARTIALTIME_MAX_SIZE]; /* "00:00:00" and the fraction */
    struct fuseau_result result = fuseau_fulltime_format_partial(
        (struct fuseau_time){0, 0, 0, nanoseconds}, FUSEAU_FRACTION_SHORTEST, text, sizeof text);
    printf("%s%" PRId64 "%.*s", negative ? "-" : "", negative ? -seconds : seconds,
           (int)result.at - 8, text + 8);
}

static void print_date(struct fuseau_date date)
{
    printf("%04" PRId32 "-%02u-%02u", date.year, date.month, date.day);
}

static void print_time(struct fuseau_time time)
{
    char text[FUSEAU_PARTIALTIME_MAX_SIZE];
    struct fuseau_result result =
        fuseau_fulltime_format_partial(time, FUSEAU_FRACTION_SHORTEST, text, sizeof text);
    printf("%.*s", (int)result.at, text);
}

static void print_offset(struct fuseau_offset offset)
{
    char text[FUSEAU_OFFSET_MAX_SIZE];
    struct fuseau_result result = fuseau_offset_format(offset, text, sizeof text);
    printf("%-6.*s", (int)result.at, text);
    if (!fuseau_offset_is_known(offset)) {
        printf("  local offset unknown");
    }
}

static void print_accepted(const struct judged *judged)
{
    const struct fuseau_rfc3339 *value = &judged->value;
    unsigned parts = judged->kind->parts;
    char utc[TEXT_ROOM];
    if (parts & PART_INSTANT) {
        print_instant(value->instant);
        printf("  %s  ", utc_text(value, utc) ? utc : "(UTC is out of the years 0000-9999)");
    } else if (parts & PART_DATE) {
        print_date(value->date);
    } else if (parts & PART_TIME) {
        print_time(value->time);
        fputs("  ", stdout);
    }
    if (parts & PART_OFFSET) {
        print_offset(value->offset);
    }
    bool leap = (parts & PART_TIME) && value->leap != FUSEAU_LEAP_NONE;
    puts(leap ? "  leap second" : "");
}

/* How many columns a byte takes, and the byte: printable ASCII as it is, all else as \xNN. */
static int print_byte(unsigned char byte)
{
    if (byte >= 0x20 && byte < 0x7f) {
        return fprintf(stderr, "%c", byte);
    }
    return fprintf(stderr, "\\x%02x", byte);
}

/* The text around the byte that could not be, and a caret under it. */
static void print_caret(const char *text, size_t size, size_t at)
{
    enum { BEFORE = 48, AFTER = 24 };
    size_t begin = at > BEFORE ? at - BEFORE : 0;
    size_t end = size - at > AFTER ? at + AFTER : size;
    int column = fprintf(stderr, "  %s", begin > 0 ? "..." : "");
    int caret = column;
    for (size_t i = begin; i < end; i++) {
        column += print_byte((unsigned char)text[i]);
        caret = i + 1 == at ? column : caret;
    }
    fprintf(stderr, "%s\n%*s^\n", end < size ? "..." : "", caret, "");
}

void show_plain(const struct judged *judged)
{
    if (judged->error == NULL) {
        print_accepted(judged);
        return;
    }
    fflush(stdout);
    fprintf(stderr, "fuseau: record %llu, byte %zu: %s\n", judged->number, judged->at,
            judged->message);
    print_caret(judged->record.text, judged->record.size, judged->at);
}

/* The length of the UTF-8 character at `text` (Unicode, table 3-7), or 0 if there is none. */
static size_t utf8_length(const unsigned char *text, size_t size)
{
    static const struct {
        unsigned char first, last, low, high; /* first byte from-to, second byte from-to */
        size_t length;
    } forms[] = {
        {0x00, 0x7f, 0x00, 0x00, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (text[0] < forms[i].first || text[0] > forms[i].last || forms[i].length > size) {
            continue;
        }
        bool valid = forms[i].length == 1 || (text[1] >= forms[i].low && text[1] <= forms[i].high);
        for (size_t j = 2; j < forms[i].length; j++) {
            valid = valid && text[j] >= 0x80 && text[j] <= 0xbf;
        }
        return valid ? forms[i].length : 0;
    }
    return 0;
}

/* Each byte that is not UTF-8 as U+FFFD, which takes three. NULL if memory ran out. */
static json_t *mended_text(const char *text, size_t size)
{
    char *mended = malloc(3 * size + 1);
    size_t length = 0;
    for (size_t i = 0; mended != NULL && i < size;) {
        size_t step = utf8_length((const unsigned char *)text + i, size - i);
        memcpy(mended + length, step ? text + i : "\xef\xbf\xbd", step ? step : 3);
        length += step ? step : 3;
        i += step ? step : 1;
    }
    json_t *string = mended ? json_stringn_nocheck(mended, length) : NULL;
    free(mended);
    return string;
}

static json_t *hex_text(const char *text, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    char *hex = malloc(2 * size + 1);
    for (size_t i = 0; hex != NULL && i < size; i++) {
        hex[2 * i] = digits[(unsigned char)text[i] >> 4];
        hex[2 * i + 1] = digits[(unsigned char)text[i] & 15];
    }
    json_t *string = hex ? json_stringn_nocheck(hex, 2 * size) : NULL;
    free(hex);
    return string;
}

/* `input`; and when that is not the whole truth, `input_hex` (not UTF-8) or `input_cut`. */
static int set_input(json_t *object, struct record record)
{
    json_t *input = json_stringn(record.text, record.size);
    int failed = 0;
    if (input == NULL) {
        input = mended_text(record.text, record.size);
        failed |= json_object_set_new(object, "input", input);
        failed |= json_object_set_new(object, "input_hex", hex_text(record.text, record.size));
    } else {
        failed |= json_object_set_new(object, "input", input);
    }
    if (record.cut) {
        failed |= json_object_set_new(object, "input_cut", json_true());
    }
    return failed;
}

static int set_instant(json_t *object, const struct fuseau_rfc3339 *value)
{
    char utc[TEXT_ROOM];
    json_t *text = utc_text(value, utc) ? json_string_nocheck(utc) : json_null();
    return json_object_set_new(object, "unix_seconds", json_integer(value->instant.seconds)) |
           json_object_set_new(object, "utc", text);
}

static int set_date(json_t *object, struct fuseau_date date)
{
    return json_object_set_new(object, "year", json_integer(date.year)) |
           json_object_set_new(object, "month", json_integer(date.month)) |
           json_object_set_new(object, "day", json_integer(date.day));
}

static int set_clock(json_t *object, struct fuseau_time time)
{
    return json_object_set_new(object, "hour", json_integer(time.hour)) |
           json_object_set_new(object, "minute", json_integer(time.minute)) |
           json_object_set_new(object, "second", json_integer(time.second));
}

static int set_value(json_t *object, const struct judged *judged)
{
    const struct fuseau_rfc3339 *value = &judged->value;
    unsigned parts = judged->kind->parts;
    int failed = 0;
    if (parts & PART_INSTANT) {
        failed |= set_instant(object, value);
    } else {
        failed |= parts & PART_DATE ? set_date(object, value->date) : 0;
        failed |= parts & PART_TIME ? set_clock(object, value->time) : 0;
    }
    if (parts & PART_TIME) {
        failed |= json_object_set_new(object, "nanoseconds", json_integer(value->time.nanosecond));
        failed |= json_object_set_new(object, "leap_second",
                                      json_boolean(value->leap != FUSEAU_LEAP_NONE));
    }
    if (parts & PART_OFFSET) {
        failed |=
            json_object_set_new(object, "offset_seconds", json_integer(value->offset.seconds));
        failed |= json_object_set_new(object, "offset_known",
                                      json_boolean(fuseau_offset_is_known(value->offset)));
    }
    return failed;
}

/* By way of a buffer where it fits: a call of stdio for each token costs a quarter of the time. */
static void print_line(const json_t *object)
{
    char line[4096];
    size_t size = json_dumpb(object, line, sizeof line, JSON_COMPACT);
    if (size <= sizeof line) {
        fwrite(line, 1, size, stdout);
    } else {
        json_dumpf(object, stdout, JSON_COMPACT);
    }
    putchar('\n');
}

bool show_json(const struct judged *judged)
{
    json_t *object = json_object();
    int failed = set_input(object, judged->record);
    failed |= json_object_set_new(object, "ok", json_boolean(judged->error == NULL));
    if (judged->error == NULL) {
        failed |= set_value(object, judged);
    } else {
        failed |= json_object_set_new(object, "error", json_string(judged->error));
        failed |= json_object_set_new(object, "at", json_integer((json_int_t)judged->at));
        failed |= json_object_set_new(object, "message", json_string(judged->message));
    }
    if (failed == 0) {
        print_line(object);
    }
    json_decref(object);
    return failed == 0;
}
