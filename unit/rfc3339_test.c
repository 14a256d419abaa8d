/* rfc3339_test.c -- what is accepted as a timestamp, what is refused, at which byte and why */
/* SPDX-License-Identifier: MIT */
#include "table.h"

#include <inttypes.h>
#include <stdio.h>

#include "rfc3339.h"

struct accepted {
    struct row row;
    int64_t seconds;
    int32_t nanoseconds;
    int32_t offset_seconds;
    enum fuseau_leap leap;
};

static const struct accepted accepted[] = {
    {{"UTC", EXAMPLE("2024-07-11T01:14:00.5Z")}, 1720660440, 500000000, 0, FUSEAU_LEAP_NONE},
    {{"California", EXAMPLE("2023-10-05T07:30:00-07:00")}, 1696516200, 0, -25200, FUSEAU_LEAP_NONE},
    {{"the same instant in Nepal", EXAMPLE("2023-10-05T20:15:00+05:45")},
     1696516200,
     0,
     20700,
     FUSEAU_LEAP_NONE},
    {{"the epoch", TEXT("1970-01-01T00:00:00Z")}, 0, 0, 0, FUSEAU_LEAP_NONE},
    {{"a quarter of a second before 1970", EXAMPLE("1969-12-31T23:59:59.75Z")},
     -1,
     750000000,
     0,
     FUSEAU_LEAP_NONE},
    {{"the earliest local time", TEXT("0000-01-01T00:00:00Z")},
     -62167219200,
     0,
     0,
     FUSEAU_LEAP_NONE},
    {{"before year 0 in UTC", TEXT("0000-01-01T00:00:00+23:59")},
     -62167305540,
     0,
     86340,
     FUSEAU_LEAP_NONE},
    {{"after year 9999 in UTC", TEXT("9999-12-31T23:59:59-23:59")},
     253402387139,
     0,
     -86340,
     FUSEAU_LEAP_NONE},
    {{"RFC 3339, first example", TEXT("1985-04-12T23:20:50.52Z")},
     482196050,
     520000000,
     0,
     FUSEAU_LEAP_NONE},
    {{"RFC 3339, second example", TEXT("1996-12-19T16:39:57-08:00")},
     851042397,
     0,
     -28800,
     FUSEAU_LEAP_NONE},
    {{"RFC 3339, second example in UTC", TEXT("1996-12-20T00:39:57Z")},
     851042397,
     0,
     0,
     FUSEAU_LEAP_NONE},
    {{"RFC 3339, third example", TEXT("1990-12-31T23:59:60Z")},
     662688000,
     0,
     0,
     FUSEAU_LEAP_LISTED},
    {{"RFC 3339, fourth example", TEXT("1990-12-31T15:59:60-08:00")},
     662688000,
     0,
     -28800,
     FUSEAU_LEAP_LISTED},
    {{"RFC 3339, last example", TEXT("1937-01-01T12:00:27.87+00:20")},
     -1041337173,
     870000000,
     1200,
     FUSEAU_LEAP_NONE},
    {{"a leap second's fraction", TEXT("2016-12-31T23:59:60.999Z")},
     1483228800,
     999000000,
     0,
     FUSEAU_LEAP_LISTED},
    {{"a leap second on New Year's Day", EXAMPLE("2017-01-01T05:29:60+05:30")},
     1483228800,
     0,
     19800,
     FUSEAU_LEAP_LISTED},
    {{"a leap second that was not", EXAMPLE("2024-02-29T23:59:60Z")},
     1709251200,
     0,
     0,
     FUSEAU_LEAP_UNLISTED},
    {{"the last that can be", TEXT("9999-12-31T23:59:60Z")},
     253402300800,
     0,
     0,
     FUSEAU_LEAP_UNLISTED},
    {{"local offset unknown", EXAMPLE("2022-07-08T00:14:07-00:00")},
     1657239247,
     0,
     0,
     FUSEAU_LEAP_NONE},
};

static const struct refused refused[] = {
    {{"nothing", TEXT("")}, FUSEAU_ERR_END, 0},
    {{"a date", TEXT("2024-07-11")}, FUSEAU_ERR_END, 10},
    {{"no offset", TEXT("2024-07-11T01:14:00")}, FUSEAU_ERR_END, 19},
    {{"an offset without its colon", EXAMPLE("2023-10-05T07:30:00-0700")},
     FUSEAU_ERR_SEPARATOR,
     22},
    {{"an offset of hours", TEXT("2023-10-05T07:30:00-07")}, FUSEAU_ERR_END, 22},
    {{"an offset cut short", TEXT("2023-10-05T07:30:00+0")}, FUSEAU_ERR_END, 21},
    {{"a space", TEXT("2024-07-11 01:14:00Z")}, FUSEAU_ERR_SEPARATOR, 10},
    {{"an underscore", TEXT("2024-07-11_01:14:00Z")}, FUSEAU_ERR_SEPARATOR, 10},
    {{"29 February 2023", EXAMPLE("2023-02-29T00:00:00Z")}, FUSEAU_ERR_DAY, 9},
    {{"hour 24", EXAMPLE("2024-07-11T24:00:00Z")}, FUSEAU_ERR_RANGE, 12},
    {{"a leap second in July", EXAMPLE("2024-07-11T23:59:60Z")}, FUSEAU_ERR_LEAP_SECOND, 17},
    {{"a leap second at noon", TEXT("2016-12-31T12:00:60Z")}, FUSEAU_ERR_LEAP_SECOND, 17},
    {{"a leap second an hour off", TEXT("2016-12-31T23:59:60+01:00")}, FUSEAU_ERR_LEAP_SECOND, 17},
    {{"a leap second a day off", TEXT("2017-01-01T23:59:60Z")}, FUSEAU_ERR_LEAP_SECOND, 17},
    {{"a leap second, a day late", TEXT("2017-01-02T05:29:60+05:30")}, FUSEAU_ERR_LEAP_SECOND, 17},
    {{"a space behind", TEXT("2024-07-11T01:14:00Z ")}, FUSEAU_ERR_TRAILING, 20},
    {{"a suffix", TEXT("2024-07-11T01:14:00Z[Europe/Paris]")}, FUSEAU_ERR_TRAILING, 20},
    {{"NUL behind", TEXT("2024-07-11T01:14:00Z\0")}, FUSEAU_ERR_TRAILING, 20},
    {{"white space before", TEXT("\t2024-07-11T01:14:00Z")}, FUSEAU_ERR_DIGIT, 0},
    {{"ISO 8601 basic", TEXT("20240711T011400Z")}, FUSEAU_ERR_SEPARATOR, 4},
};

static struct fuseau_result parse(const struct row *row,
                                  const struct fuseau_rfc3339_options *options,
                                  struct fuseau_rfc3339 *out)
{
    char *copy = row_copy(row);
    struct fuseau_result result = fuseau_rfc3339_parse(copy, row->size, options, out);
    row_release(copy);
    return result;
}

static void check_accepted(void **state)
{
    const struct accepted *expected = *state;
    const struct row *row = &expected->row;
    struct fuseau_rfc3339 value;
    row_expect(row, parse(row, NULL, &value), FUSEAU_OK, row->size);
    row_expect_number(row, "seconds", value.instant.seconds, expected->seconds);
    row_expect_number(row, "nanoseconds", value.instant.nanoseconds, expected->nanoseconds);
    row_expect_number(row, "offset", value.offset.seconds, expected->offset_seconds);
    row_expect_number(row, "leap", value.leap, (int)expected->leap);

    char text[FUSEAU_RFC3339_MAX_SIZE];
    struct fuseau_result result =
        fuseau_rfc3339_format(&value, FUSEAU_FRACTION_SHORTEST, text, sizeof text);
    row_expect(row, result, FUSEAU_OK, row->size);
    assert_memory_equal(text, row->text, row->size);
}

static void check_refused(void **state)
{
    const struct refused *expected = *state;
    struct fuseau_rfc3339 value, before;
    memset(&value, 0x5a, sizeof value);
    memset(&before, 0x5a, sizeof before);
    row_expect(&expected->row, parse(&expected->row, NULL, &value), expected->error, expected->at);
    assert_memory_equal(&value, &before, sizeof value);
}

struct optional {
    struct row row;
    struct fuseau_rfc3339_options options;
    enum fuseau_error error;
    size_t at;
};

static const struct optional optional[] = {
    {{"a space", TEXT("2024-07-11 01:14:00Z")}, {true, FUSEAU_LEAP_POSSIBLE}, FUSEAU_OK, 20},
    {{"T still", TEXT("2024-07-11T01:14:00Z")}, {true, FUSEAU_LEAP_POSSIBLE}, FUSEAU_OK, 20},
    {{"no tab", TEXT("2024-07-11\t01:14:00Z")},
     {true, FUSEAU_LEAP_POSSIBLE},
     FUSEAU_ERR_SEPARATOR,
     10},
    {{"two spaces", TEXT("2024-07-11  01:14:00Z")},
     {true, FUSEAU_LEAP_POSSIBLE},
     FUSEAU_ERR_DIGIT,
     11},
    {{"a known leap second", TEXT("2016-12-31T23:59:60Z")},
     {false, FUSEAU_LEAP_KNOWN},
     FUSEAU_OK,
     20},
    {{"the first of them", TEXT("1972-06-30T23:59:60Z")},
     {false, FUSEAU_LEAP_KNOWN},
     FUSEAU_OK,
     20},
    {{"an unknown one", TEXT("2017-12-31T23:59:60Z")},
     {false, FUSEAU_LEAP_KNOWN},
     FUSEAU_ERR_LEAP_SECOND,
     17},
    {{"none after the last, at a year's end", TEXT("2026-12-31T23:59:60Z")},
     {false, FUSEAU_LEAP_KNOWN},
     FUSEAU_ERR_LEAP_SECOND,
     17},
    {{"none after the decision", TEXT("2035-06-30T23:59:60Z")},
     {false, FUSEAU_LEAP_KNOWN},
     FUSEAU_ERR_LEAP_SECOND,
     17},
    {{"but possible in form", TEXT("2035-06-30T23:59:60Z")},
     {false, FUSEAU_LEAP_POSSIBLE},
     FUSEAU_OK,
     20},
    {{"a known one, refused", TEXT("2016-12-31T23:59:60Z")},
     {false, FUSEAU_LEAP_REFUSE},
     FUSEAU_ERR_LEAP_SECOND,
     17},
    {{"second 59, never refused", TEXT("2016-12-31T23:59:59Z")},
     {false, FUSEAU_LEAP_REFUSE},
     FUSEAU_OK,
     20},
};

static void check_optional(void **state)
{
    const struct optional *expected = *state;
    struct fuseau_rfc3339 value;
    row_expect(&expected->row, parse(&expected->row, &expected->options, &value), expected->error,
               expected->at);
}

/* A timestamp, an offset, and how a clock at that offset shows the same moment. */
struct moved {
    struct row row;
    struct fuseau_offset offset;
    const char *expected; /* NULL: it cannot be shown */
};

static const struct moved moved[] = {
    {{"to UTC", TEXT("2023-10-05T07:30:00.25-07:00")},
     {0, FUSEAU_OFFSET_ZULU},
     "2023-10-05T14:30:00.25Z"},
    {{"to India", TEXT("2023-10-05T23:30:00Z")},
     {19800, FUSEAU_OFFSET_NUMERIC},
     "2023-10-06T05:00:00+05:30"},
    {{"over New Year", TEXT("2023-12-31T20:00:00-05:00")},
     {0, FUSEAU_OFFSET_NUMERIC},
     "2024-01-01T01:00:00+00:00"},
    {{"before 1970", TEXT("1969-12-31T23:59:59.5Z")},
     {-3600, FUSEAU_OFFSET_NUMERIC},
     "1969-12-31T22:59:59.5-01:00"},
    {{"a leap second", TEXT("2016-12-31T23:59:60.5Z")},
     {19800, FUSEAU_OFFSET_NUMERIC},
     "2017-01-01T05:29:60.5+05:30"},
    {{"and back", TEXT("2017-01-01T05:29:60.5+05:30")},
     {0, FUSEAU_OFFSET_ZULU},
     "2016-12-31T23:59:60.5Z"},
    {{"out of year 9999", TEXT("9999-12-31T23:59:59-00:01")}, {0, FUSEAU_OFFSET_ZULU}, NULL},
    {{"out of year 0", TEXT("0000-01-01T00:00:00Z")}, {-60, FUSEAU_OFFSET_NUMERIC}, NULL},
    {{"to no offset", TEXT("2023-10-05T07:30:00Z")}, {61, FUSEAU_OFFSET_NUMERIC}, NULL},
};

static void check_moved(void **state)
{
    const struct moved *expected = *state;
    struct fuseau_rfc3339 value;
    row_expect(&expected->row, parse(&expected->row, NULL, &value), FUSEAU_OK, expected->row.size);
    struct fuseau_rfc3339 before = value;
    struct fuseau_result result = fuseau_rfc3339_at_offset(&value, expected->offset, &value);
    if (expected->expected == NULL) {
        row_expect(&expected->row, result, FUSEAU_ERR_RANGE, 0);
        assert_memory_equal(&value.date, &before.date, sizeof value.date);
        return;
    }
    row_expect(&expected->row, result, FUSEAU_OK, 0);
    assert_int_equal(value.instant.seconds, before.instant.seconds);
    assert_int_equal(value.leap, before.leap);
    char text[FUSEAU_RFC3339_MAX_SIZE];
    result = fuseau_rfc3339_format(&value, FUSEAU_FRACTION_SHORTEST, text, sizeof text);
    row_expect(&expected->row, result, FUSEAU_OK, strlen(expected->expected));
    assert_memory_equal(text, expected->expected, result.at);
}

static const struct fuseau_offset zulu = {0, FUSEAU_OFFSET_ZULU};

struct instant {
    struct row row;
    struct fuseau_instant instant;
    enum fuseau_error error;
};

static const struct instant instants[] = {
    {{"the first", TEXT("0000-01-01T00:00:00Z")}, {-62167219200, 0}, FUSEAU_OK},
    {{"the last", TEXT("9999-12-31T23:59:59.999999999Z")}, {253402300799, 999999999}, FUSEAU_OK},
    {{"-0.25", TEXT("1969-12-31T23:59:59.75Z")}, {-1, 750000000}, FUSEAU_OK},
    {{"too early", TEXT("")}, {-62167219201, 0}, FUSEAU_ERR_RANGE},
    {{"too late", TEXT("")}, {253402300800, 0}, FUSEAU_ERR_RANGE},
    {{"the least int64", TEXT("")}, {INT64_MIN, 0}, FUSEAU_ERR_RANGE},
    {{"the greatest int64", TEXT("")}, {INT64_MAX, 0}, FUSEAU_ERR_RANGE},
    {{"negative nanoseconds", TEXT("")}, {0, -1}, FUSEAU_ERR_RANGE},
    {{"a second of nanoseconds", TEXT("")}, {0, 1000000000}, FUSEAU_ERR_RANGE},
};

static void check_instants(void **state)
{
    const struct instant *expected = *state;
    struct fuseau_rfc3339 value;
    row_expect(&expected->row, fuseau_rfc3339_from_instant(expected->instant, zulu, &value),
               expected->error, 0);
    if (expected->error == FUSEAU_OK) {
        char text[FUSEAU_RFC3339_MAX_SIZE];
        row_expect(&expected->row, fuseau_rfc3339_format(&value, -1, text, sizeof text), FUSEAU_OK,
                   expected->row.size);
        assert_memory_equal(text, expected->row.text, expected->row.size);
    }
}

struct unwritable {
    struct row row;
    struct fuseau_date date;
    struct fuseau_time time;
    struct fuseau_offset offset;
    int digits;
    size_t room;
    enum fuseau_error error;
    size_t at;
};

static const struct unwritable unwritable[] = {
    {{"year 10000", TEXT("")},
     {10000, 1, 1},
     {0, 0, 0, 0},
     {0, FUSEAU_OFFSET_ZULU},
     0,
     40,
     FUSEAU_ERR_RANGE,
     0},
    {{"hour 24", TEXT("")},
     {2024, 1, 1},
     {24, 0, 0, 0},
     {0, FUSEAU_OFFSET_ZULU},
     0,
     40,
     FUSEAU_ERR_RANGE,
     0},
    {{"offset 1 s", TEXT("")},
     {2024, 1, 1},
     {0, 0, 0, 0},
     {1, FUSEAU_OFFSET_NUMERIC},
     0,
     40,
     FUSEAU_ERR_RANGE,
     0},
    {{"60 in July", TEXT("")},
     {2024, 7, 1},
     {23, 59, 60, 0},
     {0, FUSEAU_OFFSET_ZULU},
     0,
     40,
     FUSEAU_ERR_RANGE,
     0},
    {{"a digit lost", TEXT("")},
     {2024, 1, 1},
     {0, 0, 0, 1},
     {0, FUSEAU_OFFSET_ZULU},
     8,
     40,
     FUSEAU_ERR_INEXACT,
     0},
    {{"no room", TEXT("")},
     {2024, 1, 1},
     {0, 0, 0, 0},
     {0, FUSEAU_OFFSET_ZULU},
     9,
     29,
     FUSEAU_ERR_ROOM,
     30},
};

static void check_unwritable(void **state)
{
    const struct unwritable *row = *state;
    struct fuseau_rfc3339 value = {{0, 0}, row->date, row->time, row->offset, FUSEAU_LEAP_NONE};
    char text[41];
    memset(text, '#', sizeof text);
    row_expect(&row->row, fuseau_rfc3339_format(&value, row->digits, text, row->room), row->error,
               row->at);
    for (size_t i = 0; i < sizeof text; i++) {
        assert_int_equal(text[i], '#');
    }
}

static bool reads_as_known_leap(const char *text, size_t size)
{
    const struct fuseau_rfc3339_options known = {false, FUSEAU_LEAP_KNOWN};
    struct fuseau_rfc3339 value;
    return fuseau_rfc3339_parse(text, size, &known, &value).error == FUSEAU_OK;
}

/* Counts the month ends, of 0000 to 9999, at which a leap second is taken as known. */
static int known_leap_seconds(void)
{
    int count = 0;
    for (int year = 0; year <= 9999; year++) {
        for (int month = 1; month <= 12; month++) {
            char text[40];
            int size = snprintf(text, sizeof text, "%04d-%02d-%02dT23:59:60Z", year, month,
                                fuseau_civil_days_in_month(year, month));
            count += reads_as_known_leap(text, (size_t)size);
        }
    }
    return count;
}

/* How many leap seconds the list has, each of which must be known: a line an offset change. */
static int leap_seconds_in(FILE *list)
{
    const struct row *row = &((const struct row){"", "", 0});
    char line[256];
    int listed = 0;
    while (fgets(line, sizeof line, list) != NULL) {
        int64_t ntp;
        int tai_utc;
        if (sscanf(line, "%" SCNd64 " %d", &ntp, &tai_utc) != 2 || tai_utc == 10) {
            continue; /* a comment, or the offset that UTC began with */
        }
        struct fuseau_rfc3339 value;
        struct fuseau_instant last = {ntp - INT64_C(2208988800) - 1, 0};
        row_expect(row, fuseau_rfc3339_from_instant(last, zulu, &value), FUSEAU_OK, 0);
        value.time.second = 60;
        char text[FUSEAU_RFC3339_MAX_SIZE];
        struct fuseau_result result = fuseau_rfc3339_format(&value, 0, text, sizeof text);
        row_expect(row, result, FUSEAU_OK, 20);
        assert_true(reads_as_known_leap(text, result.at));
        listed++;
    }
    return listed;
}

static FILE *open_list(void)
{
    FILE *list = fopen("/usr/share/zoneinfo/leap-seconds.list", "r");
    if (list == NULL) {
        fail_msg("the leap second list of the tzdata package is not there");
    }
    return list;
}

/* Against the list that comes with the system's zone data, in NTP time. */
static void leap_seconds_are_those_of_the_zone_data(void **state)
{
    (void)state;
    FILE *list = open_list();
    assert_int_equal(leap_seconds_in(list), known_leap_seconds());
    fclose(list);
}

/* tz 2026f: there are no more leap seconds, and so the list may have no "#@", its expiry. */
static void leap_seconds_need_no_expiry(void **state)
{
    (void)state;
    FILE *list = open_list();
    FILE *eternal = tmpfile();
    assert_non_null(eternal);
    char line[256];
    while (fgets(line, sizeof line, list) != NULL) {
        if (strncmp(line, "#@", 2) != 0) {
            fputs(line, eternal);
        }
    }
    fclose(list);
    rewind(eternal);
    assert_int_equal(leap_seconds_in(eternal), known_leap_seconds());
    fclose(eternal);
}

static const struct row whole[] = {{"leap seconds are those of the zone data", TEXT("")}};
static const struct row eternal[] = {{"leap seconds of a list without expiry", TEXT("")}};

int main(void)
{
    const struct table tables[] = {
        TABLE(accepted, check_accepted),
        TABLE(refused, check_refused),
        TABLE(optional, check_optional),
        TABLE(moved, check_moved),
        TABLE(instants, check_instants),
        TABLE(unwritable, check_unwritable),
        TABLE(whole, leap_seconds_are_those_of_the_zone_data),
        TABLE(eternal, leap_seconds_need_no_expiry),
    };
    return tables_run("rfc3339", tables, sizeof tables / sizeof tables[0]);
}
