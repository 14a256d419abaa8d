/* icu_test.c -- every day of years 0000-9999 against ICU's proleptic Gregorian calendar */
/* SPDX-License-Identifier: MIT */
#include "table.h"

#include <stdio.h>

#include "civil.h"
#include "oracle/icu.h"

static void every_day_agrees_with_icu(void **state)
{
    (void)state;
    int32_t days = 0;
    for (int32_t number = -719528; number <= 2932896; number++) {
        struct fuseau_date date = fuseau_civil_from_day_number(number);
        int32_t year;
        int month, day;
        assert_true(icu_civil(number, &year, &month, &day));
        if (date.year != year || date.month != month || date.day != day) {
            fail_msg("day %d: ICU says %d-%d-%d, we say %d-%u-%u", number, year, month, day,
                     date.year, date.month, date.day);
        }
        days++;
    }
    printf("ICU agrees on %d days\n", days);
    assert_int_equal(days, 3652425);
}

static void ends_of_months_agree_with_icu(void **state)
{
    (void)state;
    for (int32_t year = FUSEAU_YEAR_MIN; year <= FUSEAU_YEAR_MAX; year++) {
        int month = 1 + (year & 0x7fff) % 12;
        int last = fuseau_civil_days_in_month(year, month);
        int32_t number;
        assert_true(icu_day_number(year, month, last, &number));
        struct fuseau_date date = {year, (uint8_t)month, (uint8_t)last};
        assert_int_equal(fuseau_civil_to_day_number(date), number);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_agrees_with_icu),
        cmocka_unit_test(ends_of_months_agree_with_icu),
    };
    return cmocka_run_group_tests_name("icu", tests, NULL, NULL);
}
