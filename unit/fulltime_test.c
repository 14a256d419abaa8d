/* fulltime_test.c -- what is accepted as a time of day, what is refused, at which byte and why */
/* SPDX-License-Identifier: MIT */
#include "table.h"

#include <limits.h>

#include "fulltime.h"

struct accepted {
    struct row row;
    struct fuseau_time time;
    int32_t offset_seconds;
    const char *shortest; /* how it is written, or NULL when as it was read */
};

static const struct accepted accepted[] = {
    {{"an ordinary time", TEXT("01:14:00Z")}, {1, 14, 0, 0}, 0, NULL},
    {{"midnight", TEXT("00:00:00+00:00")}, {0, 0, 0, 0}, 0, NULL},
    {{"the last second", TEXT("23:59:59-07:00")}, {23, 59, 59, 0}, -25200, NULL},
    {{"a tenth", EXAMPLE("01:14:00.5Z")}, {1, 14, 0, 500000000}, 0, NULL},
    {{"seven digits", TEXT("01:14:00.1234567Z")}, {1, 14, 0, 123456700}, 0, NULL},
    {{"eight digits", TEXT("01:14:00.12345678Z")}, {1, 14, 0, 123456780}, 0, NULL},
    {{"nine digits", TEXT("01:14:00.123456789Z")}, {1, 14, 0, 123456789}, 0, NULL},
    {{"a nanosecond", TEXT("01:14:00.000000001Z")}, {1, 14, 0, 1}, 0, NULL},
    {{"never rounded up", TEXT("23:59:59.9999999999999Z")},
     {23, 59, 59, 999999999},
     0,
     "23:59:59.999999999Z"},
    {{"zeros are not needed", TEXT("01:14:00.5000-01:00")},
     {1, 14, 0, 500000000},
     -3600,
     "01:14:00.5-01:00"},
    {{"a fraction of nothing", TEXT("01:14:00.0Z")}, {1, 14, 0, 0}, 0, "01:14:00Z"},
    {{"lower case", TEXT("01:14:00z")}, {1, 14, 0, 0}, 0, "01:14:00Z"},
    {{"a leap second", TEXT("23:59:60Z")}, {23, 59, 60, 0}, 0, NULL},
    {{"a leap second in India", EXAMPLE("05:29:60+05:30")}, {5, 29, 60, 0}, 19800, NULL},
    {{"a leap second in California", TEXT("15:59:60.25-08:00")},
     {15, 59, 60, 250000000},
     -28800,
     NULL},
};

static const struct refused refused[] = {
    {{"nothing", TEXT("")}, FUSEAU_ERR_END, 0},
    {{"an hour", TEXT("01")}, FUSEAU_ERR_END, 2},
    {{"no seconds", TEXT("01:14Z")}, FUSEAU_ERR_SEPARATOR, 5},
    {{"no offset", EXAMPLE("01:14:00")}, FUSEAU_ERR_END, 8},
    {{"no offset after the fraction", TEXT("01:14:00.5")}, FUSEAU_ERR_END, 10},
    {{"no digit after the dot", TEXT("01:14:00.")}, FUSEAU_ERR_END, 9},
    {{"an offset for a digit", TEXT("01:14:00.Z")}, FUSEAU_ERR_DIGIT, 9},
    {{"a comma", TEXT("01:14:00,5Z")}, FUSEAU_ERR_OFFSET, 8},
    {{"two dots", TEXT("01:14:00.5.5Z")}, FUSEAU_ERR_OFFSET, 10},
    {{"something after nine digits", TEXT("01:14:00.123456789x")}, FUSEAU_ERR_OFFSET, 18},
    {{"something after twelve", TEXT("01:14:00.123456789012x")}, FUSEAU_ERR_OFFSET, 21},
    {{"twelve and no more", TEXT("01:14:00.123456789012")}, FUSEAU_ERR_END, 21},
    {{"hour 24", TEXT("24:00:00Z")}, FUSEAU_ERR_RANGE, 1},
    {{"hour 24 before a bad minute", TEXT("24:99:00Z")}, FUSEAU_ERR_RANGE, 1},
    {{"hour 30", TEXT("30:00:00Z")}, FUSEAU_ERR_RANGE, 0},
    {{"one digit of hour", TEXT("1:14:00Z")}, FUSEAU_ERR_DIGIT, 1},
    {{"minute 60", TEXT("23:60:00Z")}, FUSEAU_ERR_RANGE, 3},
    {{"second 61", TEXT("23:59:61Z")}, FUSEAU_ERR_RANGE, 7},
    {{"second 6x", TEXT("23:59:6xZ")}, FUSEAU_ERR_DIGIT, 7},
    {{"second 70", TEXT("23:59:70Z")}, FUSEAU_ERR_RANGE, 6},
    {{"a dot for a colon", TEXT("23.59:00Z")}, FUSEAU_ERR_SEPARATOR, 2},
    {{"a leap second an hour off", EXAMPLE("23:59:60+01:00")}, FUSEAU_ERR_LEAP_SECOND, 6},
    {{"a leap second a minute off", TEXT("23:58:60Z")}, FUSEAU_ERR_LEAP_SECOND, 6},
    {{"a leap second, and more", TEXT("23:58:60Z ")}, FUSEAU_ERR_TRAILING, 9},
    {{"an offset without its colon", TEXT("01:14:00+0100")}, FUSEAU_ERR_SEPARATOR, 11},
    {{"an offset cut short", TEXT("01:14:00+01")}, FUSEAU_ERR_END, 11},
    {{"a zone name", TEXT("01:14:00Z[Etc/UTC]")}, FUSEAU_ERR_TRAILING, 9},
    {{"a T", TEXT("T01:14:00Z")}, FUSEAU_ERR_DIGIT, 0},
};

static void expect_time(const struct row *row, struct fuseau_time got, struct fuseau_time expected)
{
    row_expect_number(row, "hour", got.hour, expected.hour);
    row_expect_number(row, "minute", got.minute, expected.minute);
    row_expect_number(row, "second", got.second, expected.second);
    row_expect_number(row, "nanosecond", got.nanosecond, expected.nanosecond);
}

static void check_accepted(void **state)
{
    const struct accepted *expected = *state;
    char *copy = row_copy(&expected->row);
    struct fuseau_fulltime value;
    struct fuseau_result result = fuseau_fulltime_parse(copy, expected->row.size, &value);
    row_release(copy);
    row_expect(&expected->row, result, FUSEAU_OK, expected->row.size);
    expect_time(&expected->row, value.time, expected->time);
    row_expect_number(&expected->row, "offset", value.offset.seconds, expected->offset_seconds);

    const char *shortest = expected->shortest ? expected->shortest : expected->row.text;
    char text[FUSEAU_FULLTIME_MAX_SIZE];
    result = fuseau_fulltime_format(&value, FUSEAU_FRACTION_SHORTEST, text, sizeof text);
    row_expect(&expected->row, result, FUSEAU_OK, strlen(shortest));
    assert_memory_equal(text, shortest, result.at);
}

static void check_refused(void **state)
{
    const struct refused *expected = *state;
    char *copy = row_copy(&expected->row);
    struct fuseau_fulltime value, before;
    memset(&value, 0x5a, sizeof value);
    memset(&before, 0x5a, sizeof before);
    struct fuseau_result result = fuseau_fulltime_parse(copy, expected->row.size, &value);
    row_release(copy);
    row_expect(&expected->row, result, expected->error, expected->at);
    assert_memory_equal(&value, &before, sizeof value);
}

struct partial {
    struct row row;
    enum fuseau_error error;
    size_t at;
    struct fuseau_time time;
};

static const struct partial partial[] = {
    {{"an ordinary time", TEXT("01:14:00")}, FUSEAU_OK, 8, {1, 14, 0, 0}},
    {{"a fraction", TEXT("07:32:00.999999")}, FUSEAU_OK, 15, {7, 32, 0, 999999000}},
    {{"second 60 after any minute", TEXT("12:34:60")}, FUSEAU_OK, 8, {12, 34, 60, 0}},
    {{"an offset", TEXT("01:14:00Z")}, FUSEAU_ERR_TRAILING, 8, {0, 0, 0, 0}},
    {{"a dot alone", TEXT("01:14:00.")}, FUSEAU_ERR_END, 9, {0, 0, 0, 0}},
    {{"no seconds", TEXT("01:14")}, FUSEAU_ERR_END, 5, {0, 0, 0, 0}},
    {{"minute 61", TEXT("01:61:00")}, FUSEAU_ERR_RANGE, 3, {0, 0, 0, 0}},
};

static void check_partial(void **state)
{
    const struct partial *expected = *state;
    char *copy = row_copy(&expected->row);
    struct fuseau_time time = {99, 99, 99, 99};
    struct fuseau_result result = fuseau_fulltime_parse_partial(copy, expected->row.size, &time);
    row_release(copy);
    row_expect(&expected->row, result, expected->error, expected->at);
    if (expected->error != FUSEAU_OK) {
        assert_int_equal(time.hour, 99);
        return;
    }
    expect_time(&expected->row, time, expected->time);
    char text[FUSEAU_PARTIALTIME_MAX_SIZE];
    result = fuseau_fulltime_format_partial(time, FUSEAU_FRACTION_SHORTEST, text, sizeof text);
    row_expect(&expected->row, result, FUSEAU_OK, expected->row.size);
    assert_memory_equal(text, expected->row.text, result.at);
}

struct written {
    struct row row; /* the text that is expected, or none */
    struct fuseau_fulltime value;
    int digits;
    size_t room;
    enum fuseau_error error;
    size_t at;
};

static const struct written written[] = {
    {{"no digits", TEXT("01:14:00Z")},
     {{1, 14, 0, 0}, {0, FUSEAU_OFFSET_ZULU}},
     0,
     24,
     FUSEAU_OK,
     9},
    {{"three digits", TEXT("01:14:00.000Z")},
     {{1, 14, 0, 0}, {0, FUSEAU_OFFSET_ZULU}},
     3,
     24,
     FUSEAU_OK,
     13},
    {{"three of one", TEXT("01:14:00.500Z")},
     {{1, 14, 0, 500000000}, {0, FUSEAU_OFFSET_ZULU}},
     3,
     24,
     FUSEAU_OK,
     13},
    {{"nine", TEXT("01:14:00.000000001Z")},
     {{1, 14, 0, 1}, {0, FUSEAU_OFFSET_ZULU}},
     9,
     24,
     FUSEAU_OK,
     19},
    {{"the longest", TEXT("23:59:60.999999999-00:00")},
     {{23, 59, 60, 999999999}, {0, FUSEAU_OFFSET_UNKNOWN}},
     9,
     24,
     FUSEAU_OK,
     24},
    {{"one too few", TEXT("")},
     {{1, 14, 0, 250000000}, {0, FUSEAU_OFFSET_ZULU}},
     1,
     24,
     FUSEAU_ERR_INEXACT,
     0},
    {{"none for a fraction", TEXT("")},
     {{1, 14, 0, 1}, {0, FUSEAU_OFFSET_ZULU}},
     0,
     24,
     FUSEAU_ERR_INEXACT,
     0},
    {{"ten digits", TEXT("")},
     {{1, 14, 0, 1}, {0, FUSEAU_OFFSET_ZULU}},
     10,
     24,
     FUSEAU_ERR_RANGE,
     0},
    {{"-2 digits", TEXT("")},
     {{1, 14, 0, 1}, {0, FUSEAU_OFFSET_ZULU}},
     -2,
     24,
     FUSEAU_ERR_RANGE,
     0},
    {{"cut to three digits", TEXT("01:14:00.123Z")},
     {{1, 14, 0, 123999999}, {0, FUSEAU_OFFSET_ZULU}},
     FUSEAU_FRACTION_TRUNCATE + 3,
     24,
     FUSEAU_OK,
     13},
    {{"cut to none", TEXT("23:59:59Z")},
     {{23, 59, 59, 999999999}, {0, FUSEAU_OFFSET_ZULU}},
     FUSEAU_FRACTION_TRUNCATE,
     24,
     FUSEAU_OK,
     9},
    {{"cut to eight, never up", TEXT("23:59:59.99999999Z")},
     {{23, 59, 59, 999999999}, {0, FUSEAU_OFFSET_ZULU}},
     FUSEAU_FRACTION_TRUNCATE + 8,
     24,
     FUSEAU_OK,
     18},
    {{"cut to nine", TEXT("01:14:00.000000001Z")},
     {{1, 14, 0, 1}, {0, FUSEAU_OFFSET_ZULU}},
     FUSEAU_FRACTION_TRUNCATE + 9,
     24,
     FUSEAU_OK,
     19},
    {{"nothing to cut", TEXT("01:14:00.500Z")},
     {{1, 14, 0, 500000000}, {0, FUSEAU_OFFSET_ZULU}},
     FUSEAU_FRACTION_TRUNCATE + 3,
     24,
     FUSEAU_OK,
     13},
    {{"a whole second, to three", TEXT("01:14:00.000Z")},
     {{1, 14, 0, 0}, {0, FUSEAU_OFFSET_ZULU}},
     FUSEAU_FRACTION_TRUNCATE + 3,
     24,
     FUSEAU_OK,
     13},
    {{"a leap second cut", TEXT("23:59:60.9Z")},
     {{23, 59, 60, 999999999}, {0, FUSEAU_OFFSET_ZULU}},
     FUSEAU_FRACTION_TRUNCATE + 1,
     24,
     FUSEAU_OK,
     11},
    {{"at least three, of none", TEXT("01:14:00.000Z")},
     {{1, 14, 0, 0}, {0, FUSEAU_OFFSET_ZULU}},
     FUSEAU_FRACTION_AT_LEAST + 3,
     24,
     FUSEAU_OK,
     13},
    {{"at least three, of one", TEXT("01:14:00.500Z")},
     {{1, 14, 0, 500000000}, {0, FUSEAU_OFFSET_ZULU}},
     FUSEAU_FRACTION_AT_LEAST + 3,
     24,
     FUSEAU_OK,
     13},
    {{"at least three, of four", TEXT("01:14:00.0001Z")},
     {{1, 14, 0, 100000}, {0, FUSEAU_OFFSET_ZULU}},
     FUSEAU_FRACTION_AT_LEAST + 3,
     24,
     FUSEAU_OK,
     14},
    {{"at least none", TEXT("01:14:00Z")},
     {{1, 14, 0, 0}, {0, FUSEAU_OFFSET_ZULU}},
     FUSEAU_FRACTION_AT_LEAST,
     24,
     FUSEAU_OK,
     9},
    {{"at least nine", TEXT("01:14:00.000000000Z")},
     {{1, 14, 0, 0}, {0, FUSEAU_OFFSET_ZULU}},
     FUSEAU_FRACTION_AT_LEAST + 9,
     24,
     FUSEAU_OK,
     19},
    {{"cut to -1", TEXT("")},
     {{1, 14, 0, 0}, {0, FUSEAU_OFFSET_ZULU}},
     FUSEAU_FRACTION_TRUNCATE - 1,
     24,
     FUSEAU_ERR_RANGE,
     0},
    {{"cut to ten", TEXT("")},
     {{1, 14, 0, 0}, {0, FUSEAU_OFFSET_ZULU}},
     FUSEAU_FRACTION_TRUNCATE + 10,
     24,
     FUSEAU_ERR_RANGE,
     0},
    {{"at least -1", TEXT("")},
     {{1, 14, 0, 0}, {0, FUSEAU_OFFSET_ZULU}},
     FUSEAU_FRACTION_AT_LEAST - 1,
     24,
     FUSEAU_ERR_RANGE,
     0},
    {{"at least ten", TEXT("")},
     {{1, 14, 0, 0}, {0, FUSEAU_OFFSET_ZULU}},
     FUSEAU_FRACTION_AT_LEAST + 10,
     24,
     FUSEAU_ERR_RANGE,
     0},
    {{"48 digits", TEXT("")},
     {{1, 14, 0, 0}, {0, FUSEAU_OFFSET_ZULU}},
     48,
     24,
     FUSEAU_ERR_RANGE,
     0},
    {{"INT_MIN digits", TEXT("")},
     {{1, 14, 0, 0}, {0, FUSEAU_OFFSET_ZULU}},
     INT_MIN,
     24,
     FUSEAU_ERR_RANGE,
     0},
    {{"INT_MAX digits", TEXT("")},
     {{1, 14, 0, 0}, {0, FUSEAU_OFFSET_ZULU}},
     INT_MAX,
     24,
     FUSEAU_ERR_RANGE,
     0},
    {{"hour 24", TEXT("")}, {{24, 0, 0, 0}, {0, FUSEAU_OFFSET_ZULU}}, 0, 24, FUSEAU_ERR_RANGE, 0},
    {{"10^9 nanoseconds", TEXT("")},
     {{1, 0, 0, 1000000000}, {0, FUSEAU_OFFSET_ZULU}},
     9,
     24,
     FUSEAU_ERR_RANGE,
     0},
    {{"an offset of seconds", TEXT("")},
     {{1, 0, 0, 0}, {1, FUSEAU_OFFSET_NUMERIC}},
     0,
     24,
     FUSEAU_ERR_RANGE,
     0},
    {{"60 at noon", TEXT("")},
     {{12, 0, 60, 0}, {0, FUSEAU_OFFSET_ZULU}},
     0,
     24,
     FUSEAU_ERR_RANGE,
     0},
    {{"a byte too little", TEXT("")},
     {{1, 14, 0, 0}, {0, FUSEAU_OFFSET_ZULU}},
     0,
     8,
     FUSEAU_ERR_ROOM,
     9},
};

static void check_written(void **state)
{
    const struct written *expected = *state;
    char text[] = "what was there before all this";
    struct fuseau_result result =
        fuseau_fulltime_format(&expected->value, expected->digits, text, expected->room);
    row_expect(&expected->row, result, expected->error, expected->at);
    if (expected->error == FUSEAU_OK) {
        assert_memory_equal(text, expected->row.text, result.at);
    } else {
        assert_string_equal(text, "what was there before all this");
    }
}

int main(void)
{
    const struct table tables[] = {
        TABLE(accepted, check_accepted),
        TABLE(refused, check_refused),
        TABLE(partial, check_partial),
        TABLE(written, check_written),
    };
    return tables_run("fulltime", tables, sizeof tables / sizeof tables[0]);
}
