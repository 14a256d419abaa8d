/* tm_test.c -- dates and times as C's struct tm, and weeks, as libc has them; struct timespec */
/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* tm_gmtoff, tm_zone and timegm */
#include "table.h"

#include <inttypes.h>
#include <limits.h>

#include "tm.h"

/* ---- ISO weeks ---- */

static const struct {
    struct fuseau_date date;
    struct fuseau_week_date week;
} weeks[] = {
    {{2024, 7, 11}, {2024, 28, 4}},    {{2024, 12, 30}, {2025, 1, 1}},
    {{2021, 1, 1}, {2020, 53, 5}},     {{2021, 1, 3}, {2020, 53, 7}},
    {{2021, 1, 4}, {2021, 1, 1}},      {{2020, 12, 31}, {2020, 53, 4}},
    {{1970, 1, 1}, {1970, 1, 4}},      {{2005, 1, 1}, {2004, 53, 6}},
    {{2008, 12, 28}, {2008, 52, 7}},   {{2008, 12, 29}, {2009, 1, 1}},
    {{0, 1, 1}, {-1, 52, 6}},          {{-1, 12, 31}, {-1, 52, 5}},
    {{-32767, 1, 1}, {-32768, 53, 6}}, {{32767, 12, 31}, {32767, 52, 7}},
};

static void weeks_at_the_ends_of_years(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof weeks / sizeof weeks[0]; i++) {
        struct fuseau_week_date week = fuseau_civil_to_week_date(weeks[i].date);
        struct fuseau_date date = fuseau_civil_from_week_date(weeks[i].week);
        if (week.year != weeks[i].week.year || week.week != weeks[i].week.week ||
            week.weekday != weeks[i].week.weekday) {
            fail_msg("%d-%d-%d is %d-W%d-%d", (int)weeks[i].date.year, weeks[i].date.month,
                     weeks[i].date.day, (int)week.year, week.week, week.weekday);
        }
        assert_true(date.year == weeks[i].date.year && date.month == weeks[i].date.month &&
                    date.day == weeks[i].date.day);
        assert_true(fuseau_civil_week_date_is_valid(weeks[i].week));
    }
}

/* Day by day a week goes on, or the next begins; and each leads back. */
static void expect_weeks_follow(int32_t first, int32_t last)
{
    struct fuseau_week_date before = fuseau_civil_to_week_date(fuseau_civil_from_day_number(first));
    for (int32_t day_number = first + 1; day_number <= last; day_number++) {
        struct fuseau_week_date week =
            fuseau_civil_to_week_date(fuseau_civil_from_day_number(day_number));
        bool new_week = before.weekday == 7;
        bool new_year = new_week && before.week == fuseau_civil_weeks_in_year(before.year);
        if (week.weekday != (new_week ? 1 : before.weekday + 1) ||
            week.year != before.year + new_year ||
            week.week != (new_year ? 1 : before.week + new_week) ||
            fuseau_civil_to_day_number(fuseau_civil_from_week_date(week)) != day_number) {
            fail_msg("after %d-W%02d-%d comes %d-W%02d-%d", (int)before.year, before.week,
                     before.weekday, (int)week.year, week.week, week.weekday);
        }
        before = week;
    }
}

/* What libc was not asked: both ends of the calendar, and about year 0. */
static void weeks_follow_each_other(void **state)
{
    (void)state;
    const int32_t days = 146097;
    expect_weeks_follow(FUSEAU_DAY_NUMBER_MIN, FUSEAU_DAY_NUMBER_MIN + days);
    expect_weeks_follow(-719528 - days, -719528 + days);
    expect_weeks_follow(FUSEAU_DAY_NUMBER_MAX - days, FUSEAU_DAY_NUMBER_MAX);
}

static void week_dates_that_are_none(void **state)
{
    (void)state;
    static const struct fuseau_week_date none[] = {
        {2024, 0, 1},    {2024, 53, 1},     {2020, 54, 1},     {2024, 1, 0},     {2024, 1, 8},
        {-32768, 53, 5}, {32768, 1, 2},     {32768, 1, 1},     {-32768, 52, 7},  {32769, 1, 1},
        {-32769, 1, 1},  {INT32_MAX, 1, 1}, {INT32_MIN, 1, 1}, {2024, 255, 255},
    };
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        if (fuseau_civil_week_date_is_valid(none[i])) {
            fail_msg("%" PRId32 "-W%02d-%d passes for a date", none[i].year, none[i].week,
                     none[i].weekday);
        }
    }
    assert_true(fuseau_civil_week_date_is_valid((struct fuseau_week_date){2020, 53, 7}));
}

static void weeks_in_a_year(void **state)
{
    (void)state;
    int long_years = 0;
    for (int32_t year = 1; year <= 400; year++) {
        int weeks_in_year = fuseau_civil_weeks_in_year(year);
        assert_true(weeks_in_year == 52 || weeks_in_year == 53);
        assert_int_equal(weeks_in_year, fuseau_civil_weeks_in_year(year - 800));
        assert_int_equal(weeks_in_year, fuseau_civil_weeks_in_year(year + 1000000000));
        long_years += weeks_in_year == 53;
    }
    assert_int_equal(long_years, 71);
    assert_int_equal(fuseau_civil_weeks_in_year(2020), 53);
    assert_int_equal(fuseau_civil_weeks_in_year(2026), 53);
    assert_int_equal(fuseau_civil_weeks_in_year(INT32_MAX), 52);
    assert_int_equal(fuseau_civil_weeks_in_year(INT32_MIN), 52);
}

/* ---- struct tm ---- */

static void dates_and_times_that_are_none(void **state)
{
    (void)state;
    struct tm tm;
    struct tm untouched;
    memset(&tm, 0x5a, sizeof tm);
    untouched = tm;
    const struct fuseau_date date = {2024, 7, 11};
    const struct fuseau_time time = {1, 14, 0, 0};
    assert_int_equal(fuseau_tm_from_civil((struct fuseau_date){2023, 2, 29}, time, &tm).error,
                     FUSEAU_ERR_RANGE);
    assert_int_equal(fuseau_tm_from_civil((struct fuseau_date){32768, 1, 1}, time, &tm).error,
                     FUSEAU_ERR_RANGE);
    assert_int_equal(fuseau_tm_from_civil(date, (struct fuseau_time){24, 0, 0, 0}, &tm).error,
                     FUSEAU_ERR_RANGE);
    assert_memory_equal(&tm, &untouched, sizeof tm);
}

static void no_field_is_left(void **state)
{
    (void)state;
    struct tm tm;
    memset(&tm, 0x5a, sizeof tm);
    assert_int_equal(fuseau_tm_from_civil((struct fuseau_date){2016, 12, 31},
                                          (struct fuseau_time){23, 59, 60, 5}, &tm)
                         .error,
                     FUSEAU_OK);
    assert_int_equal(tm.tm_sec, 60);
    assert_int_equal(tm.tm_isdst, -1);
    assert_int_equal(tm.tm_gmtoff, 0);
    assert_string_equal(tm.tm_zone, "");
}

struct read {
    const char *name;
    struct tm tm;
    enum fuseau_error error;
};

/* clang-format off */
static const struct read reads[] = {
    {"the last second", {.tm_year = 124, .tm_mon = 11, .tm_mday = 31, .tm_hour = 23, .tm_min = 59, .tm_sec = 59}, FUSEAU_OK},
    {"second 60", {.tm_year = 116, .tm_mon = 11, .tm_mday = 31, .tm_hour = 23, .tm_min = 59, .tm_sec = 60}, FUSEAU_OK},
    {"29 February", {.tm_year = 124, .tm_mon = 1, .tm_mday = 29}, FUSEAU_OK},
    {"what is not looked at", {.tm_year = 124, .tm_mday = 1, .tm_wday = -5, .tm_yday = 9999, .tm_isdst = 7, .tm_gmtoff = LONG_MAX}, FUSEAU_OK},
    {"the first year", {.tm_year = -32767 - 1900, .tm_mday = 1}, FUSEAU_OK},
    {"the last year", {.tm_year = 32767 - 1900, .tm_mday = 1}, FUSEAU_OK},
    {"a year too early", {.tm_year = -32768 - 1900, .tm_mday = 1}, FUSEAU_ERR_RANGE},
    {"a year too late", {.tm_year = 32768 - 1900, .tm_mday = 1}, FUSEAU_ERR_RANGE},
    {"the greatest year", {.tm_year = INT_MAX, .tm_mday = 1}, FUSEAU_ERR_RANGE},
    {"the least year", {.tm_year = INT_MIN, .tm_mday = 1}, FUSEAU_ERR_RANGE},
    {"month 12", {.tm_year = 124, .tm_mon = 12, .tm_mday = 1}, FUSEAU_ERR_RANGE},
    {"month -1", {.tm_year = 124, .tm_mon = -1, .tm_mday = 1}, FUSEAU_ERR_RANGE},
    {"month 256, which a byte makes 0", {.tm_year = 124, .tm_mon = 256, .tm_mday = 1}, FUSEAU_ERR_RANGE},
    {"day 0, as memset leaves it", {.tm_year = 124}, FUSEAU_ERR_RANGE},
    {"day 32", {.tm_year = 124, .tm_mday = 32}, FUSEAU_ERR_RANGE},
    {"day 257, which a byte makes 1", {.tm_year = 124, .tm_mday = 257}, FUSEAU_ERR_RANGE},
    {"30 February", {.tm_year = 124, .tm_mon = 1, .tm_mday = 30}, FUSEAU_ERR_DAY},
    {"29 February of 2023", {.tm_year = 123, .tm_mon = 1, .tm_mday = 29}, FUSEAU_ERR_DAY},
    {"31 June", {.tm_year = 124, .tm_mon = 5, .tm_mday = 31}, FUSEAU_ERR_DAY},
    {"hour 24", {.tm_year = 124, .tm_mday = 1, .tm_hour = 24}, FUSEAU_ERR_RANGE},
    {"hour -1", {.tm_year = 124, .tm_mday = 1, .tm_hour = -1}, FUSEAU_ERR_RANGE},
    {"minute 60", {.tm_year = 124, .tm_mday = 1, .tm_min = 60}, FUSEAU_ERR_RANGE},
    {"minute -1", {.tm_year = 124, .tm_mday = 1, .tm_min = -1}, FUSEAU_ERR_RANGE},
    {"second 61", {.tm_year = 124, .tm_mday = 1, .tm_sec = 61}, FUSEAU_ERR_RANGE},
    {"second -1", {.tm_year = 124, .tm_mday = 1, .tm_sec = -1}, FUSEAU_ERR_RANGE},
};
/* clang-format on */

static void what_is_read_of_a_tm(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof reads / sizeof reads[0]; i++) {
        const struct tm *tm = &reads[i].tm;
        struct fuseau_date date = {-1, 99, 99};
        struct fuseau_time time = {99, 99, 99, -1};
        struct fuseau_result result = fuseau_tm_to_civil(tm, &date, &time);
        if (result.error != reads[i].error || result.at != 0) {
            fail_msg("%s: expected %s, got %s", reads[i].name, fuseau_error_name(reads[i].error),
                     fuseau_error_name(result.error));
        }
        bool written = date.year - 1900 == tm->tm_year && date.month == tm->tm_mon + 1 &&
                       date.day == tm->tm_mday && time.hour == tm->tm_hour &&
                       time.minute == tm->tm_min && time.second == tm->tm_sec &&
                       time.nanosecond == 0;
        bool untouched = date.year == -1 && date.month == 99 && date.day == 99 && time.hour == 99 &&
                         time.minute == 99 && time.second == 99 && time.nanosecond == -1;
        assert_true(result.error == FUSEAU_OK ? written : untouched);
    }
}

/* In New York, as strftime writes it. */
static void a_zone_is_written_too(void **state)
{
    (void)state;
    static const char text[] = "EST5EDT,M3.2.0,M11.1.0";
    struct fuseau_posixtz rule;
    const struct fuseau_zone *zone = NULL;
    struct fuseau_zoned zoned;
    struct tm tm;
    char written[64];
    assert_int_equal(fuseau_posixtz_parse(text, sizeof text - 1, &rule).error, FUSEAU_OK);
    assert_int_equal(fuseau_zone_from_posixtz(&rule, &zone).error, FUSEAU_OK);
    fuseau_zoned_from_instant(zone, (struct fuseau_instant){1720660440, 5}, &zoned);
    assert_int_equal(fuseau_tm_from_zoned(&zoned, &tm).error, FUSEAU_OK);
    assert_int_equal(tm.tm_isdst, 1);
    assert_int_equal(tm.tm_gmtoff, -14400);
    strftime(written, sizeof written, "%Y-%m-%d %H:%M:%S %z %Z %a %j", &tm);
    assert_string_equal(written, "2024-07-10 21:14:00 -0400 EDT Wed 192");
    zoned.date.month = 13;
    assert_int_equal(fuseau_tm_from_zoned(&zoned, &tm).error, FUSEAU_ERR_RANGE);
    fuseau_zone_release(zone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weeks_at_the_ends_of_years),    cmocka_unit_test(weeks_follow_each_other),
        cmocka_unit_test(week_dates_that_are_none),      cmocka_unit_test(weeks_in_a_year),
        cmocka_unit_test(dates_and_times_that_are_none), cmocka_unit_test(no_field_is_left),
        cmocka_unit_test(what_is_read_of_a_tm),          cmocka_unit_test(a_zone_is_written_too),
    };
    return cmocka_run_group_tests_name("tm", tests, NULL, NULL);
}
