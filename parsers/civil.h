/* civil.h -- the calendar: date <-> day number, days in a month (proleptic Gregorian) */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CIVIL_H
#define FUSEAU_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    FUSEAU_YEAR_MIN = -32767,
    FUSEAU_YEAR_MAX = 32767,
    FUSEAU_DAY_NUMBER_MIN = -12687428, /* -32767-01-01 */
    FUSEAU_DAY_NUMBER_MAX = 11248737,  /*  32767-12-31 */
    FUSEAU_SECONDS_PER_DAY = 86400,
};

#define FUSEAU_SECONDS_MIN INT64_C(-1096193779200) /* -32767-01-01T00:00:00 */
#define FUSEAU_SECONDS_MAX INT64_C(971890963199)   /*  32767-12-31T23:59:59 */

/* A civil date. Year 0 is 1 BC, as in ISO 8601, and a leap year. */
struct fuseau_date {
    int32_t year;  /* -32767…32767; RFC 3339 text holds 0…9999 */
    uint8_t month; /* 1…12 */
    uint8_t day;   /* 1…days in that month */
};

/* A civil time of day. */
struct fuseau_time {
    uint8_t hour;       /* 0…23 */
    uint8_t minute;     /* 0…59 */
    uint8_t second;     /* 0…59, or 60 in a leap second */
    int32_t nanosecond; /* 0…999,999,999 */
};

/* An instant: POSIX seconds since 1970-01-01T00:00:00Z, and how far into that second. */
struct fuseau_instant {
    int64_t seconds;
    int32_t nanoseconds; /* 0…999,999,999, also before 1970: -0.25 s is { -1, 750000000 } */
};

bool fuseau_civil_is_leap_year(int32_t year);

/* 28…31, or 0 if `month` is not 1…12. */
int fuseau_civil_days_in_month(int32_t year, int month);

/* A day of a week of ISO 8601: 2024-07-11 is 2024-W28-4. Week 1 is the one of 4 January. */
struct fuseau_week_date {
    int32_t year;    /* at a year's ends the one before or after: 2024-12-30 is 2025-W01-1 */
    uint8_t week;    /* 1…52, or 53 in years that have it */
    uint8_t weekday; /* 1 Monday … 7 Sunday */
};

/* Whether every field is in its range; for a time, second 60 counts as in range. */
bool fuseau_civil_date_is_valid(struct fuseau_date date);
bool fuseau_civil_time_is_valid(struct fuseau_time time);
bool fuseau_civil_week_date_is_valid(struct fuseau_week_date week_date); /* and its day is a date */

/*
 * Days since 1970-01-01: 2024-07-11 is 19915, 1969-12-31 is -1, 0000-01-01 is -719528.
 * The date must be valid.
 */
int32_t fuseau_civil_to_day_number(struct fuseau_date date);

/* The inverse. `day_number` must be FUSEAU_DAY_NUMBER_MIN…FUSEAU_DAY_NUMBER_MAX. */
struct fuseau_date fuseau_civil_from_day_number(int32_t day_number);

/*
 * The seconds from 1970-01-01T00:00:00 to this civil date and time as if every day had 86,400
 * (POSIX.1-2017, Base Definitions, 4.16). Second 60 counts as the first of the next minute.
 */
int64_t fuseau_civil_to_seconds(struct fuseau_date date, struct fuseau_time time);

/* The inverse, for seconds in FUSEAU_SECONDS_MIN…FUSEAU_SECONDS_MAX; nanosecond is 0. */
void fuseau_civil_from_seconds(int64_t seconds, struct fuseau_date *date, struct fuseau_time *time);

/*
 * The weekday of a valid date, as ISO 8601 counts: 1 is Monday and 7 Sunday, so 2024-07-11, a
 * Thursday, is 4. C counts from Sunday, 0: its tm_wday is this % 7.
 */
int fuseau_civil_weekday(struct fuseau_date date);

/* Of a valid date, 1…366: 2024-07-11 is day 193. C counts from 0: its tm_yday is one less. */
int fuseau_civil_day_of_year(struct fuseau_date date);

/* 53 in years that begin on a Thursday, and in leap years that begin on a Wednesday; else 52. */
int fuseau_civil_weeks_in_year(int32_t year);

/*
 * The week date of a valid date, strftime's "%G-W%V-%u", and back: 2021-01-01 is 2020-W53-5. Its
 * year is -32768…32768, since the first days of a year may be of the last week of the one before.
 * For the inverse the week date must be valid.
 */
struct fuseau_week_date fuseau_civil_to_week_date(struct fuseau_date date);
struct fuseau_date fuseau_civil_from_week_date(struct fuseau_week_date week_date);

#ifdef __cplusplus
}
#endif
#endif
