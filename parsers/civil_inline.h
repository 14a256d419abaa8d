/* civil_inline.h -- (private) the part of the calendar that reading a timestamp waits for */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CIVIL_INLINE_H
#define FUSEAU_CIVIL_INLINE_H

#include "civil.h"

/*
 * Both ways between dates and day numbers are Neri and Schneider, "Euclidean affine functions and
 * their application to calendar algorithms", Software: Practice and Experience 53(4), 2023. The
 * year is counted from March, so that the leap day is its last, and from far enough back that all
 * is unsigned: then every division is by a constant, which is a multiplication.
 */
enum {
    CIVIL_ERAS = 82, /* of 400 years, that take -32767 above 0 */
    CIVIL_YEARS_BACK = 400 * CIVIL_ERAS,
    CIVIL_DAYS_PER_ERA = 146097,
    CIVIL_DAYS_BACK = 719468 + CIVIL_DAYS_PER_ERA * CIVIL_ERAS, /* 719468: 0000-03-01 to 1970 */
};

static inline int32_t civil_day_number(int32_t civil_year, uint32_t civil_month, uint32_t day)
{
    bool before_march = civil_month <= 2;
    uint32_t year = (uint32_t)(civil_year + CIVIL_YEARS_BACK) - before_march;
    uint32_t month = civil_month + (before_march ? 12U : 0U);
    uint32_t century = year / 100;
    uint32_t days_before_year = 1461 * year / 4 - century + century / 4;
    uint32_t days_before_month = (979 * month - 2919) / 32;
    return (int32_t)(days_before_year + days_before_month + day - 1) - CIVIL_DAYS_BACK;
}

static inline int64_t civil_seconds(struct fuseau_date date, struct fuseau_time time)
{
    int64_t day_number = civil_day_number(date.year, date.month, date.day);
    int32_t second_of_day = (time.hour * 60 + time.minute) * 60 + time.second;
    return day_number * FUSEAU_SECONDS_PER_DAY + second_of_day;
}

static inline bool civil_is_leap_year(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* `month` is 1…12. */
static inline int civil_days_in_month(int32_t year, int month)
{
    if (month == 2) {
        return civil_is_leap_year(year) ? 29 : 28;
    }
    return 30 | (month ^ (month >> 3)); /* 31 in odd months to July, in even ones from August */
}

#endif
