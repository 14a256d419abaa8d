/* datetime_test.c -- what is accepted as a date, a time or both, what is refused, and why */
/* SPDX-License-Identifier: MIT */
#include "table.h"

#include "datetime.h"

#define DATE_TIME    FUSEAU_DATETIME_DATE_TIME
#define LOCAL        FUSEAU_DATETIME_LOCAL_DATE_TIME
#define FULL_DATE    FUSEAU_DATETIME_FULL_DATE
#define PARTIAL_TIME FUSEAU_DATETIME_PARTIAL_TIME
#define FULL_TIME    FUSEAU_DATETIME_FULL_TIME

struct accepted {
    struct row row;
    enum fuseau_datetime_kind kind;
    struct fuseau_date date;
    struct fuseau_time time;
    int32_t offset_seconds;
    enum fuseau_offset_kind offset_kind;
    int64_t seconds; /* of a date-time */
    enum fuseau_leap leap;
    const char *shortest; /* how it is written; NULL: as it stands */
};

static const struct accepted accepted[] = {
    {{"a date-time", EXAMPLE("2024-07-11T01:14:00.5Z")},
     DATE_TIME,
     {2024, 7, 11},
     {1, 14, 0, 500000000},
     0,
     FUSEAU_OFFSET_ZULU,
     1720660440,
     FUSEAU_LEAP_NONE,
     NULL},
    {{"a date-time in California", EXAMPLE("2023-10-05T07:30:00-07:00")},
     DATE_TIME,
     {2023, 10, 5},
     {7, 30, 0, 0},
     -25200,
     FUSEAU_OFFSET_NUMERIC,
     1696516200,
     FUSEAU_LEAP_NONE,
     NULL},
    {{"a date-time in lower case", TEXT("2023-10-05t07:30:00.250z")},
     DATE_TIME,
     {2023, 10, 5},
     {7, 30, 0, 250000000},
     0,
     FUSEAU_OFFSET_ZULU,
     1696491000,
     FUSEAU_LEAP_NONE,
     "2023-10-05T07:30:00.25Z"},
    {{"a leap second", TEXT("2017-01-01T05:29:60+05:30")},
     DATE_TIME,
     {2017, 1, 1},
     {5, 29, 60, 0},
     19800,
     FUSEAU_OFFSET_NUMERIC,
     1483228800,
     FUSEAU_LEAP_LISTED,
     NULL},
    {{"a local date-time", EXAMPLE("1979-05-27T07:32:00")},
     LOCAL,
     {1979, 5, 27},
     {7, 32, 0, 0},
     0,
     FUSEAU_OFFSET_UNKNOWN,
     0,
     FUSEAU_LEAP_NONE,
     NULL},
    {{"a local fraction", TEXT("1979-05-27T00:32:00.999999")},
     LOCAL,
     {1979, 5, 27},
     {0, 32, 0, 999999000},
     0,
     FUSEAU_OFFSET_UNKNOWN,
     0,
     FUSEAU_LEAP_NONE,
     NULL},
    {{"twelve digits of a local fraction", TEXT("9999-12-31t23:59:59.999999999999")},
     LOCAL,
     {9999, 12, 31},
     {23, 59, 59, 999999999},
     0,
     FUSEAU_OFFSET_UNKNOWN,
     0,
     FUSEAU_LEAP_NONE,
     "9999-12-31T23:59:59.999999999"},
    {{"a local leap second in New York", TEXT("2016-12-31T18:59:60")},
     LOCAL,
     {2016, 12, 31},
     {18, 59, 60, 0},
     0,
     FUSEAU_OFFSET_UNKNOWN,
     0,
     FUSEAU_LEAP_LISTED,
     NULL},
    {{"a local leap second in India", EXAMPLE("2017-01-01T05:29:60")},
     LOCAL,
     {2017, 1, 1},
     {5, 29, 60, 0},
     0,
     FUSEAU_OFFSET_UNKNOWN,
     0,
     FUSEAU_LEAP_LISTED,
     NULL},
    {{"the first second 60 that is local to one", TEXT("2016-12-31T00:00:60")},
     LOCAL,
     {2016, 12, 31},
     {0, 0, 60, 0},
     0,
     FUSEAU_OFFSET_UNKNOWN,
     0,
     FUSEAU_LEAP_LISTED,
     NULL},
    {{"and the last", TEXT("2017-01-01T23:58:60")},
     LOCAL,
     {2017, 1, 1},
     {23, 58, 60, 0},
     0,
     FUSEAU_OFFSET_UNKNOWN,
     0,
     FUSEAU_LEAP_LISTED,
     NULL},
    {{"a local leap second that was not", TEXT("2024-02-29T12:00:60")},
     LOCAL,
     {2024, 2, 29},
     {12, 0, 60, 0},
     0,
     FUSEAU_OFFSET_UNKNOWN,
     0,
     FUSEAU_LEAP_UNLISTED,
     NULL},
    {{"a full-date", EXAMPLE("1979-05-27")},
     FULL_DATE,
     {1979, 5, 27},
     {0, 0, 0, 0},
     0,
     FUSEAU_OFFSET_UNKNOWN,
     0,
     FUSEAU_LEAP_NONE,
     NULL},
    {{"a date in the twenties", TEXT("2024-02-29")},
     FULL_DATE,
     {2024, 2, 29},
     {0, 0, 0, 0},
     0,
     FUSEAU_OFFSET_UNKNOWN,
     0,
     FUSEAU_LEAP_NONE,
     NULL},
    {{"a partial-time", EXAMPLE("07:32:00.999999")},
     PARTIAL_TIME,
     {0, 0, 0},
     {7, 32, 0, 999999000},
     0,
     FUSEAU_OFFSET_UNKNOWN,
     0,
     FUSEAU_LEAP_NONE,
     NULL},
    {{"the last of the day", TEXT("23:59:59")},
     PARTIAL_TIME,
     {0, 0, 0},
     {23, 59, 59, 0},
     0,
     FUSEAU_OFFSET_UNKNOWN,
     0,
     FUSEAU_LEAP_NONE,
     NULL},
    {{"a time's second 60, after any minute", TEXT("12:34:60")},
     PARTIAL_TIME,
     {0, 0, 0},
     {12, 34, 60, 0},
     0,
     FUSEAU_OFFSET_UNKNOWN,
     0,
     FUSEAU_LEAP_UNLISTED,
     NULL},
    {{"a full-time", EXAMPLE("01:14:00+05:30")},
     FULL_TIME,
     {0, 0, 0},
     {1, 14, 0, 0},
     19800,
     FUSEAU_OFFSET_NUMERIC,
     0,
     FUSEAU_LEAP_NONE,
     NULL},
    {{"a full-time, the offset unknown", TEXT("01:14:00.5-00:00")},
     FULL_TIME,
     {0, 0, 0},
     {1, 14, 0, 500000000},
     0,
     FUSEAU_OFFSET_UNKNOWN,
     0,
     FUSEAU_LEAP_NONE,
     NULL},
    {{"a full-time's leap second", TEXT("15:59:60.25-08:00")},
     FULL_TIME,
     {0, 0, 0},
     {15, 59, 60, 250000000},
     -28800,
     FUSEAU_OFFSET_NUMERIC,
     0,
     FUSEAU_LEAP_UNLISTED,
     NULL},
};

static const struct refused refused[] = {
    {{"nothing", TEXT("")}, FUSEAU_ERR_END, 0},
    {{"a digit", TEXT("2")}, FUSEAU_ERR_END, 1},
    {{"an hour, or half a year", TEXT("23")}, FUSEAU_ERR_END, 2},
    {{"half a year", TEXT("24")}, FUSEAU_ERR_END, 2},
    {{"an hour", TEXT("23:")}, FUSEAU_ERR_END, 3},
    {{"no hour, and no year", TEXT("24:00:00")}, FUSEAU_ERR_DIGIT, 2},
    {{"a letter", TEXT("x")}, FUSEAU_ERR_DIGIT, 0},
    {{"a letter for a colon", TEXT("23x59:59")}, FUSEAU_ERR_DIGIT, 2},
    {{"one digit of hour", TEXT("7:32:00")}, FUSEAU_ERR_DIGIT, 1},
    {{"no seconds", EXAMPLE("07:32")}, FUSEAU_ERR_END, 5},
    {{"an offset for the seconds", TEXT("07:32Z")}, FUSEAU_ERR_SEPARATOR, 5},
    {{"minute 60", TEXT("07:60:00")}, FUSEAU_ERR_RANGE, 3},
    {{"second 61", TEXT("07:32:61")}, FUSEAU_ERR_RANGE, 7},
    {{"a date behind a time", TEXT("07:32:00T1979-05-27")}, FUSEAU_ERR_TRAILING, 8},
    {{"a full-time's second 60 at noon", TEXT("12:34:60Z")}, FUSEAU_ERR_LEAP_SECOND, 6},
    {{"an offset cut", TEXT("07:32:00+05")}, FUSEAU_ERR_END, 11},
    {{"an offset of 24 hours", TEXT("07:32:00+24:00")}, FUSEAU_ERR_RANGE, 10},
    {{"a year", TEXT("1979")}, FUSEAU_ERR_END, 4},
    {{"a year and a month", TEXT("1979-05")}, FUSEAU_ERR_END, 7},
    {{"29 February 1979", EXAMPLE("1979-02-29T07:32:00")}, FUSEAU_ERR_DAY, 9},
    {{"a date and a T", TEXT("1979-05-27T")}, FUSEAU_ERR_END, 11},
    {{"a date and a space", TEXT("1979-05-27 ")}, FUSEAU_ERR_TRAILING, 10},
    {{"a space for the T", EXAMPLE("1979-05-27 07:32:00Z")}, FUSEAU_ERR_TRAILING, 10},
    {{"an underscore for the T", TEXT("1979-05-27_07:32:00")}, FUSEAU_ERR_TRAILING, 10},
    {{"no seconds behind a date", TEXT("1979-05-27T07:32")}, FUSEAU_ERR_END, 16},
    {{"an offset for them", TEXT("1979-05-27T07:32Z")}, FUSEAU_ERR_SEPARATOR, 16},
    {{"hour 24", TEXT("1979-05-27T24:00:00")}, FUSEAU_ERR_RANGE, 12},
    {{"a dot alone", TEXT("1979-05-27T07:32:00.")}, FUSEAU_ERR_END, 20},
    {{"a dot and an offset", TEXT("1979-05-27T07:32:00.Z")}, FUSEAU_ERR_DIGIT, 20},
    {{"a letter behind", TEXT("1979-05-27T07:32:00x")}, FUSEAU_ERR_TRAILING, 19},
    {{"a letter before the Z", TEXT("1979-05-27T07:32:00xZ")}, FUSEAU_ERR_TRAILING, 19},
    {{"a comma", TEXT("1979-05-27T07:32:00,5")}, FUSEAU_ERR_TRAILING, 19},
    {{"a sign alone", TEXT("1979-05-27T07:32:00+")}, FUSEAU_ERR_END, 20},
    {{"an offset without its colon", TEXT("1979-05-27T07:32:00-0700")}, FUSEAU_ERR_SEPARATOR, 22},
    {{"a letter behind the offset", TEXT("1979-05-27T07:32:00Zx")}, FUSEAU_ERR_TRAILING, 20},
    {{"a zone", TEXT("1979-05-27T07:32:00Z[UTC]")}, FUSEAU_ERR_TRAILING, 20},
    {{"NUL behind", TEXT("1979-05-27T07:32:00\0")}, FUSEAU_ERR_TRAILING, 19},
    {{"a newline behind a date", TEXT("1979-05-27\n")}, FUSEAU_ERR_TRAILING, 10},
    {{"a leap second in July", TEXT("2024-07-11T23:59:60Z")}, FUSEAU_ERR_LEAP_SECOND, 17},
    {{"a local one in mid-month", EXAMPLE("2024-07-11T23:59:60")}, FUSEAU_ERR_LEAP_SECOND, 17},
    {{"a minute too early", TEXT("2016-12-30T23:59:60")}, FUSEAU_ERR_LEAP_SECOND, 17},
    {{"a minute too late", TEXT("2017-01-01T23:59:60")}, FUSEAU_ERR_LEAP_SECOND, 17},
    {{"a leap second, and more", TEXT("2024-07-11T12:00:60x")}, FUSEAU_ERR_TRAILING, 19},
};

static struct fuseau_result parse(const struct row *row,
                                  const struct fuseau_datetime_options *options,
                                  struct fuseau_datetime *out)
{
    char *copy = row_copy(row);
    struct fuseau_result result = fuseau_datetime_parse(copy, row->size, options, out);
    row_release(copy);
    return result;
}

static void expect_read(const struct accepted *expected, const struct fuseau_datetime *value)
{
    const struct row *row = &expected->row;
    const struct fuseau_rfc3339 *got = &value->timestamp;
    row_expect_number(row, "kind", value->kind, (int)expected->kind);
    row_expect_number(row, "year", got->date.year, expected->date.year);
    row_expect_number(row, "month", got->date.month, expected->date.month);
    row_expect_number(row, "day", got->date.day, expected->date.day);
    row_expect_number(row, "hour", got->time.hour, expected->time.hour);
    row_expect_number(row, "minute", got->time.minute, expected->time.minute);
    row_expect_number(row, "second", got->time.second, expected->time.second);
    row_expect_number(row, "nanosecond", got->time.nanosecond, expected->time.nanosecond);
    row_expect_number(row, "offset", got->offset.seconds, expected->offset_seconds);
    row_expect_number(row, "kind of offset", got->offset.kind, (int)expected->offset_kind);
    row_expect_number(row, "seconds", got->instant.seconds, expected->seconds);
    row_expect_number(row, "nanoseconds", got->instant.nanoseconds,
                      expected->kind == DATE_TIME ? expected->time.nanosecond : 0);
    row_expect_number(row, "leap", got->leap, (int)expected->leap);
}

static void check_accepted(void **state)
{
    const struct accepted *expected = *state;
    const struct row *row = &expected->row;
    struct fuseau_datetime value;
    row_expect(row, parse(row, NULL, &value), FUSEAU_OK, row->size);
    expect_read(expected, &value);

    const char *shortest = expected->shortest ? expected->shortest : row->text;
    char text[FUSEAU_DATETIME_MAX_SIZE];
    struct fuseau_result result =
        fuseau_datetime_format(&value, FUSEAU_FRACTION_SHORTEST, text, sizeof text);
    row_expect(row, result, FUSEAU_OK, strlen(shortest));
    assert_memory_equal(text, shortest, result.at);
}

/* With the kind allowed, whatever else is; without it, whatever else is. */
static void check_kinds(void **state)
{
    const struct accepted *expected = *state;
    const struct row *row = &expected->row;
    for (unsigned kinds = 1; kinds <= FUSEAU_DATETIME_ANY + FUSEAU_DATETIME_SPACE; kinds++) {
        const struct fuseau_datetime_options options = {kinds, FUSEAU_LEAP_POSSIBLE};
        struct fuseau_datetime value;
        struct fuseau_result result = parse(row, &options, &value);
        unsigned chosen = kinds & FUSEAU_DATETIME_ANY;
        if (chosen != 0 && !(chosen & (unsigned)expected->kind)) {
            assert_int_not_equal(result.error, FUSEAU_OK);
            continue;
        }
        row_expect(row, result, FUSEAU_OK, row->size);
        expect_read(expected, &value);
    }
}

static void check_refused(void **state)
{
    const struct refused *expected = *state;
    struct fuseau_datetime value, before;
    memset(&value, 0x5a, sizeof value);
    memset(&before, 0x5a, sizeof before);
    row_expect(&expected->row, parse(&expected->row, NULL, &value), expected->error, expected->at);
    assert_memory_equal(&value, &before, sizeof value);
}

/* A text, what is allowed, and the error (OK stands at the end). */
struct optional {
    struct row row;
    struct fuseau_datetime_options options;
    enum fuseau_error error;
    size_t at;
};

#define TOML FUSEAU_DATETIME_TOML, FUSEAU_LEAP_POSSIBLE
#define JSON FUSEAU_DATETIME_JSON_SCHEMA, FUSEAU_LEAP_POSSIBLE

static const struct optional optional[] = {
    /* TOML 1.0: what its document shows, and what it does not allow */
    {{"TOML: an offset date-time", TEXT("1979-05-27T00:32:00.999999-07:00")},
     {TOML},
     FUSEAU_OK,
     32},
    {{"TOML: a space for the T", TEXT("1979-05-27 07:32:00Z")}, {TOML}, FUSEAU_OK, 20},
    {{"TOML: a local date-time", TEXT("1979-05-27T07:32:00")}, {TOML}, FUSEAU_OK, 19},
    {{"TOML: a local one, with a space", TEXT("1979-05-27 07:32:00")}, {TOML}, FUSEAU_OK, 19},
    {{"TOML: a local date", TEXT("1979-05-27")}, {TOML}, FUSEAU_OK, 10},
    {{"TOML: a local time", TEXT("00:32:00.999999")}, {TOML}, FUSEAU_OK, 15},
    {{"TOML: no time with an offset", TEXT("07:32:00Z")}, {TOML}, FUSEAU_ERR_TRAILING, 8},
    {{"TOML: two spaces", TEXT("1979-05-27  07:32:00Z")}, {TOML}, FUSEAU_ERR_DIGIT, 11},
    {{"TOML: a date and a space", TEXT("1979-05-27 ")}, {TOML}, FUSEAU_ERR_END, 11},
    {{"TOML 1.1: no seconds", TEXT("1979-05-27 07:32Z")}, {TOML}, FUSEAU_ERR_SEPARATOR, 16},
    {{"TOML 1.1: no local seconds", TEXT("07:32")}, {TOML}, FUSEAU_ERR_END, 5},
    /* JSON Schema: date-time, date and time have no local forms, and no space */
    {{"JSON: a date-time", TEXT("1963-06-19T08:30:06.283185Z")}, {JSON}, FUSEAU_OK, 27},
    {{"JSON: a date", TEXT("1963-06-19")}, {JSON}, FUSEAU_OK, 10},
    {{"JSON: a time", TEXT("08:30:06Z")}, {JSON}, FUSEAU_OK, 9},
    {{"JSON: no local time", TEXT("08:30:06")}, {JSON}, FUSEAU_ERR_END, 8},
    {{"JSON: no local date-time", TEXT("1963-06-19T08:30:06")}, {JSON}, FUSEAU_ERR_END, 19},
    {{"JSON: no space", TEXT("1963-06-19 08:30:06Z")}, {JSON}, FUSEAU_ERR_TRAILING, 10},
    {{"JSON: a leap second an hour off", TEXT("22:59:60Z")}, {JSON}, FUSEAU_ERR_LEAP_SECOND, 6},
    /* where a text goes on depends on what is allowed */
    {{"a date alone", TEXT("1979-05-27T07:32:00")}, {FULL_DATE, 0}, FUSEAU_ERR_TRAILING, 10},
    {{"no date alone", TEXT("1979-05-27")}, {LOCAL, 0}, FUSEAU_ERR_END, 10},
    {{"no date alone, and a letter", TEXT("1979-05-27x")}, {LOCAL, 0}, FUSEAU_ERR_SEPARATOR, 10},
    {{"local alone, and an offset", TEXT("1979-05-27T07:32:00+07:00")},
     {LOCAL, 0},
     FUSEAU_ERR_TRAILING,
     19},
    {{"no local, and a letter", TEXT("1979-05-27T07:32:00x")},
     {DATE_TIME, 0},
     FUSEAU_ERR_OFFSET,
     19},
    {{"no partial-time, and a letter", TEXT("07:32:00x")}, {FULL_TIME, 0}, FUSEAU_ERR_OFFSET, 8},
    {{"times alone: hour 24", TEXT("24:00:00")}, {PARTIAL_TIME, 0}, FUSEAU_ERR_RANGE, 1},
    {{"times alone: hour 30", TEXT("30:00:00Z")}, {FULL_TIME, 0}, FUSEAU_ERR_RANGE, 0},
    {{"times alone: a year", TEXT("2024-07-11")}, {PARTIAL_TIME, 0}, FUSEAU_ERR_SEPARATOR, 2},
    {{"dates alone: a time", TEXT("07:32:00")}, {FULL_DATE, 0}, FUSEAU_ERR_DIGIT, 2},
    {{"a space alone allows all", TEXT("07:32:00")}, {FUSEAU_DATETIME_SPACE, 0}, FUSEAU_OK, 8},
    {{"a space and local", TEXT("1979-05-27 07:32:00")},
     {FUSEAU_DATETIME_SPACE, FUSEAU_LEAP_POSSIBLE},
     FUSEAU_OK,
     19},
    /* second 60 */
    {{"a known one", TEXT("2016-12-31T23:59:60Z")}, {0, FUSEAU_LEAP_KNOWN}, FUSEAU_OK, 20},
    {{"an unknown one", TEXT("2026-12-31T23:59:60Z")},
     {0, FUSEAU_LEAP_KNOWN},
     FUSEAU_ERR_LEAP_SECOND,
     17},
    {{"a known one, local", TEXT("2016-12-31T18:59:60")}, {0, FUSEAU_LEAP_KNOWN}, FUSEAU_OK, 19},
    {{"an unknown one, local", TEXT("2026-12-31T18:59:60")},
     {0, FUSEAU_LEAP_KNOWN},
     FUSEAU_ERR_LEAP_SECOND,
     17},
    {{"a time alone is not known", TEXT("23:59:60Z")},
     {0, FUSEAU_LEAP_KNOWN},
     FUSEAU_ERR_LEAP_SECOND,
     6},
    {{"nor without offset", TEXT("23:59:60")}, {0, FUSEAU_LEAP_KNOWN}, FUSEAU_ERR_LEAP_SECOND, 6},
    {{"refused", TEXT("2016-12-31T23:59:60Z")},
     {0, FUSEAU_LEAP_REFUSE},
     FUSEAU_ERR_LEAP_SECOND,
     17},
    {{"refused, local", TEXT("2016-12-31T23:59:60")},
     {0, FUSEAU_LEAP_REFUSE},
     FUSEAU_ERR_LEAP_SECOND,
     17},
    {{"refused, a time", TEXT("23:59:60")}, {0, FUSEAU_LEAP_REFUSE}, FUSEAU_ERR_LEAP_SECOND, 6},
};

static void check_optional(void **state)
{
    const struct optional *expected = *state;
    struct fuseau_datetime value;
    row_expect(&expected->row, parse(&expected->row, &expected->options, &value), expected->error,
               expected->at);
}

struct written {
    struct row row; /* the text that is expected, or none */
    struct fuseau_datetime value;
    int digits;
    size_t room;
    enum fuseau_error error;
    size_t at;
};

#define ZULU                                                                                       \
    {                                                                                              \
        0, FUSEAU_OFFSET_ZULU                                                                      \
    }
#define UNKNOWN                                                                                    \
    {                                                                                              \
        0, FUSEAU_OFFSET_UNKNOWN                                                                   \
    }

static const struct written written[] = {
    {{"the longest", TEXT("2016-12-31T23:59:60.000000001-00:00")},
     {DATE_TIME, {{0, 0}, {2016, 12, 31}, {23, 59, 60, 1}, UNKNOWN, 0}},
     9,
     35,
     FUSEAU_OK,
     35},
    {{"local, three digits", TEXT("2024-07-11T01:14:00.500")},
     {LOCAL, {{0, 0}, {2024, 7, 11}, {1, 14, 0, 500000000}, UNKNOWN, 0}},
     3,
     35,
     FUSEAU_OK,
     23},
    {{"a date has no digits", TEXT("2024-07-11")},
     {FULL_DATE, {{0, 0}, {2024, 7, 11}, {99, 99, 60, 1}, UNKNOWN, 0}},
     77,
     35,
     FUSEAU_OK,
     10},
    {{"a time has no date", TEXT("01:14:00")},
     {PARTIAL_TIME, {{0, 0}, {0, 0, 0}, {1, 14, 0, 0}, {1, 0}, 0}},
     0,
     35,
     FUSEAU_OK,
     8},
    {{"one digit too few", TEXT("")},
     {LOCAL, {{0, 0}, {2024, 7, 11}, {1, 14, 0, 250000000}, UNKNOWN, 0}},
     1,
     35,
     FUSEAU_ERR_INEXACT,
     0},
    {{"a byte too little", TEXT("")},
     {LOCAL, {{0, 0}, {2024, 7, 11}, {1, 14, 0, 0}, UNKNOWN, 0}},
     0,
     18,
     FUSEAU_ERR_ROOM,
     19},
    {{"no kind", TEXT("")},
     {0, {{0, 0}, {2024, 7, 11}, {1, 14, 0, 0}, ZULU, 0}},
     0,
     35,
     FUSEAU_ERR_RANGE,
     0},
    {{"two kinds", TEXT("")},
     {FULL_DATE | FULL_TIME, {{0, 0}, {2024, 7, 11}, {1, 14, 0, 0}, ZULU, 0}},
     0,
     35,
     FUSEAU_ERR_RANGE,
     0},
    {{"a space is no kind", TEXT("")},
     {32, {{0, 0}, {2024, 7, 11}, {1, 14, 0, 0}, ZULU, 0}},
     0,
     35,
     FUSEAU_ERR_RANGE,
     0},
    {{"year 10000", TEXT("")},
     {LOCAL, {{0, 0}, {10000, 1, 1}, {1, 14, 0, 0}, UNKNOWN, 0}},
     0,
     35,
     FUSEAU_ERR_RANGE,
     0},
    {{"30 February", TEXT("")},
     {FULL_DATE, {{0, 0}, {2024, 2, 30}, {0, 0, 0, 0}, UNKNOWN, 0}},
     0,
     35,
     FUSEAU_ERR_RANGE,
     0},
    {{"hour 24", TEXT("")},
     {PARTIAL_TIME, {{0, 0}, {0, 0, 0}, {24, 0, 0, 0}, UNKNOWN, 0}},
     0,
     35,
     FUSEAU_ERR_RANGE,
     0},
    {{"an offset of seconds", TEXT("")},
     {FULL_TIME, {{0, 0}, {0, 0, 0}, {1, 0, 0, 0}, {1, FUSEAU_OFFSET_NUMERIC}, 0}},
     0,
     35,
     FUSEAU_ERR_RANGE,
     0},
    {{"60 in mid-month", TEXT("")},
     {LOCAL, {{0, 0}, {2024, 7, 11}, {23, 59, 60, 0}, UNKNOWN, 0}},
     0,
     35,
     FUSEAU_ERR_RANGE,
     0},
    {{"60 at noon", TEXT("")},
     {FULL_TIME, {{0, 0}, {0, 0, 0}, {12, 0, 60, 0}, ZULU, 0}},
     0,
     35,
     FUSEAU_ERR_RANGE,
     0},
};

static void check_written(void **state)
{
    const struct written *expected = *state;
    char text[] = "what was there before, and stays there";
    struct fuseau_result result =
        fuseau_datetime_format(&expected->value, expected->digits, text, expected->room);
    row_expect(&expected->row, result, expected->error, expected->at);
    if (expected->error == FUSEAU_OK) {
        assert_memory_equal(text, expected->row.text, result.at);
    } else {
        assert_string_equal(text, "what was there before, and stays there");
    }
}

/* ---- a local second 60 stands where some offset makes a leap second of it ---- */

static enum fuseau_leap standing_at_some_offset(const char *local, size_t size)
{
    for (int minutes = -1439; minutes <= 1439; minutes++) {
        char text[40];
        struct fuseau_rfc3339 value;
        int distance = minutes < 0 ? -minutes : minutes;
        int length = snprintf(text, sizeof text, "%.*s%c%02d:%02d", (int)size, local,
                              minutes < 0 ? '-' : '+', distance / 60, distance % 60);
        if (fuseau_rfc3339_parse(text, (size_t)length, NULL, &value).error == FUSEAU_OK) {
            return value.leap;
        }
    }
    return FUSEAU_LEAP_NONE;
}

static const struct row days[] = {
    {"before the last of a year", TEXT("2016-12-30")},
    {"the last of a year", TEXT("2016-12-31")},
    {"the first of a year", TEXT("2017-01-01")},
    {"the second of a year", TEXT("2017-01-02")},
    {"leap day", TEXT("2024-02-29")},
    {"no leap day", TEXT("2023-02-28")},
    {"before leap day", TEXT("2024-02-28")},
    {"the last of June 2015", TEXT("2015-06-30")},
    {"the first of all", TEXT("0000-01-01")},
    {"the last of all", TEXT("9999-12-31")},
};

static void check_day(void **state)
{
    static const int minutes[] = {0, 1, 59, 60, 719, 720, 1437, 1438, 1439};
    const struct row *day = *state;
    for (size_t i = 0; i < sizeof minutes / sizeof *minutes; i++) {
        char text[32];
        struct fuseau_datetime value = {.timestamp = {.leap = FUSEAU_LEAP_NONE}};
        int size = snprintf(text, sizeof text, "%sT%02d:%02d:60", day->text, minutes[i] / 60,
                            minutes[i] % 60);
        const struct row row = {day->name, text, (size_t)size};
        enum fuseau_leap leap = standing_at_some_offset(text, row.size);
        struct fuseau_result result = parse(&row, NULL, &value);
        bool possible = leap != FUSEAU_LEAP_NONE;
        row_expect(&row, result, possible ? FUSEAU_OK : FUSEAU_ERR_LEAP_SECOND,
                   possible ? row.size : 17);
        row_expect_number(&row, "leap", value.timestamp.leap, (int)leap);
    }
}

int main(void)
{
    struct table kinds = TABLE(accepted, check_kinds);
    kinds.name = "kinds";
    const struct table tables[] = {
        TABLE(accepted, check_accepted), kinds,
        TABLE(refused, check_refused),   TABLE(optional, check_optional),
        TABLE(written, check_written),   TABLE(days, check_day),
    };
    return tables_run("datetime", tables, sizeof tables / sizeof tables[0]);
}
