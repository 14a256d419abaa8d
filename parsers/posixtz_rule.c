/* posixtz_rule.c -- when daylight saving time begins and ends by the rules of a TZ string */
/* SPDX-License-Identifier: MIT */
#include "civil_inline.h"
#include "posixtz.h"

/* The calendar repeats every 400 years. Whatever depends on a year is computed in a near one. */
enum { CYCLE_YEARS = 400 };

static const int64_t cycle_seconds = (int64_t)CIVIL_DAYS_PER_ERA * FUSEAU_SECONDS_PER_DAY;

/* "Mm.w.d": week 1 has the first such weekday of the month, and week 5 is the last that exists. */
static int32_t weekday_number(const struct fuseau_posixtz_rule *rule, int32_t year)
{
    const int32_t thursday = 4; /* 1970-01-01, day number 0, was one */
    int32_t first = civil_day_number(year, rule->month, 1);
    int32_t weekday = (first + thursday) % 7; /* before 1970 counted backwards, from 0 to -6 */
    int32_t day = (rule->day + 7 - weekday) % 7 + 7 * (rule->week - 1);
    return first + (day < civil_days_in_month(year, rule->month) ? day : day - 7);
}

/*
 * The day number. Day 365 of a common year, which POSIX leaves undefined, is what counting on
 * gives: 1 January of the next.
 */
static int32_t rule_day_number(const struct fuseau_posixtz_rule *rule, int32_t year)
{
    const int32_t march_1 = 60; /* as "Jn" counts, in every year */
    if (rule->form == FUSEAU_POSIXTZ_WEEKDAY) {
        return weekday_number(rule, year);
    }
    int32_t january_1 = civil_day_number(year, 1, 1);
    if (rule->form == FUSEAU_POSIXTZ_DAY) {
        return january_1 + rule->day;
    }
    return january_1 + rule->day - 1 + (rule->day >= march_1 && civil_is_leap_year(year));
}

/* When the rule strikes, by clocks that are ahead of UTC by `offset_seconds`. */
static int64_t strike(const struct fuseau_posixtz_rule *rule, int32_t offset_seconds, int32_t year)
{
    int64_t day_number = rule_day_number(rule, year);
    return day_number * FUSEAU_SECONDS_PER_DAY + rule->seconds - offset_seconds;
}

static int64_t start_in(const struct fuseau_posixtz *value, int32_t year)
{
    return strike(&value->start, value->standard.offset_seconds, year);
}

static int64_t end_in(const struct fuseau_posixtz *value, int32_t year)
{
    return strike(&value->end, value->daylight.offset_seconds, year);
}

int64_t fuseau_posixtz_start(const struct fuseau_posixtz *value, int64_t year)
{
    int64_t alike = year % CYCLE_YEARS;
    return start_in(value, (int32_t)alike) + (year - alike) / CYCLE_YEARS * cycle_seconds;
}

int64_t fuseau_posixtz_end(const struct fuseau_posixtz *value, int64_t year)
{
    int64_t alike = year % CYCLE_YEARS;
    return end_in(value, (int32_t)alike) + (year - alike) / CYCLE_YEARS * cycle_seconds;
}

/*
 * Whether one of the two changes of a year that do anything has passed by `in_cycle`, and then
 * whether the last one that has is a start. A start and an end at the same instant do nothing.
 */
static bool decides(const struct fuseau_posixtz *value, int32_t year, int64_t in_cycle,
                    bool *daylight)
{
    int64_t start = start_in(value, year);
    int64_t end = end_in(value, year);
    int64_t first = start < end ? start : end;
    if (start == end || in_cycle < first) {
        return false;
    }
    int64_t second = start < end ? end : start;
    *daylight = (in_cycle < second) == (start < end);
    return true;
}

/*
 * What 400 years have is what every 400 have, so that any instant can be asked about. A start or
 * end lies at most nine days outside its year: rule times are of less than seven days, offsets of
 * less than two, and day 365 may be the first of the next year. So the next year may have changes
 * that have passed already, and the year before last has none that have not. Years are passed over
 * whose start and end coincide: if all are, nothing ever starts.
 */
bool fuseau_posixtz_is_daylight(const struct fuseau_posixtz *value, int64_t seconds)
{
    if (!value->has_daylight) {
        return false;
    }
    int64_t in_cycle = seconds % cycle_seconds;
    in_cycle += in_cycle < 0 ? cycle_seconds : 0;
    int32_t day_number = (int32_t)(in_cycle / FUSEAU_SECONDS_PER_DAY);
    int32_t year = fuseau_civil_from_day_number(day_number).year + 1;
    bool daylight = false;
    for (int32_t earliest = year - CYCLE_YEARS; year > earliest; year--) {
        if (decides(value, year, in_cycle, &daylight)) {
            return daylight;
        }
    }
    return false;
}
