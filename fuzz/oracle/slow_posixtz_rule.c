/* slow_posixtz_rule.c -- the rules of a TZ string read literally: a day at a time */
/* SPDX-License-Identifier: MIT */
#include "oracle/slow_posixtz.h"

struct day {
    int64_t since_epoch;
    int weekday; /* 0 is Sunday */
    int64_t year;
    int month; /* 1…12 */
};

static bool is_leap_year(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int64_t year, int month)
{
    switch (month) {
    case 2:
        return is_leap_year(year) ? 29 : 28;
    case 4:
    case 6:
    case 9:
    case 11:
        return 30;
    default:
        return 31;
    }
}

/* From the first of a month to the first of the next, in the same year. */
static struct day month_after(struct day first)
{
    const int days = days_in_month(first.year, first.month);
    first.since_epoch += days;
    first.weekday = (first.weekday + days) % 7;
    first.month++;
    return first;
}

static struct day year_after(struct day january_1)
{
    const int leap = is_leap_year(january_1.year) ? 1 : 0;
    january_1.since_epoch += 365 + leap;
    january_1.weekday = (january_1.weekday + 1 + leap) % 7; /* 364 days are 52 weeks */
    january_1.year++;
    return january_1;
}

/* 400 years have 146,097 days, which are 20,871 weeks, so they change no weekday. */
static struct day new_year(int64_t year)
{
    struct day day = {.since_epoch = 10957, .weekday = 6, .year = 2000, .month = 1};
    const int64_t cycles = (year - 2000) / 400 - 1; /* at least 1 too few, before 2000 as well */
    day.year += cycles * 400;
    day.since_epoch += cycles * 146097;
    while (day.year < year) {
        day = year_after(day);
    }
    return day;
}

/* "Jn": every year has the months of a common one. */
static int64_t julian_day(struct day first, int n)
{
    while (n > days_in_month(2001, first.month)) {
        n -= days_in_month(2001, first.month);
        first = month_after(first);
    }
    return first.since_epoch + n - 1;
}

/* "Mm.w.d": the w-th such weekday of the month, or if there are fewer, the last. */
static int64_t weekday_of_month(struct day first, int month, int week, int weekday)
{
    while (first.month < month) {
        first = month_after(first);
    }
    int64_t found = first.since_epoch;
    int count = 0;
    for (int day = 0; day < days_in_month(first.year, month) && count < week; day++) {
        if ((first.weekday + day) % 7 == weekday) {
            found = first.since_epoch + day;
            count++;
        }
    }
    return found;
}

/* "n" is zero-based, so it is n days after the first; in a common year 365 may be in the next. */
static int64_t day_of_rule(const struct fuseau_posixtz_rule *rule, struct day january_1)
{
    switch (rule->form) {
    case FUSEAU_POSIXTZ_JULIAN:
        return julian_day(january_1, rule->day);
    case FUSEAU_POSIXTZ_DAY:
        return january_1.since_epoch + rule->day;
    case FUSEAU_POSIXTZ_WEEKDAY:
        return weekday_of_month(january_1, rule->month, rule->week, rule->day);
    }
    return 0;
}

static int64_t strikes(const struct fuseau_posixtz_rule *rule, struct day january_1,
                       int32_t offset_before)
{
    return day_of_rule(rule, january_1) * 86400 + rule->seconds - offset_before;
}

void slow_posixtz_years(const struct fuseau_posixtz *value, int64_t first, size_t count,
                        struct slow_posixtz_year *years)
{
    struct day january_1 = new_year(first);
    for (size_t i = 0; i < count; i++, january_1 = year_after(january_1)) {
        years[i].start = strikes(&value->start, january_1, value->standard.offset_seconds);
        years[i].end = strikes(&value->end, january_1, value->daylight.offset_seconds);
    }
}

bool slow_posixtz_is_daylight(const struct slow_posixtz_year *years, size_t count, int64_t seconds)
{
    for (size_t i = count; i-- > 0;) {
        const bool started = years[i].start <= seconds;
        const bool ended = years[i].end <= seconds;
        if (years[i].start == years[i].end || (!started && !ended)) {
            continue; /* nothing of this year has passed that does anything */
        }
        return started && (!ended || years[i].start > years[i].end);
    }
    return false;
}
