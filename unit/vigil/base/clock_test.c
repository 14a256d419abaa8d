/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include <stdbool.h>
#include <time.h>

#include "base/clock.h"

struct instant_row {
    const char *name;
    int64_t seconds;
    const char *text;
};

static const struct instant_row instants[] = {
    {"the epoch", 0, "1970-01-01T00:00:00Z"},
    {"a second before it", -1, "1969-12-31T23:59:59Z"},
    {"a window's beginning", INT64_C(1795586400), "2026-11-25T06:00:00Z"},
    {"a leap day", INT64_C(951782399), "2000-02-28T23:59:59Z"},
    {"the day after", INT64_C(951782400), "2000-02-29T00:00:00Z"},
    {"beyond 32 bits", INT64_C(2147483648), "2038-01-19T03:14:08Z"},
    {"the first that can be written", INT64_C(-62167219200), "0000-01-01T00:00:00Z"},
    {"the last that can be written", INT64_C(253402300799), "9999-12-31T23:59:59Z"},
    {"before the first", INT64_C(-62167219201), ""},
    {"after the last", INT64_C(253402300800), ""},
    {"the least there is", INT64_MIN, ""},
    {"the greatest there is", INT64_MAX, ""},
};

static void is_written(void **state)
{
    const struct instant_row *row = *state;
    char *text = malloc(CLOCK_SIZE);
    assert_non_null(text);
    memset(text, 'x', CLOCK_SIZE);
    clock_write(row->seconds, text);
    assert_string_equal(text, row->text);
    free(text);
}

static void now_is_now(void **state)
{
    char before[CLOCK_SIZE], now[CLOCK_SIZE], after[CLOCK_SIZE];
    (void)state;
    clock_write(time(NULL), before);
    clock_now(now);
    clock_write(time(NULL), after);
    assert_true(strcmp(before, now) <= 0 && strcmp(now, after) <= 0);
    assert_int_equal(strlen(now), strlen("2026-11-25T06:00:00Z"));
}

struct minutes_row {
    const char *name, *text;
    bool taken;
    unsigned minutes;
    const char *rest;
};

static const struct minutes_row times[] = {
    {"midnight", "00:00", true, 0, ""},
    {"a morning", "06:00", true, 360, ""},
    {"the last minute", "23:59", true, 1439, ""},
    {"the day's end", "24:00", true, 1440, ""},
    {"what stands behind it stays", "08:30-18:00", true, 510, "-18:00"},
    {"a third digit of the minute stays", "08:305", true, 510, "5"},
    {"past the day's end", "24:01", false, 0, "24:01"},
    {"an hour too many", "25:00", false, 0, "25:00"},
    {"a minute too many", "06:60", false, 0, "06:60"},
    {"one digit of an hour", "6:00", false, 0, "6:00"},
    {"one digit of a minute", "06:0", false, 0, "06:0"},
    {"no colon", "06.00", false, 0, "06.00"},
    {"no minutes", "06:", false, 0, "06:"},
    {"nothing", "", false, 0, ""},
    {"a blank before it", " 6:00", false, 0, " 6:00"},
    {"a sign", "-1:00", false, 0, "-1:00"},
    {"a letter", "06:0x", false, 0, "06:0x"},
};

static void is_a_time_of_day_or_none(void **state)
{
    const struct minutes_row *row = *state;
    char *copy = exact_copy(row->text, strlen(row->text));
    struct span text = {copy, strlen(row->text)};
    unsigned minutes = 7777;
    assert_int_equal(clock_take_minutes(&text, &minutes), row->taken);
    assert_int_equal(minutes, row->taken ? row->minutes : 7777);
    assert_true(span_is(text, row->rest));
    free(copy);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(instants) + COUNT(times) + 1] = {cmocka_unit_test(now_is_now)};
    size_t count = 1;
    ADD_ROWS(tests, count, instants, is_written);
    ADD_ROWS(tests, count, times, is_a_time_of_day_or_none);
    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
