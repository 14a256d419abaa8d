/* tm_days_test.c -- each day of the years that libc and RFC 3339 both have, as libc has it */
/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* timegm */
#include "table.h"

#include <inttypes.h>

#include "tm.h"

/* Another hour, minute and second each day. */
static int64_t a_time_on(int32_t day_number)
{
    return (int64_t)day_number * FUSEAU_SECONDS_PER_DAY +
           (int64_t)(day_number + 719528) * 7919 % 86400;
}

static void expect_as_gmtime(int64_t seconds, struct fuseau_date date, struct fuseau_time time)
{
    const time_t clock = (time_t)seconds;
    struct tm libc;
    struct tm ours;
    struct fuseau_date back = {0};
    struct fuseau_time back_time = {0};
    assert_non_null(gmtime_r(&clock, &libc));
    assert_int_equal(fuseau_tm_from_civil(date, time, &ours).error, FUSEAU_OK);
    if (ours.tm_year != libc.tm_year || ours.tm_mon != libc.tm_mon ||
        ours.tm_mday != libc.tm_mday || ours.tm_hour != libc.tm_hour ||
        ours.tm_min != libc.tm_min || ours.tm_sec != libc.tm_sec || ours.tm_wday != libc.tm_wday ||
        ours.tm_yday != libc.tm_yday) {
        fail_msg("%" PRId64 ": gmtime_r and fuseau_tm_from_civil disagree", seconds);
    }
    assert_int_equal(timegm(&ours), clock);
    assert_int_equal(fuseau_tm_to_civil(&libc, &back, &back_time).error, FUSEAU_OK);
    assert_int_equal(fuseau_civil_to_seconds(back, back_time), seconds);
}

/* "%G-%V-%u %j" of the day. */
static void expect_as_strftime(const struct tm *day, struct fuseau_date date)
{
    char libc[32];
    char ours[32];
    struct fuseau_week_date week = fuseau_civil_to_week_date(date);
    struct fuseau_date back = fuseau_civil_from_week_date(week);
    assert_true(strftime(libc, sizeof libc, "%G-%V-%u %j", day) > 0);
    snprintf(ours, sizeof ours, "%d-%02d-%d %03d", (int)week.year, week.week, week.weekday,
             fuseau_civil_day_of_year(date));
    if (strcmp(libc, ours) != 0) {
        fail_msg("%04d-%02d-%02d is \"%s\", strftime says \"%s\"", (int)date.year, date.month,
                 date.day, ours, libc);
    }
    assert_true(fuseau_civil_week_date_is_valid(week));
    assert_true(back.year == date.year && back.month == date.month && back.day == date.day);
    assert_int_equal(week.weekday, fuseau_civil_weekday(date));
}

static void every_day_as_libc_has_it(void **state)
{
    (void)state;
    const int32_t first = fuseau_civil_to_day_number((struct fuseau_date){1, 1, 1});
    const int32_t last = fuseau_civil_to_day_number((struct fuseau_date){9999, 12, 31});
    int days = 0;
    for (int32_t day_number = first; day_number <= last; day_number++, days++) {
        struct fuseau_date date;
        struct fuseau_time time;
        struct tm day;
        fuseau_civil_from_seconds(a_time_on(day_number), &date, &time);
        expect_as_gmtime(a_time_on(day_number), date, time);
        assert_int_equal(fuseau_tm_from_civil(date, time, &day).error, FUSEAU_OK);
        expect_as_strftime(&day, date);
    }
    printf("struct tm and ISO weeks: %d days of years 1-9999 as libc has them\n", days);
    assert_int_equal(days, 3652059);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_day_as_libc_has_it)};
    return cmocka_run_group_tests_name("tm_days", tests, NULL, NULL);
}
