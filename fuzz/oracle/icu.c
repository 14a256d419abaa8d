/* icu.c -- ICU asked about dates and instants, in the proleptic Gregorian calendar and UTC */
/* SPDX-License-Identifier: MIT */
#include "oracle/icu.h"

#include <unicode/ucal.h>
#include <unicode/udat.h>

static const UChar utc[] = {'U', 'T', 'C', 0};

/* So long ago that ICU's switch from the Julian calendar is before every date we ask about. */
static const UDate no_julian = -1e17;

static const UDate milliseconds_per_day = 86400000;

bool icu_has_opinion(void)
{
    return true;
}

/* Opened once, and kept until the program ends: opening costs a thousand times what asking does. */
static UCalendar *calendar(void)
{
    static UCalendar *opened;
    if (!opened) {
        UErrorCode status = U_ZERO_ERROR;
        opened = ucal_open(utc, -1, "en_US_POSIX", UCAL_GREGORIAN, &status);
        ucal_setGregorianChange(opened, no_julian, &status);
        opened = U_SUCCESS(status) ? opened : NULL;
    }
    return opened;
}

bool icu_day_number(int32_t year, int month, int day, int32_t *day_number)
{
    UErrorCode status = U_ZERO_ERROR;
    UCalendar *const calendar_utc = calendar();
    if (!calendar_utc) {
        return false;
    }
    ucal_clear(calendar_utc);
    ucal_set(calendar_utc, UCAL_EXTENDED_YEAR, year);
    ucal_set(calendar_utc, UCAL_MONTH, month - 1);
    ucal_set(calendar_utc, UCAL_DAY_OF_MONTH, day);
    /* The calendar is clear but for the date, so the time is midnight and the division exact. */
    *day_number = (int32_t)(ucal_getMillis(calendar_utc, &status) / milliseconds_per_day);
    return U_SUCCESS(status);
}

bool icu_civil(int32_t day_number, int32_t *year, int *month, int *day)
{
    UErrorCode status = U_ZERO_ERROR;
    UCalendar *const calendar_utc = calendar();
    if (!calendar_utc) {
        return false;
    }
    ucal_setMillis(calendar_utc, (UDate)day_number * milliseconds_per_day, &status);
    *year = ucal_get(calendar_utc, UCAL_EXTENDED_YEAR, &status);
    *month = ucal_get(calendar_utc, UCAL_MONTH, &status) + 1;
    *day = ucal_get(calendar_utc, UCAL_DAY_OF_MONTH, &status);
    return U_SUCCESS(status);
}

/* u, not y: only an extended year counts 1 BC as 0. Three X read "Z" or "+05:30". */
static UDateFormat *open_reader(void)
{
    static const char pattern[] = "uuuu-MM-dd'T'HH:mm:ssXXX";
    UChar wide[sizeof pattern];
    UErrorCode status = U_ZERO_ERROR;
    for (size_t i = 0; i < sizeof pattern; i++) {
        wide[i] = (UChar)pattern[i];
    }
    UDateFormat *const opened =
        udat_open(UDAT_PATTERN, UDAT_PATTERN, "en_US_POSIX", utc, -1, wide, -1, &status);
    if (U_FAILURE(status) || !calendar()) {
        return NULL;
    }
    udat_setCalendar(opened, calendar());
    udat_setLenient(opened, true); /* or second 60 would be refused */
    return opened;
}

static UDateFormat *reader(void)
{
    static UDateFormat *opened;
    if (!opened) {
        opened = open_reader();
    }
    return opened;
}

/* "2024-07-11t01:14:00.5z" as "2024-07-11T01:14:00Z": what the pattern above reads. */
static int32_t plain_form(const char *text, size_t size, UChar *plain, size_t room)
{
    size_t length = 0;
    for (size_t i = 0; i < size && length < room; i++) {
        const bool fraction = i > 19 && length == 19 && text[i] >= '0' && text[i] <= '9';
        if ((i == 19 && text[i] == '.') || fraction) {
            continue;
        }
        plain[length++] = (UChar)(text[i] == 'z' ? 'Z' : text[i]);
    }
    plain[10] = 'T';
    return (int32_t)length;
}

bool icu_instant(const char *text, size_t size, int64_t *seconds)
{
    enum { room = sizeof "2016-12-31T23:59:60+00:00" };
    UChar plain[room];
    UErrorCode status = U_ZERO_ERROR;
    int32_t at = 0;
    if (!reader()) {
        return false;
    }
    const int32_t length = plain_form(text, size, plain, room);
    const UDate milliseconds = udat_parse(reader(), plain, length, &at, &status);
    if (U_FAILURE(status) || at != length) {
        return false;
    }
    *seconds = (int64_t)(milliseconds / 1000); /* whole seconds went in: the division is exact */
    return true;
}
