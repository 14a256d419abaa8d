/* civil_test.c -- every day of every year there is, both ways, against plain counting */
/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 199309L
#include "table.h"

#include <stdio.h>
#include <time.h>

#include "civil.h"

static const int month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

/* The Gregorian rule as a sentence: every fourth year, but of the hundreds only each fourth. */
static bool plain_leap(int32_t year)
{
    if (year % 100 == 0) {
        return year % 400 == 0;
    }
    return year % 4 == 0;
}

static void expect_day(int32_t day_number, int32_t year, int month, int day)
{
    struct fuseau_date date = {year, (uint8_t)month, (uint8_t)day};
    struct fuseau_date back = fuseau_civil_from_day_number(day_number);
    if (fuseau_civil_to_day_number(date) != day_number || back.year != year ||
        back.month != month || back.day != day) {
        fail_msg("%04d-%02d-%02d is day %d; got day %d, and %04d-%02u-%02u back", year, month, day,
                 day_number, fuseau_civil_to_day_number(date), back.year, back.month, back.day);
    }
}

/* Counts through the years, one day at a time. Returns the number of days. */
static int32_t expect_years(int32_t first, int32_t last, int32_t day_number)
{
    int32_t begin = day_number;
    for (int32_t year = first; year <= last; year++) {
        for (int month = 1; month <= 12; month++) {
            int days = month_days[month - 1] + (month == 2 && plain_leap(year));
            assert_int_equal(fuseau_civil_days_in_month(year, month), days);
            for (int day = 1; day <= days; day++) {
                expect_day(day_number++, year, month, day);
            }
        }
    }
    return day_number - begin;
}

static void every_day_of_the_years_of_rfc3339(void **state)
{
    (void)state;
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    int32_t days = expect_years(0, 9999, -719528);
    clock_gettime(CLOCK_MONOTONIC, &end);
    double seconds =
        (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
    printf("exhaustive calendar: %d days of years 0000-9999, both ways, in %.3f s\n", days,
           seconds);
    assert_int_equal(days, 3652425);
}

static void every_day_of_the_years_before_and_after(void **state)
{
    (void)state;
    assert_int_equal(expect_years(FUSEAU_YEAR_MIN, -1, FUSEAU_DAY_NUMBER_MIN),
                     -719528 - FUSEAU_DAY_NUMBER_MIN);
    int32_t year_10000 = -719528 + 3652425;
    assert_int_equal(expect_years(10000, FUSEAU_YEAR_MAX, year_10000),
                     FUSEAU_DAY_NUMBER_MAX + 1 - year_10000);
}

static void both_ends_of_the_range(void **state)
{
    (void)state;
    assert_int_equal(expect_years(-32767, -32367, FUSEAU_DAY_NUMBER_MIN), 146097 + 365);
    int32_t days = 146097;
    assert_int_equal(expect_years(32368, 32767, FUSEAU_DAY_NUMBER_MAX + 1 - days), days);
}

static void leap_years(void **state)
{
    (void)state;
    static const int32_t leap[] = {-400, -4, 0, 4, 1600, 2000, 2024, 2400, 9996};
    static const int32_t common[] = {-100, -1, 1, 1700, 1900, 2023, 2100, 9999};
    for (size_t i = 0; i < sizeof leap / sizeof leap[0]; i++) {
        assert_true(fuseau_civil_is_leap_year(leap[i]));
    }
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++) {
        assert_false(fuseau_civil_is_leap_year(common[i]));
    }
}

static void a_month_that_is_none_has_no_days(void **state)
{
    (void)state;
    assert_int_equal(fuseau_civil_days_in_month(2024, 0), 0);
    assert_int_equal(fuseau_civil_days_in_month(2024, 13), 0);
    assert_int_equal(fuseau_civil_days_in_month(2024, -1), 0);
}

static void valid_dates_and_times(void **state)
{
    (void)state;
    assert_true(fuseau_civil_date_is_valid((struct fuseau_date){2024, 2, 29}));
    assert_true(fuseau_civil_date_is_valid((struct fuseau_date){-32767, 1, 1}));
    assert_false(fuseau_civil_date_is_valid((struct fuseau_date){2023, 2, 29}));
    assert_false(fuseau_civil_date_is_valid((struct fuseau_date){2023, 13, 1}));
    assert_false(fuseau_civil_date_is_valid((struct fuseau_date){2023, 1, 0}));
    assert_false(fuseau_civil_date_is_valid((struct fuseau_date){32768, 1, 1}));
    assert_false(fuseau_civil_date_is_valid((struct fuseau_date){-32768, 1, 1}));
    assert_true(fuseau_civil_time_is_valid((struct fuseau_time){23, 59, 60, 999999999}));
    assert_false(fuseau_civil_time_is_valid((struct fuseau_time){24, 0, 0, 0}));
    assert_false(fuseau_civil_time_is_valid((struct fuseau_time){0, 60, 0, 0}));
    assert_false(fuseau_civil_time_is_valid((struct fuseau_time){0, 0, 61, 0}));
    assert_false(fuseau_civil_time_is_valid((struct fuseau_time){0, 0, 0, -1}));
    assert_false(fuseau_civil_time_is_valid((struct fuseau_time){0, 0, 0, 1000000000}));
}

static void seconds_count_as_posix_counts(void **state)
{
    (void)state;
    assert_int_equal(fuseau_civil_to_seconds((struct fuseau_date){2024, 7, 11},
                                             (struct fuseau_time){1, 14, 0, 5}),
                     1720660440);
    assert_int_equal(fuseau_civil_to_seconds((struct fuseau_date){1969, 12, 31},
                                             (struct fuseau_time){23, 59, 59, 0}),
                     -1);
    assert_int_equal(fuseau_civil_to_seconds((struct fuseau_date){2016, 12, 31},
                                             (struct fuseau_time){23, 59, 60, 0}),
                     1483228800);
}

/* Steps of a prime number of seconds, so that every hour, minute and second comes up. */
static void seconds_there_and_back(void **state)
{
    (void)state;
    const int64_t step = 7919001;
    struct fuseau_date date;
    struct fuseau_time time;
    for (int64_t seconds = FUSEAU_SECONDS_MIN; seconds <= FUSEAU_SECONDS_MAX; seconds += step) {
        fuseau_civil_from_seconds(seconds, &date, &time);
        assert_true(fuseau_civil_date_is_valid(date) && fuseau_civil_time_is_valid(time));
        assert_int_equal(fuseau_civil_to_seconds(date, time), seconds);
    }
    fuseau_civil_from_seconds(FUSEAU_SECONDS_MAX, &date, &time);
    assert_int_equal(date.year, FUSEAU_YEAR_MAX);
    assert_int_equal(date.month * 100 + date.day, 1231);
    assert_int_equal((time.hour * 100 + time.minute) * 100 + time.second, 235959);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_the_years_of_rfc3339),
        cmocka_unit_test(every_day_of_the_years_before_and_after),
        cmocka_unit_test(both_ends_of_the_range),
        cmocka_unit_test(leap_years),
        cmocka_unit_test(a_month_that_is_none_has_no_days),
        cmocka_unit_test(valid_dates_and_times),
        cmocka_unit_test(seconds_count_as_posix_counts),
        cmocka_unit_test(seconds_there_and_back),
    };
    return cmocka_run_group_tests_name("civil", tests, NULL, NULL);
}
