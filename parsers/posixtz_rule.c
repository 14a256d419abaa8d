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
 * Of any 28 years with no century among them, one begins on each weekday with a leap day, three
 * without: no year of another kind exists.
 */
bool fuseau_posixtz_spans_new_year(const struct fuseau_posixtz *value)
{
    for (int32_t year = 2000; year < 2028; year++) {
        if (start_in(value, year) <= end_in(value, year)) {
            return false;
        }
    }
    return true;
}

/*
 * What 400 years have is what every 400 have, so that any instant can be asked about. A start or
 * end lies at most nine days outside its year: rule times are of less than seven days, offsets of
 * less than two, and day 365 may be the first of the next year. So a period that has begun by
 * `seconds` is of the next year at the latest; one that has not ended, of two years before at the
 * earliest.
 */
bool fuseau_posixtz_is_daylight(const struct fuseau_posixtz *value, int64_t seconds)
{
    if (!value->has_daylight) {
        return false;
    }
    int64_t in_cycle = seconds % cycle_seconds;
    in_cycle += in_cycle < 0 ? cycle_seconds : 0;
    int32_t day_number = (int32_t)(in_cycle / FUSEAU_SECONDS_PER_DAY);
    int32_t year = fuseau_civil_from_day_number(day_number).year;
    bool before_next_end = false;
    for (int32_t begun = year - 2; begun <= year + 1; begun++) {
        if (start_in(value, begun) > in_cycle) {
            continue;
        }
        if (in_cycle < end_in(value, begun)) {
            return true; /* nor can it span the new year, its start being before its end */
        }
        before_next_end = before_next_end || in_cycle < end_in(value, begun + 1);
    }
    return before_next_end && fuseau_posixtz_spans_new_year(value);
}
