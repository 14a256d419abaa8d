/* zone_glibc.c -- localtime_r and mktime, which know one zone at a time */
/* SPDX-License-Identifier: MIT */
#include "zone_glibc.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* To "open" a zone is to put its name into TZ; only the last one stays. */

struct zones {
    const char *current;
    const char *name[];
};

void *glibc_open(const char *const *names, size_t count)
{
    struct zones *zones = malloc(sizeof *zones + count * sizeof *zones->name);
    if (zones) {
        zones->current = NULL;
        memcpy(zones->name, names, count * sizeof *names);
    }
    return zones;
}

void glibc_close(void *zones, size_t count)
{
    (void)count;
    free(zones);
}

/* What a user has to do wherever the zone is not the one before. */
static void enter(struct zones *zones, size_t zone)
{
    const char *name = zones->name[zone];
    if (name != zones->current) {
        setenv("TZ", name, 1);
        tzset();
        zones->current = name;
    }
}

void glibc_offsets(void *zones, const struct questions *questions, size_t count, int32_t *out)
{
    for (size_t i = 0; i < count; i++) {
        time_t seconds = (time_t)questions->seconds[i];
        struct tm civil;
        enter(zones, questions->zone[i]);
        localtime_r(&seconds, &civil);
        out[i] = (int32_t)civil.tm_gmtoff;
    }
}

void glibc_instants(void *zones, const struct questions *questions, size_t count, int64_t *out)
{
    for (size_t i = 0; i < count; i++) {
        const struct civil *local = &questions->local[i];
        struct tm civil = {.tm_year = local->year - 1900,
                           .tm_mon = local->month - 1,
                           .tm_mday = local->day,
                           .tm_hour = local->hour,
                           .tm_min = local->minute,
                           .tm_sec = local->second,
                           .tm_isdst = -1};
        enter(zones, questions->zone[i]);
        out[i] = (int64_t)mktime(&civil);
    }
}

void glibc_civils(void *zones, const struct questions *questions, size_t count, struct civil *out)
{
    for (size_t i = 0; i < count; i++) {
        time_t seconds = (time_t)questions->seconds[i];
        struct tm civil;
        enter(zones, questions->zone[i]);
        localtime_r(&seconds, &civil);
        out[i] = (struct civil){.year = civil.tm_year + 1900,
                                .month = (uint8_t)(civil.tm_mon + 1),
                                .day = (uint8_t)civil.tm_mday,
                                .hour = (uint8_t)civil.tm_hour,
                                .minute = (uint8_t)civil.tm_min,
                                .second = (uint8_t)civil.tm_sec,
                                .offset_seconds = (int32_t)civil.tm_gmtoff};
    }
}

/* There is no call for the date alone; at midnight the time of day is 0. */
void glibc_dates(const int32_t *day_numbers, size_t count, struct civil *out)
{
    for (size_t i = 0; i < count; i++) {
        time_t seconds = (time_t)day_numbers[i] * 86400;
        struct tm civil;
        gmtime_r(&seconds, &civil);
        out[i] = (struct civil){.year = civil.tm_year + 1900,
                                .month = (uint8_t)(civil.tm_mon + 1),
                                .day = (uint8_t)civil.tm_mday};
    }
}
