/* slow_tzif_time.c -- where leap seconds can be, and what a footer says of the last transition */
/* SPDX-License-Identifier: MIT */
#include "oracle/slow_tzif.h"

#include <string.h>

#include "oracle/slow_posixtz.h"

/* Whether a month ends with the day that has this number from 1970-01-01 on. */
static bool ends_month(int64_t day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t year = 1970 - 400;
    int64_t last = -146097 - 1; /* the day before that year */
    for (int month = 0; last < day; month++) {
        if (month == 12) {
            month = 0;
            year++;
        }
        const bool leap_year = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        last += days[month] + (month == 1 && leap_year ? 1 : 0);
    }
    return last == day;
}

#define MANY_DAYS INT64_C(146400) /* more than 2^31 seconds, so that no day number is negative */

/*
 * The second before a leap second's correction begins is 23:59:59 if one is inserted, 23:59:58 if
 * one is left out. Whole cycles of 400 years are taken off first, so that nothing can overflow.
 */
bool slow_tzif_leap_ends_month(int64_t occurrence, int64_t before, int64_t step)
{
    const int64_t cycle = INT64_C(146097) * 86400;
    const int64_t second = occurrence % cycle - 1 - before + MANY_DAYS * 86400;
    const int64_t of_day = second % 86400;
    return of_day == (step > 0 ? 86399 : 86398) && ends_month(second / 86400 - MANY_DAYS);
}

/* What was before the first leap second, whose correction has the sign of what it does. */
int64_t slow_tzif_start_of(int64_t first_correction)
{
    return first_correction > 0 ? first_correction - 1 : first_correction + 1;
}

static int64_t transition(const struct fuseau_tzif *tzif, size_t index)
{
    return slow_tzif_number(tzif->bytes, tzif->transition_times_at + index * tzif->time_size,
                            tzif->time_size);
}

static unsigned byte_at(const struct fuseau_tzif *tzif, size_t at)
{
    return (unsigned char)tzif->bytes[at];
}

/* The last transition in POSIX seconds, held within int64_t, and then in the years 1970…2369. */
static int64_t last_transition(const struct fuseau_tzif *tzif)
{
    const int64_t cycle = INT64_C(146097) * 86400;
    const int64_t time = transition(tzif, tzif->transitions - 1);
    const size_t record = (size_t)tzif->time_size + 4;
    int64_t correction = 0;
    for (size_t i = tzif->leaps; i-- > 0;) {
        const size_t at = tzif->leaps_at + i * record;
        const int64_t then = slow_tzif_number(tzif->bytes, at + tzif->time_size, 4);
        correction = i == 0 ? slow_tzif_start_of(then) : correction;
        if (slow_tzif_number(tzif->bytes, at, tzif->time_size) <= time) {
            correction = then;
            break;
        }
    }
    int64_t seconds = 0;
    if (correction > 0 && time < INT64_MIN + correction) {
        seconds = INT64_MIN;
    } else if (correction < 0 && time > INT64_MAX + correction) {
        seconds = INT64_MAX;
    } else {
        seconds = time - correction;
    }
    return (seconds % cycle + cycle) % cycle;
}

enum { YEARS_AROUND = SLOW_POSIXTZ_YEARS_BEFORE + 5 };

static bool is_daylight(const struct fuseau_posixtz *rule, int64_t seconds)
{
    struct slow_posixtz_year years[YEARS_AROUND];
    if (!rule->has_daylight) {
        return false;
    }
    const int64_t year = 1970 + seconds / 31556952; /* or the next, or the one before */
    slow_posixtz_years(rule, year - SLOW_POSIXTZ_YEARS_BEFORE, YEARS_AROUND, years);
    return slow_posixtz_is_daylight(years, YEARS_AROUND, seconds);
}

bool slow_tzif_footer_agrees(const struct fuseau_tzif *tzif)
{
    const size_t type = tzif->types_at + (size_t)6 * byte_at(tzif, tzif->transition_types_at +
                                                                       tzif->transitions - 1);
    const bool dst = is_daylight(&tzif->rule, last_transition(tzif));
    const struct fuseau_posixtz_time *const time =
        dst ? &tzif->rule.daylight : &tzif->rule.standard;
    const size_t designation = tzif->designations_at + byte_at(tzif, type + 5);
    return slow_tzif_number(tzif->bytes, type, 4) == time->offset_seconds &&
           (byte_at(tzif, type + 4) == 1) == dst &&
           strcmp(tzif->bytes + designation, time->designation) == 0;
}
