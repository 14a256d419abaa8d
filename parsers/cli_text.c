/* cli_text.c -- (the program) instants, local times and offsets as text for eyes */
/* SPDX-License-Identifier: MIT */
#include "cli_text.h"

#include <inttypes.h>
#include <string.h>

static const struct fuseau_offset zulu = {0, FUSEAU_OFFSET_ZULU};

bool utc_text(const struct fuseau_rfc3339 *value, char text[TEXT_ROOM])
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

void instant_text(struct fuseau_instant instant, char text[TEXT_ROOM])
{
    bool negative = instant.seconds < 0;
    bool borrow = negative && instant.nanoseconds > 0;
    int64_t seconds = instant.seconds + borrow;
    uint64_t whole = negative ? 0 - (uint64_t)seconds : (uint64_t)seconds;
    char fraction[FUSEAU_PARTIALTIME_MAX_SIZE + 1];
    fraction_text(borrow ? 1000000000 - instant.nanoseconds : instant.nanoseconds, fraction);
    snprintf(text, TEXT_ROOM, "%s%" PRIu64 "%s", negative ? "-" : "", whole, fraction);
}

void civil_text(int64_t seconds, int32_t nanoseconds, char text[TEXT_ROOM])
{
    if (seconds < FUSEAU_SECONDS_MIN || seconds > FUSEAU_SECONDS_MAX) {
        char decimal[TEXT_ROOM];
        instant_text((struct fuseau_instant){seconds, nanoseconds}, decimal);
        snprintf(text, TEXT_ROOM, "@%.*s", TEXT_ROOM - 2, decimal);
        return;
    }
    struct fuseau_date date;
    struct fuseau_time time;
    fuseau_civil_from_seconds(seconds, &date, &time);
    const char *sign = date.year < 0 ? "-" : date.year > 9999 ? "+" : "";
    char fraction[FUSEAU_PARTIALTIME_MAX_SIZE + 1];
    fraction_text(nanoseconds, fraction);
    snprintf(text, TEXT_ROOM, "%s%04d-%02u-%02uT%02u:%02u:%02u%s", sign,
             date.year < 0 ? -date.year : date.year, date.month, date.day, time.hour, time.minute,
             time.second, fraction);
}

int print_safe(FILE *file, const char *text, size_t size)
{
    int columns = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)text[i];
        bool printable = byte >= 0x20 && byte < 0x7f;
        columns += fprintf(file, printable ? "%c" : "\\x%02x", byte);
    }
    return columns;
}

void offset_text(int32_t seconds, char text[TEXT_ROOM])
{
    uint32_t size = seconds < 0 ? 0 - (uint32_t)seconds : (uint32_t)seconds;
    int written = snprintf(text, TEXT_ROOM, "%c%02" PRIu32 ":%02" PRIu32, seconds < 0 ? '-' : '+',
                           size / 3600, size / 60 % 60);
    if (size % 60 != 0) {
        snprintf(text + written, TEXT_ROOM - (size_t)written, ":%02" PRIu32, size % 60);
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

void print_local(struct fuseau_instant instant, const struct fuseau_local_type *type, bool wide)
{
    enum { DESIGNATION_COLUMNS = 5 };
    char local[TEXT_ROOM];
    char offset[TEXT_ROOM];
    civil_text(local_seconds(instant.seconds, type->offset_seconds), instant.nanoseconds, local);
    offset_text(type->offset_seconds, offset);
    printf("%s%s  ", local[0] == '@' ? "(beyond the calendar)" : local, offset);
    int columns = print_safe(stdout, type->designation, strlen(type->designation));
    if (type->dst || wide) {
        printf("%*s", columns < DESIGNATION_COLUMNS ? DESIGNATION_COLUMNS - columns : 0, "");
    }
    fputs(type->dst ? "  dst" : wide ? "     " : "", stdout);
}
