/* civil.c -- the calendar: date <-> day number, days in a month (proleptic Gregorian) */
/* SPDX-License-Identifier: MIT */
#include "civil.h"

#include "civil_inline.h"

bool fuseau_civil_is_leap_year(int32_t year)
{
    return civil_is_leap_year(year);
}

int fuseau_civil_days_in_month(int32_t year, int month)
{
    return month >= 1 && month <= 12 ? civil_days_in_month(year, month) : 0;
}

bool fuseau_civil_date_is_valid(struct fuseau_date date)
{
    return date.year >= FUSEAU_YEAR_MIN && date.year <= FUSEAU_YEAR_MAX && date.day >= 1 &&
           date.day <= fuseau_civil_days_in_month(date.year, date.month);
}

bool fuseau_civil_time_is_valid(struct fuseau_time time)
{
    return time.hour <= 23 && time.minute <= 59 && time.second <= 60 && time.nanosecond >= 0 &&
           time.nanosecond <= 999999999;
}

int32_t fuseau_civil_to_day_number(struct fuseau_date date)
{
    return civil_day_number(date.year, date.month, date.day);
}

struct fuseau_date fuseau_civil_from_day_number(int32_t day_number)
{
    return civil_from_day_number(day_number);
}

int64_t fuseau_civil_to_seconds(struct fuseau_date date, struct fuseau_time time)
{
    return civil_seconds(date, time);
}

void fuseau_civil_from_seconds(int64_t seconds, struct fuseau_date *date, struct fuseau_time *time)
{
    civil_from_seconds(seconds, date, time);
}

/* ---- weeks ---- */

/* Days since a Monday, 0…6. */
static int32_t days_since_monday(int32_t day_number)
{
    enum { THURSDAY = 3 };         /* 1970-01-01 was one */
    enum { WEEKS_BACK = 1900000 }; /* enough to take all above 0 */
    return (int32_t)((uint32_t)(day_number + THURSDAY + 7 * WEEKS_BACK) % 7);
}

/* The day number of the Monday of a year's week 1, which holds 4 January; also one year beyond. */
static int32_t first_monday(int32_t year)
{
    int32_t january_4 = civil_day_number(year, 1, 4);
    return january_4 - days_since_monday(january_4);
}

int fuseau_civil_weekday(struct fuseau_date date)
{
    return days_since_monday(fuseau_civil_to_day_number(date)) + 1;
}

int fuseau_civil_day_of_year(struct fuseau_date date)
{
    return fuseau_civil_to_day_number(date) - civil_day_number(date.year, 1, 1) + 1;
}

int fuseau_civil_weeks_in_year(int32_t year)
{
    int32_t like = year % 400; /* after 400 years, which are whole weeks, all is as before */
    return (first_monday(like + 1) - first_monday(like)) / 7;
}

static int32_t week_date_day_number(struct fuseau_week_date week_date)
{
    return first_monday(week_date.year) + 7 * (week_date.week - 1) + week_date.weekday - 1;
}

bool fuseau_civil_week_date_is_valid(struct fuseau_week_date week_date)
{
    if (week_date.year < FUSEAU_YEAR_MIN - 1 || week_date.year > FUSEAU_YEAR_MAX + 1 ||
        week_date.week < 1 || week_date.week > fuseau_civil_weeks_in_year(week_date.year) ||
        week_date.weekday < 1 || week_date.weekday > 7) {
        return false;
    }
    int32_t day_number = week_date_day_number(week_date);
    return day_number >= FUSEAU_DAY_NUMBER_MIN && day_number <= FUSEAU_DAY_NUMBER_MAX;
}

struct fuseau_week_date fuseau_civil_to_week_date(struct fuseau_date date)
{
    int32_t day_number = fuseau_civil_to_day_number(date);
    int32_t days = days_since_monday(day_number);
    /* The week is of the year that its Thursday is of. */
    int32_t year = fuseau_civil_from_day_number(day_number - days + 3).year;
    return (struct fuseau_week_date){
        .year = year,
        .week = (uint8_t)((day_number - first_monday(year)) / 7 + 1),
        .weekday = (uint8_t)(days + 1),
    };
}

struct fuseau_date fuseau_civil_from_week_date(struct fuseau_week_date week_date)
{
    return fuseau_civil_from_day_number(week_date_day_number(week_date));
}
