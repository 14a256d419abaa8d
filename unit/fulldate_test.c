/* fulldate_test.c -- what is accepted as a date, what is refused, at which byte and why */
/* SPDX-License-Identifier: MIT */
#include "table.h"

#include "fulldate.h"

struct accepted {
    struct row row;
    struct fuseau_date date;
};

static const struct accepted accepted[] = {
    {{"an ordinary day", TEXT("2024-07-11")}, {2024, 7, 11}},
    {{"the epoch", TEXT("1970-01-01")}, {1970, 1, 1}},
    {{"the first of all", TEXT("0000-01-01")}, {0, 1, 1}},
    {{"year 0 is a leap year", TEXT("0000-02-29")}, {0, 2, 29}},
    {{"the last of all", TEXT("9999-12-31")}, {9999, 12, 31}},
    {{"leap day", EXAMPLE("2024-02-29")}, {2024, 2, 29}},
    {{"leap day of a hundred in four", TEXT("2000-02-29")}, {2000, 2, 29}},
    {{"a month of 30 days", TEXT("2023-04-30")}, {2023, 4, 30}},
    {{"a month of 31 days", TEXT("2023-08-31")}, {2023, 8, 31}},
};

static const struct refused refused[] = {
    {{"nothing", TEXT("")}, FUSEAU_ERR_END, 0},
    {{"a year", TEXT("2024")}, FUSEAU_ERR_END, 4},
    {{"a year and a month", TEXT("2024-07")}, FUSEAU_ERR_END, 7},
    {{"no day", TEXT("2024-07-")}, FUSEAU_ERR_END, 8},
    {{"half a day", TEXT("2024-07-1")}, FUSEAU_ERR_END, 9},
    {{"no hyphens", TEXT("20240711")}, FUSEAU_ERR_SEPARATOR, 4},
    {{"slashes", TEXT("2024/07/11")}, FUSEAU_ERR_SEPARATOR, 4},
    {{"a second slash", TEXT("2024-07/11")}, FUSEAU_ERR_SEPARATOR, 7},
    {{"a sign", TEXT("+2024-07-11")}, FUSEAU_ERR_DIGIT, 0},
    {{"five digits of year", TEXT("12024-07-11")}, FUSEAU_ERR_SEPARATOR, 4},
    {{"one digit of month", TEXT("2024-7-11")}, FUSEAU_ERR_RANGE, 5},
    {{"a letter in the month", TEXT("2024-0x-11")}, FUSEAU_ERR_DIGIT, 6},
    {{"month 00", TEXT("2024-00-11")}, FUSEAU_ERR_RANGE, 6},
    {{"month 13", TEXT("2024-13-11")}, FUSEAU_ERR_RANGE, 6},
    {{"month 13, cut", TEXT("2024-13")}, FUSEAU_ERR_RANGE, 6},
    {{"month 13 before a slash", TEXT("2024-13/11")}, FUSEAU_ERR_RANGE, 6},
    {{"month 20", TEXT("2024-20-11")}, FUSEAU_ERR_RANGE, 5},
    {{"day 00", TEXT("2024-07-00")}, FUSEAU_ERR_RANGE, 9},
    {{"day 32", TEXT("2024-07-32")}, FUSEAU_ERR_RANGE, 9},
    {{"day 40", TEXT("2024-07-40")}, FUSEAU_ERR_RANGE, 8},
    {{"31 April", TEXT("2024-04-31")}, FUSEAU_ERR_DAY, 9},
    {{"29 February 2023", TEXT("2023-02-29")}, FUSEAU_ERR_DAY, 9},
    {{"29 February 1900", EXAMPLE("1900-02-29")}, FUSEAU_ERR_DAY, 9},
    {{"30 February", TEXT("2024-02-30")}, FUSEAU_ERR_DAY, 8},
    {{"3x February", TEXT("2024-02-3")}, FUSEAU_ERR_DAY, 8},
    {{"a letter for a day", TEXT("2024-02-x1")}, FUSEAU_ERR_DIGIT, 8},
    {{"a letter after 2", TEXT("2024-02-2x")}, FUSEAU_ERR_DIGIT, 9},
    {{"a time", TEXT("2024-07-11T")}, FUSEAU_ERR_TRAILING, 10},
    {{"a newline", TEXT("2024-07-11\n")}, FUSEAU_ERR_TRAILING, 10},
    {{"a space before", TEXT(" 2024-07-11")}, FUSEAU_ERR_DIGIT, 0},
    {{"NUL in the year", TEXT("2\00024-07-11")}, FUSEAU_ERR_DIGIT, 1},
    {{"Arabic digits", TEXT("\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa4-07-11")}, FUSEAU_ERR_DIGIT, 0},
    {{"digits with the top bit", TEXT("\xb2\xb0\xb2\xb4-07-11")}, FUSEAU_ERR_DIGIT, 0},
    {{"the day with the top bit", TEXT("2024-07-1\xb1")}, FUSEAU_ERR_DIGIT, 9},
};

static void check_accepted(void **state)
{
    const struct accepted *expected = *state;
    char *copy = row_copy(&expected->row);
    struct fuseau_date date = {-1, 0, 0};
    struct fuseau_result result = fuseau_fulldate_parse(copy, expected->row.size, &date);
    row_release(copy);
    row_expect(&expected->row, result, FUSEAU_OK, FUSEAU_FULLDATE_SIZE);
    row_expect_number(&expected->row, "year", date.year, expected->date.year);
    row_expect_number(&expected->row, "month", date.month, expected->date.month);
    row_expect_number(&expected->row, "day", date.day, expected->date.day);

    char text[FUSEAU_FULLDATE_SIZE];
    row_expect(&expected->row, fuseau_fulldate_format(date, text, sizeof text), FUSEAU_OK, 10);
    assert_memory_equal(text, expected->row.text, sizeof text);
}

static void check_refused(void **state)
{
    const struct refused *expected = *state;
    char *copy = row_copy(&expected->row);
    struct fuseau_date date = {-5, 77, 88};
    struct fuseau_result result = fuseau_fulldate_parse(copy, expected->row.size, &date);
    row_release(copy);
    row_expect(&expected->row, result, expected->error, expected->at);
    assert_int_equal(date.year, -5);
    assert_int_equal(date.month, 77);
    assert_int_equal(date.day, 88);
}

struct unwritable {
    struct row row;
    struct fuseau_date date;
    size_t room;
    enum fuseau_error error;
    size_t at;
};

static const struct unwritable unwritable[] = {
    {{"before year 0", TEXT("")}, {-1, 1, 1}, 20, FUSEAU_ERR_RANGE, 0},
    {{"five digits of year", TEXT("")}, {10000, 1, 1}, 20, FUSEAU_ERR_RANGE, 0},
    {{"month 0", TEXT("")}, {2024, 0, 1}, 20, FUSEAU_ERR_RANGE, 0},
    {{"day 30 of February", TEXT("")}, {2024, 2, 30}, 20, FUSEAU_ERR_RANGE, 0},
    {{"a byte too little", TEXT("")}, {2024, 2, 29}, 9, FUSEAU_ERR_ROOM, 10},
};

static void check_unwritable(void **state)
{
    const struct unwritable *expected = *state;
    char text[] = "as it was before it";
    struct fuseau_result result = fuseau_fulldate_format(expected->date, text, expected->room);
    row_expect(&expected->row, result, expected->error, expected->at);
    assert_string_equal(text, "as it was before it");
}

int main(void)
{
    const struct table tables[] = {
        TABLE(accepted, check_accepted),
        TABLE(refused, check_refused),
        TABLE(unwritable, check_unwritable),
    };
    return tables_run("fulldate", tables, sizeof tables / sizeof tables[0]);
}
