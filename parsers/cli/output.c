/* output.c -- (the program) what is shown: text for eyes, and JSON objects, one a line */
/* SPDX-License-Identifier: MIT */
#include "cli/output.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options.h"

/* ---- text for eyes ---- */

static const struct fuseau_offset zulu = {0, FUSEAU_OFFSET_ZULU};

bool cli_utc_text(const struct fuseau_rfc3339 *value, char text[CLI_TEXT_ROOM])
{
    struct fuseau_rfc3339 utc;
    if (fuseau_rfc3339_at_offset(value, zulu, &utc).error != FUSEAU_OK) {
        return false;
    }
    struct fuseau_result result =
        fuseau_rfc3339_format(&utc, FUSEAU_FRACTION_SHORTEST, text, CLI_TEXT_ROOM - 1);
    text[result.at] = '\0';
    return result.error == FUSEAU_OK;
}

/* ".25" for 250,000,000, "" for 0 */
static void fraction_text(int32_t nanoseconds, char text[FUSEAU_PARTIALTIME_MAX_SIZE + 1])
{
    enum { WHOLE = 8 }; /* "00:00:00" */
    struct fuseau_result result =
        fuseau_fulltime_format_partial((struct fuseau_time){0, 0, 0, nanoseconds},
                                       FUSEAU_FRACTION_SHORTEST, text, FUSEAU_PARTIALTIME_MAX_SIZE);
    memmove(text, text + WHOLE, result.at - WHOLE);
    text[result.at - WHOLE] = '\0';
}

void cli_instant_text(struct fuseau_instant instant, char text[CLI_TEXT_ROOM])
{
    bool negative = instant.seconds < 0;
    bool borrow = negative && instant.nanoseconds > 0;
    int64_t seconds = instant.seconds + borrow;
    uint64_t whole = negative ? 0 - (uint64_t)seconds : (uint64_t)seconds;
    char fraction[FUSEAU_PARTIALTIME_MAX_SIZE + 1];
    fraction_text(borrow ? 1000000000 - instant.nanoseconds : instant.nanoseconds, fraction);
    snprintf(text, CLI_TEXT_ROOM, "%s%" PRIu64 "%s", negative ? "-" : "", whole, fraction);
}

void cli_civil_text(int64_t seconds, int32_t nanoseconds, char text[CLI_TEXT_ROOM])
{
    if (seconds < FUSEAU_SECONDS_MIN || seconds > FUSEAU_SECONDS_MAX) {
        char decimal[CLI_TEXT_ROOM];
        cli_instant_text((struct fuseau_instant){seconds, nanoseconds}, decimal);
        snprintf(text, CLI_TEXT_ROOM, "@%.*s", CLI_TEXT_ROOM - 2, decimal);
        return;
    }
    struct fuseau_date date;
    struct fuseau_time time;
    fuseau_civil_from_seconds(seconds, &date, &time);
    const char *sign = date.year < 0 ? "-" : date.year > 9999 ? "+" : "";
    char fraction[FUSEAU_PARTIALTIME_MAX_SIZE + 1];
    fraction_text(nanoseconds, fraction);
    snprintf(text, CLI_TEXT_ROOM, "%s%04d-%02u-%02uT%02u:%02u:%02u%s", sign,
             date.year < 0 ? -date.year : date.year, date.month, date.day, time.hour, time.minute,
             time.second, fraction);
}

int cli_print_safe(FILE *file, const char *text, size_t size)
{
    int columns = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)text[i];
        bool printable = byte >= 0x20 && byte < 0x7f;
        columns += fprintf(file, printable ? "%c" : "\\x%02x", byte);
    }
    return columns;
}

void cli_offset_text(int32_t seconds, char text[CLI_TEXT_ROOM])
{
    uint32_t size = seconds < 0 ? 0 - (uint32_t)seconds : (uint32_t)seconds;
    int written = snprintf(text, CLI_TEXT_ROOM, "%c%02" PRIu32 ":%02" PRIu32,
                           seconds < 0 ? '-' : '+', size / 3600, size / 60 % 60);
    if (size % 60 != 0) {
        snprintf(text + written, CLI_TEXT_ROOM - (size_t)written, ":%02" PRIu32, size % 60);
    }
}

/*
 * The offset of a type. That of a zone whose local time is not known is "-00:00" (RFC 3339 s. 4.3):
 * "-00" is the designation that zone files have for it (RFC 9636 s. 3.2), the others are those of a
 * zone made of such an offset.
 */
static void type_offset_text(const struct fuseau_local_type *type, char text[CLI_TEXT_ROOM])
{
    static const char *const unknown[] = {"-00", "-00:00", "Z"};
    cli_offset_text(type->offset_seconds, text);
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        if (type->offset_seconds == 0 && strcmp(type->designation, unknown[i]) == 0) {
            snprintf(text, CLI_TEXT_ROOM, "%s", i == 2 ? "Z" : "-00:00");
        }
    }
}

/* The instant at an offset; saturated, since a hostile zone may have any. */
static int64_t local_seconds(int64_t seconds, int32_t offset)
{
    int64_t sum;
    if (__builtin_add_overflow(seconds, offset, &sum)) {
        return offset < 0 ? INT64_MIN : INT64_MAX;
    }
    return sum;
}

void cli_print_local(struct fuseau_instant instant, const struct fuseau_local_type *type, bool wide)
{
    enum { DESIGNATION_COLUMNS = 5 };
    char local[CLI_TEXT_ROOM];
    char offset[CLI_TEXT_ROOM];
    cli_civil_text(local_seconds(instant.seconds, type->offset_seconds), instant.nanoseconds,
                   local);
    type_offset_text(type, offset);
    printf("%s%s  ", local[0] == '@' ? "(beyond the calendar)" : local, offset);
    int columns = cli_print_safe(stdout, type->designation, strlen(type->designation));
    if (type->dst || wide) {
        printf("%*s", columns < DESIGNATION_COLUMNS ? DESIGNATION_COLUMNS - columns : 0, "");
    }
    fputs(type->dst ? "  dst" : wide ? "     " : "", stdout);
}

void cli_print_tolerated(FILE *file, unsigned tolerated)
{
    const char *comma = "";
    for (unsigned bit = 1; bit != 0 && bit <= tolerated; bit <<= 1) {
        if (tolerated & bit) {
            fprintf(file, "%s%s", comma, fuseau_tzif_tolerated_name(bit));
            comma = ", ";
        }
    }
}

/* ---- as JSON ---- */

_Noreturn void cli_out_of_memory(void)
{
    fputs("fuseau: out of memory\n", stderr);
    exit(CLI_UNABLE);
}

json_t *cli_new_object(void)
{
    json_t *object = json_object();
    if (object == NULL) {
        cli_out_of_memory();
    }
    return object;
}

void cli_put(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0) { /* NULL is refused as well */
        cli_out_of_memory();
    }
}

void cli_append(json_t *array, json_t *value)
{
    if (json_array_append_new(array, value) != 0) {
        cli_out_of_memory();
    }
}

void cli_put_integer(json_t *object, const char *key, int64_t value)
{
    cli_put(object, key, json_integer(value));
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

void cli_put_text(json_t *object, const char *key, const char *text, size_t size)
{
    json_t *string = json_stringn(text, size);
    if (string != NULL) {
        cli_put(object, key, string);
        return;
    }
    char hex_key[32];
    snprintf(hex_key, sizeof hex_key, "%s_hex", key);
    cli_put(object, key, mended_text(text, size));
    cli_put(object, hex_key, hex_text(text, size));
}

void cli_put_instant(json_t *object, struct fuseau_instant instant)
{
    cli_put_integer(object, "unix_seconds", instant.seconds);
    cli_put_integer(object, "nanoseconds", instant.nanoseconds);
}

void cli_put_type(json_t *object, const struct fuseau_local_type *type)
{
    cli_put_integer(object, "offset_seconds", type->offset_seconds);
    cli_put_text(object, "designation", type->designation, strlen(type->designation));
    cli_put(object, "dst", json_boolean(type->dst));
}

json_t *cli_tolerated_array(unsigned tolerated)
{
    json_t *array = json_array();
    for (unsigned bit = 1; bit != 0 && bit <= tolerated; bit <<= 1) {
        if (tolerated & bit) {
            cli_append(array, json_string(fuseau_tzif_tolerated_name(bit)));
        }
    }
    return array;
}

/* By way of a buffer where it fits: a call of stdio for each token costs a quarter of the time. */
void cli_print_object(json_t *object)
{
    char line[4096];
    size_t size = json_dumpb(object, line, sizeof line, JSON_COMPACT);
    if (size <= sizeof line) {
        fwrite(line, 1, size, stdout);
    } else {
        json_dumpf(object, stdout, JSON_COMPACT);
    }
    putchar('\n');
    json_decref(object);
}
