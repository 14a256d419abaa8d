/* rfc3339_contender.c -- who reads and writes the texts: libfuseau, and what a user would pick
 * instead */
/* SPDX-License-Identifier: MIT */
#include "rfc3339_contender.h"

#include <glib.h>
#include <gnu/libc-version.h>
#include <string.h>
#include <time.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

#include "abseil.h"
#include "against.h"
#include "plug.h"
#include "rfc3339_abseil.h"
#include "rfc3339_libfuseau.h"
#include "rfc3339_peers.h"

static const struct reading refused = {0};

/*
 * glibc. strptime knows no fractions: where there are some the text takes two calls, with the
 * digits stepped over by hand between them. Where there are none, one call is all it takes, and it
 * is given that one although a program that does not know its input could not.
 */

static const char *glibc_digits_end(const char *text)
{
    if (*text != '.') {
        return text;
    }
    do {
        text++;
    } while (*text >= '0' && *text <= '9');
    return text;
}

static const char *glibc_fraction(const char *text, struct tm *civil)
{
    const char *end = strptime(text, "%Y-%m-%dT%H:%M:%S", civil);
    return end ? strptime(glibc_digits_end(end), "%z", civil) : NULL;
}

static const char *glibc_whole(const char *text, struct tm *civil)
{
    return strptime(text, "%Y-%m-%dT%H:%M:%S%z", civil);
}

static struct reading glibc_instant(const char *end, struct tm *civil)
{
    if (!end || *end != '\0') {
        return refused;
    }
    int64_t offset = civil->tm_gmtoff; /* timegm overwrites it */
    return (struct reading){(int64_t)timegm(civil) - offset, 0, true};
}

static void glibc_read(const struct sample *sample, size_t count, struct reading *out)
{
    const char *(*read)(const char *, struct tm *) =
        sample->fraction ? glibc_fraction : glibc_whole;
    for (size_t i = 0; i < count; i++) {
        struct tm civil = {0};
        out[i] = glibc_instant(read(sample->texts[i].terminated, &civil), &civil);
    }
}

/* GLib. */

static const char *glib_version_text(void)
{
    static char text[32];
    g_snprintf(text, sizeof text, "%u.%u.%u", glib_major_version, glib_minor_version,
               glib_micro_version);
    return text;
}

static struct reading glib_instant(const char *text)
{
    GDateTime *time = g_date_time_new_from_iso8601(text, NULL);
    if (!time) {
        return refused;
    }
    struct reading reading = {g_date_time_to_unix(time), g_date_time_get_microsecond(time) * 1000,
                              true};
    g_date_time_unref(time);
    return reading;
}

static void glib_read(const struct sample *sample, size_t count, struct reading *out)
{
    for (size_t i = 0; i < count; i++) {
        out[i] = glib_instant(sample->texts[i].terminated);
    }
}

/* Abseil. */

static void abseil_read(const struct sample *sample, size_t count, struct reading *out)
{
    abseil_parse_batch(sample->texts, count, out);
}

/* ICU. A pattern fits texts with a fraction or without, not both: there are two formatters. */

enum { FRACTION_AT = sizeof "2024-07-11T01:14:00" - 1 };

static UDateFormat *icu_formatters[2]; /* [has a fraction] */

static UDateFormat *icu_open(const char *pattern)
{
    UChar wide_pattern[64];
    UErrorCode status = U_ZERO_ERROR;
    UDateFormat *formatter;
    u_uastrncpy(wide_pattern, pattern, 64);
    formatter =
        udat_open(UDAT_PATTERN, UDAT_PATTERN, "en_US_POSIX", u"UTC", -1, wide_pattern, -1, &status);
    if (U_FAILURE(status)) {
        return NULL;
    }
    udat_setLenient(formatter, false);
    udat_setBooleanAttribute(formatter, UDAT_PARSE_ALLOW_WHITESPACE, false, &status);
    udat_setBooleanAttribute(formatter, UDAT_PARSE_ALLOW_NUMERIC, false, &status);
    udat_setBooleanAttribute(formatter, UDAT_PARSE_PARTIAL_LITERAL_MATCH, false, &status);
    return formatter;
}

static struct reading icu_instant(UDateFormat *formatter, const struct text *text)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t at = 0;
    int64_t milliseconds =
        (int64_t)udat_parse(formatter, text->wide, (int32_t)text->size, &at, &status);
    int64_t part = milliseconds % 1000;
    if (U_FAILURE(status) || (size_t)at != text->size) {
        return refused;
    }
    part += part < 0 ? 1000 : 0;
    return (struct reading){(milliseconds - part) / 1000, (int32_t)part * 1000000, true};
}

static void icu_read(const struct sample *sample, size_t count, struct reading *out)
{
    for (size_t i = 0; i < count; i++) {
        const struct text *text = &sample->texts[i];
        bool fraction = text->size > FRACTION_AT && text->packed[FRACTION_AT] == '.';
        out[i] = icu_instant(icu_formatters[fraction], text);
    }
}

static const char *icu_version_text(void)
{
    static char text[U_MAX_VERSION_STRING_LENGTH];
    UVersionInfo version;
    u_getVersion(version);
    u_versionToString(version, text);
    return text;
}

static const struct reader peers[] = {
    {{"glibc", "strptime, timegm; gmtime_r, strftime", gnu_get_libc_version},
     1000000000,
     1,
     glibc_read,
     {glibc_write, glibc_write, NULL},
     NULL,
     NULL},
    {{"GLib", "g_date_time_new_from_iso8601, g_date_time_format_iso8601", glib_version_text},
     1000,
     1000,
     glib_read,
     {glib_write, glib_write, NULL},
     NULL,
     NULL},
    {{"Abseil", "absl::ParseTime, absl::FormatTime", abseil_version},
     1,
     1,
     abseil_read,
     {abseil_write, abseil_write, abseil_write},
     NULL,
     NULL},
    {{"ICU", "udat_parse, udat_formatCalendar", icu_version_text},
     1000000,
     1000000,
     icu_read,
     {icu_write, icu_write, NULL},
     NULL,
     NULL},
};

const struct reader *readers[CONTENDERS_MAX];

static void line_up(struct bench *bench)
{
    const struct reader *against = against_reader();
    readers[bench->contenders++] = &libfuseau_reader;
    if (against) {
        bench->against = bench->contenders;
        readers[bench->contenders++] = against;
    }
    bench->first_peer = bench->contenders;
    for (size_t i = 0; i < sizeof peers / sizeof *peers; i++) {
        readers[bench->contenders++] = &peers[i];
    }
    const struct reader *plugged;
    for (size_t i = 0; bench->contenders < CONTENDERS_MAX && (plugged = plug_reader(i)); i++) {
        readers[bench->contenders++] = plugged;
    }
    bench->peers = bench->contenders - bench->first_peer;
}

bool readers_open(struct bench *bench)
{
    line_up(bench);
    icu_formatters[false] = icu_open("yyyy-MM-dd'T'HH:mm:ssXXX");
    icu_formatters[true] = icu_open("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX");
    return icu_writers_open() && icu_formatters[false] && icu_formatters[true];
}

void readers_close(void)
{
    udat_close(icu_formatters[false]);
    udat_close(icu_formatters[true]);
    icu_writers_close();
}
