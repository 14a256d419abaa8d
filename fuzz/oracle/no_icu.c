/* no_icu.c -- no opinion, for builds without ICU */
/* SPDX-License-Identifier: MIT */
#include "oracle/icu.h"

bool icu_has_opinion(void)
{
    return false;
}

bool icu_day_number(int32_t year, int month, int day, int32_t *day_number)
{
    (void)year;
    (void)month;
    (void)day;
    (void)day_number;
    return false;
}

bool icu_civil(int32_t day_number, int32_t *year, int *month, int *day)
{
    (void)day_number;
    (void)year;
    (void)month;
    (void)day;
    return false;
}

bool icu_instant(const char *text, size_t size, int64_t *seconds)
{
    (void)text;
    (void)size;
    (void)seconds;
    return false;
}
