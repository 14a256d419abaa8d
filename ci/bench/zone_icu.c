/* zone_icu.c -- ucal, with a calendar for each zone */
/* SPDX-License-Identifier: MIT */
#include "zone_icu.h"

#include <stdio.h>
#include <stdlib.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>
#include <unicode/uversion.h>

const char *icu_version(void)
{
    static char text[64];
    char number[U_MAX_VERSION_STRING_LENGTH];
    UVersionInfo version;
    UErrorCode status = U_ZERO_ERROR;
    u_getVersion(version);
    u_versionToString(version, number);
    snprintf(text, sizeof text, "%s (zones of %s)", number, ucal_getTZDataVersion(&status));
    return text;
}

/* The compatible choice is by the offset before the change: the first, and in a gap the last. */
static UCalendar *calendar_open(const char *name)
{
    UChar wide_name[64];
    UErrorCode status = U_ZERO_ERROR;
    u_uastrncpy(wide_name, name, 64);
    UCalendar *calendar = ucal_open(wide_name, -1, "en_US", UCAL_GREGORIAN, &status);
    if (U_FAILURE(status)) {
        return NULL;
    }
    ucal_setAttribute(calendar, UCAL_REPEATED_WALL_TIME, UCAL_WALLTIME_FIRST);
    ucal_setAttribute(calendar, UCAL_SKIPPED_WALL_TIME, UCAL_WALLTIME_LAST);
    return calendar;
}

void *icu_open(const char *const *names, size_t count)
{
    UCalendar **calendars = malloc(count * sizeof *calendars);
    for (size_t i = 0; calendars && i < count; i++) {
        calendars[i] = calendar_open(names[i]);
        if (!calendars[i]) {
            icu_close(calendars, i);
            calendars = NULL;
        }
    }
    return calendars;
}

void icu_close(void *zones, size_t count)
{
    UCalendar **calendars = zones;
    for (size_t i = 0; i < count; i++) {
        ucal_close(calendars[i]);
    }
    free(calendars);
}

static void set_instant(UCalendar *calendar, int64_t seconds)
{
    UErrorCode status = U_ZERO_ERROR;
    ucal_setMillis(calendar, (UDate)seconds * 1000, &status);
}

static int32_t get(const UCalendar *calendar, UCalendarDateFields field)
{
    UErrorCode status = U_ZERO_ERROR;
    return ucal_get(calendar, field, &status);
}

static int32_t get_offset(const UCalendar *calendar)
{
    return (get(calendar, UCAL_ZONE_OFFSET) + get(calendar, UCAL_DST_OFFSET)) / 1000;
}

void icu_offsets(void *zones, const struct questions *questions, size_t count, int32_t *out)
{
    UCalendar **calendars = zones;
    for (size_t i = 0; i < count; i++) {
        UCalendar *calendar = calendars[questions->zone[i]];
        set_instant(calendar, questions->seconds[i]);
        out[i] = get_offset(calendar);
    }
}

void icu_instants(void *zones, const struct questions *questions, size_t count, int64_t *out)
{
    UCalendar **calendars = zones;
    for (size_t i = 0; i < count; i++) {
        UCalendar *calendar = calendars[questions->zone[i]];
        const struct civil *local = &questions->local[i];
        UErrorCode status = U_ZERO_ERROR;
        ucal_setDateTime(calendar, local->year, local->month - 1, local->day, local->hour,
                         local->minute, local->second, &status);
        out[i] = (int64_t)(ucal_getMillis(calendar, &status) / 1000);
    }
}

void icu_civils(void *zones, const struct questions *questions, size_t count, struct civil *out)
{
    UCalendar **calendars = zones;
    for (size_t i = 0; i < count; i++) {
        UCalendar *calendar = calendars[questions->zone[i]];
        set_instant(calendar, questions->seconds[i]);
        out[i] = (struct civil){.year = get(calendar, UCAL_YEAR),
                                .month = (uint8_t)(get(calendar, UCAL_MONTH) + 1),
                                .day = (uint8_t)get(calendar, UCAL_DATE),
                                .hour = (uint8_t)get(calendar, UCAL_HOUR_OF_DAY),
                                .minute = (uint8_t)get(calendar, UCAL_MINUTE),
                                .second = (uint8_t)get(calendar, UCAL_SECOND),
                                .offset_seconds = get_offset(calendar)};
    }
}
