/* rfc3339_peers.c -- writers of timestamps in C that a user would pick instead: glibc, GLib, ICU */
/* SPDX-License-Identifier: MIT */
#include "rfc3339_peers.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

/*
 * glibc. strftime knows no fraction, and its "%z" has no colon: both are written by hand, as a
 * program that needs RFC 3339 has to.
 */

static char *put_digits(char *text, int digits, long value)
{
    for (int i = digits - 1; i >= 0; i--) {
        text[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return text + digits;
}

static size_t glibc_line(const struct moment *moment, bool zulu, char bytes[LINE_MAX_SIZE])
{
    time_t local = (time_t)(moment->seconds + moment->offset_seconds);
    long minutes = labs((long)moment->offset_seconds) / 60;
    struct tm civil;
    gmtime_r(&local, &civil);
    char *at = bytes + strftime(bytes, LINE_MAX_SIZE, "%Y-%m-%dT%H:%M:%S", &civil);
    if (zulu) {
        *at++ = 'Z';
        return (size_t)(at - bytes);
    }
    *at++ = '.';
    at = put_digits(at, 9, moment->nanoseconds);
    *at++ = moment->offset_seconds < 0 ? '-' : '+';
    at = put_digits(at, 2, minutes / 60);
    *at++ = ':';
    at = put_digits(at, 2, minutes % 60);
    return (size_t)(at - bytes);
}

void glibc_write(const struct write_sample *sample, size_t count, struct line *out)
{
    bool zulu = sample->writing == WRITE_ZULU;
    for (size_t i = 0; i < count; i++) {
        out[i].size = glibc_line(&sample->moments[i], zulu, out[i].bytes);
    }
}

/* GLib. It allocates the text; releasing it is part of the call. */

void *glib_moments_new(const struct moment *moments, size_t count)
{
    GDateTime **times = g_new0(GDateTime *, count);
    for (size_t i = 0; i < count; i++) {
        GTimeZone *zone = g_time_zone_new_offset(moments[i].offset_seconds);
        GDateTime *whole = g_date_time_new_from_unix_utc(moments[i].seconds);
        GDateTime *fine = g_date_time_add(whole, moments[i].nanoseconds / 1000);
        times[i] = g_date_time_to_timezone(fine, zone);
        g_date_time_unref(fine);
        g_date_time_unref(whole);
        g_time_zone_unref(zone);
    }
    return times;
}

void glib_moments_free(void *moments, size_t count)
{
    GDateTime **times = moments;
    for (size_t i = 0; i < count; i++) {
        g_date_time_unref(times[i]);
    }
    g_free(times);
}

void glib_write(const struct write_sample *sample, size_t count, struct line *out)
{
    GDateTime **times = sample->glib;
    for (size_t i = 0; i < count; i++) {
        gchar *text = g_date_time_format_iso8601(times[i]);
        size_t size = strlen(text);
        out[i].size = size <= LINE_MAX_SIZE ? size : 0;
        memcpy(out[i].bytes, text, out[i].size);
        g_free(text);
    }
}

/* ICU. A calendar for each offset, and a formatter for each form, are opened beforehand. */

enum { QUARTERS = 57, QUARTERS_WEST = 56, QUARTER = 900 };

static UCalendar *calendars[QUARTERS_WEST + QUARTERS]; /* by offset in quarters of an hour */
static UDateFormat *formatters[2];                     /* [is in UTC] */

static UCalendar *calendar_open(int32_t offset_seconds)
{
    char name[16];
    UChar wide_name[16];
    UErrorCode status = U_ZERO_ERROR;
    int32_t minutes = abs(offset_seconds) / 60;
    g_snprintf(name, sizeof name, "GMT%c%02d:%02d", offset_seconds < 0 ? '-' : '+', minutes / 60,
               minutes % 60);
    u_uastrncpy(wide_name, name, 16);
    return ucal_open(wide_name, -1, "en_US_POSIX", UCAL_GREGORIAN, &status);
}

static UDateFormat *formatter_open(const char *pattern)
{
    UChar wide_pattern[64];
    UErrorCode status = U_ZERO_ERROR;
    u_uastrncpy(wide_pattern, pattern, 64);
    return udat_open(UDAT_PATTERN, UDAT_PATTERN, "en_US_POSIX", u"UTC", -1, wide_pattern, -1,
                     &status);
}

bool icu_writers_open(void)
{
    bool ready = true;
    for (int32_t i = 0; i < QUARTERS_WEST + QUARTERS; i++) {
        calendars[i] = calendar_open((i - QUARTERS_WEST) * QUARTER);
        ready = ready && calendars[i];
    }
    formatters[false] = formatter_open("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSxxx");
    formatters[true] = formatter_open("yyyy-MM-dd'T'HH:mm:ss'Z'");
    return ready && formatters[false] && formatters[true];
}

void icu_writers_close(void)
{
    for (size_t i = 0; i < QUARTERS_WEST + QUARTERS; i++) {
        ucal_close(calendars[i]);
    }
    udat_close(formatters[false]);
    udat_close(formatters[true]);
}

void icu_write(const struct write_sample *sample, size_t count, struct line *out)
{
    UDateFormat *formatter = formatters[sample->writing == WRITE_ZULU];
    for (size_t i = 0; i < count; i++) {
        const struct moment *moment = &sample->moments[i];
        UCalendar *calendar = calendars[moment->offset_seconds / QUARTER + QUARTERS_WEST];
        UErrorCode status = U_ZERO_ERROR;
        UChar wide[LINE_MAX_SIZE];
        int64_t milliseconds = moment->seconds * 1000 + moment->nanoseconds / 1000000;
        ucal_setMillis(calendar, (UDate)milliseconds, &status);
        int32_t size = udat_formatCalendar(formatter, calendar, wide, LINE_MAX_SIZE, NULL, &status);
        out[i].size = U_FAILURE(status) || size > LINE_MAX_SIZE ? 0 : (size_t)size;
        u_UCharsToChars(wide, out[i].bytes, (int32_t)out[i].size);
    }
}
