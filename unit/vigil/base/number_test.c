/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include <stdbool.h>

#include "base/number.h"

#define UNTOUCHED 77

struct number_row {
    const char *name, *text;
    uint64_t least, most;
    bool read;
    uint64_t number;
};

static const struct number_row numbers[] = {
    {"one digit", "7", 0, 9, true, 7},
    {"none", "0", 0, 0, true, 0},
    {"zeros before it", "007", 1, 7, true, 7},
    {"the least", "1", 1, 256, true, 1},
    {"the most", "256", 1, 256, true, 256},
    {"the greatest there is", "18446744073709551615", 0, UINT64_MAX, true, UINT64_MAX},
    {"below the least", "0", 1, 256, false, 0},
    {"above the most", "257", 1, 256, false, 0},
    {"one more than there is", "18446744073709551616", 0, UINT64_MAX, false, 0},
    {"many more than there is", "99999999999999999999999", 0, UINT64_MAX, false, 0},
    {"more than there is, and small when cut", "18446744073709551617", 0, 10, false, 0},
    {"nothing", "", 0, 9, false, 0},
    {"a plus", "+5", 0, 9, false, 0},
    {"a minus", "-5", 0, 9, false, 0},
    {"a blank before it", " 5", 0, 9, false, 0},
    {"a blank behind it", "5 ", 0, 9, false, 0},
    {"a line end behind it", "5\n", 0, 9, false, 0},
    {"a unit", "5s", 0, 9, false, 0},
    {"hexadecimal", "0x5", 0, 9, false, 0},
    {"a fraction", "5.0", 0, 9, false, 0},
    {"a letter", "a", 0, 9, false, 0},
    {"the sign before 0", "/", 0, 99, false, 0},
    {"the sign behind 9", ":", 0, 99, false, 0},
};

static void is_a_number_or_none(void **state)
{
    const struct number_row *row = *state;
    char *text = exact_copy(row->text, strlen(row->text) + 1);
    uint64_t number = UNTOUCHED;
    assert_int_equal(number_read(text, row->least, row->most, &number), row->read);
    assert_true(number == (row->read ? row->number : UNTOUCHED));
    free(text);
}

struct seconds_row {
    const char *name, *text;
    bool read;
    double seconds;
};

static const struct seconds_row times[] = {
    {"seconds", "90s", true, 90},
    {"minutes", "30m", true, 1800},
    {"hours", "4h", true, 14400},
    {"no time", "0s", true, 0},
    {"a week in hours", "168h", true, 604800},
    {"a week in minutes", "10080m", true, 604800},
    {"a week in seconds", "604800s", true, 604800},
    {"an hour more", "169h", false, 0},
    {"a minute more", "10081m", false, 0},
    {"a second more", "604801s", false, 0},
    {"more than there is", "18446744073709551617s", false, 0},
    {"what is small when multiplied", "5124095576030432h", false, 0},
    {"no unit", "60", false, 0},
    {"no number", "s", false, 0},
    {"nothing", "", false, 0},
    {"two units", "1ms", false, 0},
    {"a unit that is none", "1d", false, 0},
    {"a great letter", "1H", false, 0},
    {"a blank between", "1 h", false, 0},
    {"a minus", "-1s", false, 0},
    {"a fraction", "1.5h", false, 0},
    {"two times", "1h30m", false, 0},
};

static void is_a_time_or_none(void **state)
{
    const struct seconds_row *row = *state;
    char *text = exact_copy(row->text, strlen(row->text) + 1);
    double seconds = UNTOUCHED;
    assert_int_equal(number_read_seconds(text, &seconds), row->read);
    assert_true(seconds == (row->read ? row->seconds : UNTOUCHED));
    free(text);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(numbers) + COUNT(times)];
    size_t count = 0;
    ADD_ROWS(tests, count, numbers, is_a_number_or_none);
    ADD_ROWS(tests, count, times, is_a_time_or_none);
    return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
