/* column_test.c -- many timestamps at once: what is read, refused and consumed, and written */
/* SPDX-License-Identifier: MIT */
#include "column.h"

#include "table.h"

enum { MOST = 12 };

static const struct fuseau_column_options seconds = {.unit = FUSEAU_COLUMN_SECONDS};
static const struct fuseau_column_options cut_seconds = {.unit = FUSEAU_COLUMN_SECONDS,
                                                         .truncate = true};
static const struct fuseau_column_options milliseconds = {.unit = FUSEAU_COLUMN_MILLISECONDS};
static const struct fuseau_column_options cut_milliseconds = {.unit = FUSEAU_COLUMN_MILLISECONDS,
                                                              .truncate = true};
static const struct fuseau_column_options microseconds = {.unit = FUSEAU_COLUMN_MICROSECONDS};
static const struct fuseau_column_options no_leap = {.text.leap = FUSEAU_LEAP_REFUSE};
static const struct fuseau_column_options space = {.text.allow_space = true};

#define NONE             INT64_MIN /* where a value is none */
#define BILLION(seconds) ((seconds)*INT64_C(1000000000))

struct lines {
    struct row row;
    const struct fuseau_column_options *options;
    size_t room;
    struct fuseau_column done;
    unsigned validity; /* two bytes */
    int64_t values[MOST];
};

static const struct lines lines[] = {
    {{"the header's", TEXT("2024-07-11T01:14:00Z\n\n1970-01-01T00:00:00.5Z")},
     NULL,
     MOST,
     {3, 1, 44},
     5,
     {BILLION(1720660440), NONE, 500000000}},
    {{"the header's, two of it", TEXT("2024-07-11T01:14:00Z\n\n1970-01-01T00:00:00.5Z")},
     NULL,
     2,
     {2, 1, 22},
     1,
     {BILLION(1720660440), NONE}},
    {{"no text", TEXT("")}, NULL, MOST, {0, 0, 0}, 0, {0}},
    {{"no room", TEXT("1970-01-01T00:00:00Z\n")}, NULL, 0, {0, 0, 0}, 0, {0}},
    {{"an empty line", TEXT("\n")}, NULL, MOST, {1, 1, 1}, 0, {NONE}},
    {{"an empty line of CR LF", TEXT("\r\n")}, NULL, MOST, {1, 1, 2}, 0, {NONE}},
    {{"two ends of either kind", TEXT("1970-01-01T00:00:01Z\r\n1970-01-01T00:00:02Z\n")},
     NULL,
     MOST,
     {2, 0, 43},
     3,
     {BILLION(1), BILLION(2)}},
    {{"a last line without its end", TEXT("1970-01-01T00:00:01Z\n1970-01-01T00:00:02Z")},
     NULL,
     MOST,
     {2, 0, 41},
     3,
     {BILLION(1), BILLION(2)}},
    {{"a CR that no LF follows", TEXT("1970-01-01T00:00:01Z\r")},
     NULL,
     MOST,
     {1, 1, 21},
     0,
     {NONE}},
    {{"two CR", TEXT("1970-01-01T00:00:01Z\r\r\n")}, NULL, MOST, {1, 1, 23}, 0, {NONE}},
    {{"a NUL", TEXT("1970-01-01T00:00:01Z\0\n1970-01-01T00:00:02Z\n")},
     NULL,
     MOST,
     {2, 1, 43},
     2,
     {NONE, BILLION(2)}},
    {{"nine, of which the first is refused",
      TEXT("x\n1970-01-01T00:00:01Z\n1970-01-01T00:00:02Z\n1970-01-01T00:00:03Z\n"
           "1970-01-01T00:00:04Z\n1970-01-01T00:00:05Z\n1970-01-01T00:00:06Z\n"
           "1970-01-01T00:00:07Z\n1970-01-01T00:00:08Z\n")},
     &seconds,
     MOST,
     {9, 1, 170},
     0x1fe,
     {NONE, 1, 2, 3, 4, 5, 6, 7, 8}},
    {{"eight with an offset",
      TEXT("1970-01-01T00:00:01+01:00\n1970-01-01T00:00:02-01:00\n1970-01-01T00:00:03+23:59\n"
           "1970-01-01T00:00:04-23:59\n1970-01-01T00:00:05-00:00\n1970-01-01T00:00:06+00:00\n"
           "1970-01-01T00:00:07+05:30\n1970-01-01T00:00:08+14:00\n")},
     &seconds,
     MOST,
     {8, 0, 208},
     0xff,
     {1 - 3600, 2 + 3600, 3 - 86340, 4 + 86340, 5, 6, 7 - 19800, 8 - 50400}},
    {{"eight points without a digit behind them",
      TEXT("1970-01-01T00:00:00.Z\n1970-01-01T00:00:00.Z\n1970-01-01T00:00:00.Z\n"
           "1970-01-01T00:00:00.Z\n1970-01-01T00:00:00.Z\n1970-01-01T00:00:00.Z\n"
           "1970-01-01T00:00:00.Z\n1970-01-01T00:00:00.Z\n")},
     NULL,
     MOST,
     {8, 8, 176},
     0,
     {NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE}},
    {{"a leap second is the second after it", TEXT("2016-12-31T23:59:60Z\n2017-01-01T00:00:00Z\n")},
     &seconds,
     MOST,
     {2, 0, 42},
     3,
     {1483228800, 1483228800}},
    {{"unless it is refused", TEXT("2016-12-31T23:59:60Z\n2017-01-01T00:00:00Z\n")},
     &no_leap,
     MOST,
     {2, 1, 42},
     2,
     {NONE, BILLION(1483228800)}},
    {{"a space", TEXT("1970-01-01 00:00:01Z\n")}, &space, MOST, {1, 0, 21}, 1, {BILLION(1)}},
    {{"a space that is not allowed", TEXT("1970-01-01 00:00:01Z\n")},
     NULL,
     MOST,
     {1, 1, 21},
     0,
     {NONE}},
    {{"a fraction of seconds is refused",
      TEXT("1970-01-01T00:00:01.5Z\n1970-01-01T00:00:01.0Z\n1969-12-31T23:59:59.5Z\n")},
     &seconds,
     MOST,
     {3, 2, 69},
     2,
     {NONE, 1, NONE}},
    {{"or cut off, never forward",
      TEXT("1970-01-01T00:00:01.5Z\n1970-01-01T00:00:01.0Z\n1969-12-31T23:59:59.5Z\n")},
     &cut_seconds,
     MOST,
     {3, 0, 69},
     7,
     {1, 1, -1}},
    {{"milliseconds", TEXT("1970-01-01T00:00:00.123Z\n1970-01-01T00:00:00.123000Z\n"
                           "1969-12-31T23:59:59.9Z\n1970-01-01T00:00:00.1239Z\n")},
     &milliseconds,
     MOST,
     {4, 1, 102},
     7,
     {123, 123, -100, NONE}},
    {{"milliseconds cut off", TEXT("1970-01-01T00:00:00.1239Z\n1969-12-31T23:59:59.9999Z\n")},
     &cut_milliseconds,
     MOST,
     {2, 0, 52},
     3,
     {123, -1}},
    {{"microseconds of all years",
      TEXT("0000-01-01T00:00:00Z\n9999-12-31T23:59:59.999999Z\n1970-01-01T00:00:00.0000001Z\n")},
     &microseconds,
     MOST,
     {3, 1, 78},
     3,
     {INT64_C(-62167219200000000), INT64_C(253402300799999999), NONE}},
    {{"digits after the ninth are cut off", TEXT("1970-01-01T00:00:00.1234567899Z\n")},
     NULL,
     MOST,
     {1, 0, 32},
     1,
     {123456789}},
    {{"the first nanosecond, and the one before",
      TEXT("1677-09-21T00:12:43.145224192Z\n1677-09-21T00:12:43.145224191Z\n")},
     NULL,
     MOST,
     {2, 1, 62},
     1,
     {INT64_MIN, NONE}},
    {{"the last nanosecond, and the one after",
      TEXT("2262-04-11T23:47:16.854775807Z\n2262-04-11T23:47:16.854775808Z\n")},
     NULL,
     MOST,
     {2, 1, 62},
     1,
     {INT64_MAX, NONE}},
};

static void expect_lines(void **state)
{
    const struct lines *row = *state;
    char *copy = row_copy(&row->row);
    int64_t values[MOST];
    uint8_t validity[2] = {0, 0};
    for (int with = 0; with < 2; with++) {
        memset(values, 0x77, sizeof values);
        struct fuseau_column done = fuseau_column_parse_lines(
            copy, row->row.size, row->options, values, with ? validity : NULL, row->room);
        assert_int_equal(done.read, row->done.read);
        assert_int_equal(done.refused, row->done.refused);
        assert_int_equal(done.consumed, row->done.consumed);
        assert_memory_equal(values, row->values, done.read * sizeof *values);
        for (size_t n = done.read; n < MOST; n++) {
            assert_true(values[n] == INT64_C(0x7777777777777777));
        }
    }
    assert_int_equal(validity[0] | validity[1] << 8, row->validity);
    row_release(copy);
}

/* ---- texts of a column ---- */

static const char three[] = "1970-01-01T00:00:01Z1970-01-01T00:00:02.5Zx";

static void strings_with_nulls(void **state)
{
    (void)state;
    const int32_t offsets32[] = {0, 20, 20, 42, 42, 43};
    const int64_t offsets64[] = {0, 20, 20, 42, 42, 43};
    const uint8_t given = 0x1d; /* the second is null; the fourth is empty, and refused */
    const int64_t expected[] = {BILLION(1), NONE, 2500000000, NONE, NONE};
    for (int wide = 0; wide < 2; wide++) {
        int64_t values[5];
        uint8_t validity = 0xff;
        struct fuseau_column done;
        struct fuseau_column_strings strings = {.bytes = three,
                                                .size = 43,
                                                .offsets32 = wide ? NULL : offsets32,
                                                .offsets64 = wide ? offsets64 : NULL,
                                                .validity = &given,
                                                .count = 5};
        struct fuseau_result result =
            fuseau_column_parse_strings(&strings, NULL, values, &validity, &done);
        assert_int_equal(result.error, FUSEAU_OK);
        assert_true(done.read == 5 && done.refused == 2 && done.consumed == 43);
        assert_memory_equal(values, expected, sizeof expected);
        assert_int_equal(validity, 5);
        strings.first = 2; /* a slice: of the validity as well */
        strings.count = 2;
        result = fuseau_column_parse_strings(&strings, NULL, values, &validity, &done);
        assert_int_equal(result.error, FUSEAU_OK);
        assert_true(done.read == 2 && done.refused == 1 && done.consumed == 22);
        assert_memory_equal(values, expected + 2, 2 * sizeof *expected);
        assert_int_equal(validity, 1);
    }
}

static void strings_that_are_none(void **state)
{
    (void)state;
    int64_t values[1] = {5};
    uint8_t validity = 0xaa;
    struct fuseau_column done;
    struct fuseau_column_strings none = {.bytes = NULL};
    assert_int_equal(fuseau_column_parse_strings(&none, NULL, values, &validity, &done).error,
                     FUSEAU_OK);
    assert_true(done.read == 0 && done.refused == 0 && done.consumed == 0);
    assert_true(values[0] == 5 && validity == 0xaa);
    const int32_t offsets[] = {0, 0};
    struct fuseau_column_strings empty = {.bytes = NULL, .offsets32 = offsets, .count = 1};
    assert_int_equal(fuseau_column_parse_strings(&empty, NULL, values, &validity, &done).error,
                     FUSEAU_OK);
    assert_true(done.read == 1 && done.refused == 1 && done.consumed == 0);
    assert_true(values[0] == NONE && validity == 0);
}

/* Offsets that come from outside may be anything. */
struct wrong_offsets {
    struct row row; /* the text is not looked at */
    int64_t offsets[4];
    size_t at;
};

static const struct wrong_offsets wrong_offsets[] = {
    {{"below zero", TEXT("")}, {-1, 20, 42, 43}, 0},
    {{"beyond the bytes at once", TEXT("")}, {44, 44, 44, 44}, 0},
    {{"one that descends", TEXT("")}, {0, 20, 19, 43}, 2},
    {{"the last beyond the bytes", TEXT("")}, {0, 20, 42, 44}, 3},
    {{"far beyond", TEXT("")}, {0, 20, INT32_MAX, INT32_MAX}, 2},
    {{"far below", TEXT("")}, {0, INT32_MIN, 42, 43}, 1},
};

static void refuse_offsets(void **state)
{
    const struct wrong_offsets *row = *state;
    int32_t offsets32[4];
    for (int i = 0; i < 4; i++) {
        offsets32[i] = (int32_t)row->offsets[i];
    }
    for (int wide = 0; wide < 2; wide++) {
        int64_t values[3] = {7, 8, 9};
        uint8_t validity = 0xaa;
        struct fuseau_column done = {1, 2, 3};
        struct fuseau_column_strings strings = {.bytes = three,
                                                .size = 43,
                                                .offsets32 = wide ? NULL : offsets32,
                                                .offsets64 = wide ? row->offsets : NULL,
                                                .count = 3};
        row_expect(&row->row, fuseau_column_parse_strings(&strings, NULL, values, &validity, &done),
                   FUSEAU_ERR_RANGE, row->at);
        assert_true(values[0] == 7 && values[1] == 8 && values[2] == 9 && validity == 0xaa);
        assert_true(done.read == 1 && done.refused == 2 && done.consumed == 3);
    }
}

static void offsets_beyond_32_bits(void **state)
{
    (void)state;
    const int64_t offsets[] = {0, INT64_MAX};
    const int64_t below[] = {INT64_MIN, 0};
    int64_t value = 7;
    struct fuseau_column done;
    struct fuseau_column_strings strings = {
        .bytes = three, .size = 43, .offsets64 = offsets, .count = 1};
    struct fuseau_result result = fuseau_column_parse_strings(&strings, NULL, &value, NULL, &done);
    assert_true(result.error == FUSEAU_ERR_RANGE && result.at == 1 && value == 7);
    strings.offsets64 = below;
    result = fuseau_column_parse_strings(&strings, NULL, &value, NULL, &done);
    assert_true(result.error == FUSEAU_ERR_RANGE && result.at == 0 && value == 7);
    strings.offsets64 = offsets;
    strings.count = SIZE_MAX;
    result = fuseau_column_parse_strings(&strings, NULL, &value, NULL, &done);
    assert_true(result.error == FUSEAU_ERR_RANGE && result.at == 0 && value == 7);
    strings.count = 2;
    strings.first = SIZE_MAX - 1;
    result = fuseau_column_parse_strings(&strings, NULL, &value, NULL, &done);
    assert_true(result.error == FUSEAU_ERR_RANGE && result.at == 0 && value == 7);
}

/* ---- writing ---- */

static void write_lines(void **state)
{
    (void)state;
    const int64_t values[] = {BILLION(1720660440), 5, -1, 500000000};
    const uint8_t validity = 0xd; /* not the second */
    static const char expected[] = "2024-07-11T01:14:00Z\n\n1969-12-31T23:59:59.999999999Z\n"
                                   "1970-01-01T00:00:00.5Z\n";
    enum { SIZE = sizeof expected - 1 };
    /* By the room, how many are written and in how many bytes. */
    static const struct fuseau_column steps[] = {
        {0, 0, 0}, {1, 0, 21}, {2, 0, 22}, {3, 0, 53}, {4, 0, SIZE}};
    for (size_t room = 0; room <= SIZE + 1; room++) {
        char text[SIZE + 1];
        memset(text, '~', sizeof text);
        size_t step = 0;
        while (step < 4 && steps[step + 1].consumed <= room) {
            step++;
        }
        struct fuseau_column done = fuseau_column_format_lines(
            values, &validity, 4, FUSEAU_COLUMN_NANOSECONDS, FUSEAU_FRACTION_SHORTEST, text, room);
        assert_memory_equal(&done, &steps[step], sizeof done);
        assert_memory_equal(text, expected, done.consumed);
        assert_int_equal(text[SIZE], '~');
    }
}

static void write_units(void **state)
{
    (void)state;
    const int64_t values[] = {-1, 1500, INT64_MIN, INT64_MAX, -62167219200001};
    static const struct {
        enum fuseau_column_unit unit;
        int digits;
        size_t refused;
        const char *text;
    } rows[] = {
        {FUSEAU_COLUMN_SECONDS, 0, 3, "1969-12-31T23:59:59Z\n1970-01-01T00:25:00Z\n\n\n\n"},
        {FUSEAU_COLUMN_MILLISECONDS, FUSEAU_FRACTION_TRUNCATE + 0, 3,
         "1969-12-31T23:59:59Z\n1970-01-01T00:00:01Z\n\n\n\n"},
        {FUSEAU_COLUMN_MILLISECONDS, 0, 5, "\n\n\n\n\n"},
        {FUSEAU_COLUMN_MICROSECONDS, 6, 2,
         "1969-12-31T23:59:59.999999Z\n1970-01-01T00:00:00.001500Z\n\n\n1968-01-12T11:19:40."
         "799999Z\n"},
        {FUSEAU_COLUMN_NANOSECONDS, FUSEAU_FRACTION_SHORTEST, 0,
         "1969-12-31T23:59:59.999999999Z\n1970-01-01T00:00:00.0000015Z\n"
         "1677-09-21T00:12:43.145224192Z\n2262-04-11T23:47:16.854775807Z\n"
         "1969-12-31T06:43:52.780799999Z\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[200];
        struct fuseau_column done = fuseau_column_format_lines(
            values, NULL, 5, rows[i].unit, rows[i].digits, text, sizeof text - 1);
        text[done.consumed] = '\0';
        assert_string_equal(text, rows[i].text);
        assert_int_equal(done.read, 5);
        assert_int_equal(done.refused, rows[i].refused);
    }
}

static void write_strings(void **state)
{
    (void)state;
    const int64_t values[] = {1, 2, INT64_MAX, 4};
    const uint8_t validity = 0xd;
    for (int wide = 0; wide < 2; wide++) {
        char bytes[64];
        int32_t offsets32[5];
        int64_t offsets64[5];
        uint8_t written = 0xff;
        memset(bytes, '~', sizeof bytes);
        struct fuseau_column done = fuseau_column_format_strings(
            values, &validity, 4, FUSEAU_COLUMN_SECONDS, 0, bytes, 40, wide ? NULL : offsets32,
            wide ? offsets64 : NULL, &written);
        assert_true(done.read == 4 && done.refused == 1 && done.consumed == 40);
        assert_memory_equal(bytes, "1970-01-01T00:00:01Z1970-01-01T00:00:04Z~", 41);
        static const int64_t expected[] = {0, 20, 20, 20, 40};
        for (int i = 0; i < 5; i++) {
            assert_int_equal(wide ? offsets64[i] : offsets32[i], expected[i]);
        }
        assert_int_equal(written, 9);
        done =
            fuseau_column_format_strings(values, &validity, 4, FUSEAU_COLUMN_SECONDS, 0, bytes, 39,
                                         wide ? NULL : offsets32, wide ? offsets64 : NULL, NULL);
        assert_true(done.read == 3 && done.refused == 1 && done.consumed == 20);
    }
}

/* Who has no room may have no text: nothing is added to NULL. */
static void write_to_nothing(void **state)
{
    (void)state;
    const int64_t values[] = {1, 2};
    const uint8_t validity = 2;
    int32_t offsets[3];
    uint8_t written = 0xff;
    struct fuseau_column done =
        fuseau_column_format_lines(values, NULL, 2, FUSEAU_COLUMN_SECONDS, 0, NULL, 0);
    assert_true(done.read == 0 && done.refused == 0 && done.consumed == 0);
    done = fuseau_column_format_strings(values, &validity, 2, FUSEAU_COLUMN_SECONDS, 0, NULL, 0,
                                        offsets, NULL, &written);
    assert_true(done.read == 1 && done.refused == 0 && done.consumed == 0);
    assert_true(offsets[0] == 0 && offsets[1] == 0 && written == 0);
}

/* ---- zones ---- */

static const struct fuseau_zone *new_york(void)
{
    static const char text[] = "EST5EDT,M3.2.0,M11.1.0";
    struct fuseau_posixtz rule;
    const struct fuseau_zone *zone = NULL;
    assert_int_equal(fuseau_posixtz_parse(text, sizeof text - 1, &rule).error, FUSEAU_OK);
    assert_int_equal(fuseau_zone_from_posixtz(&rule, &zone).error, FUSEAU_OK);
    return zone;
}

static void offsets_in_a_zone(void **state)
{
    (void)state;
    const struct fuseau_zone *zone = new_york();
    /* A nanosecond before the clocks change, then; a null; winter. */
    const int64_t values[] = {BILLION(1710054000) - 1, BILLION(1710054000), INT64_MIN,
                              BILLION(1730613600)};
    const uint8_t validity = 0xb;
    int32_t offsets[4];
    fuseau_column_offsets(zone, values, &validity, 4, FUSEAU_COLUMN_NANOSECONDS, offsets);
    assert_int_equal(offsets[0], -18000);
    assert_int_equal(offsets[1], -14400);
    assert_int_equal(offsets[2], 0);
    assert_int_equal(offsets[3], -18000);
    fuseau_zone_release(zone);
}

static void instants_in_a_zone(void **state)
{
    (void)state;
    const struct fuseau_zone *zone = new_york();
    /* 12:00:00.25 in summer, 02:30 in a gap, 01:30 in a fold, null, and noon in 1970. */
    const int64_t locals[] = {1720699200250, 1710037800000, 1730597400000, 7, 43200000};
    const uint8_t known = 0x17;
    static const struct {
        enum fuseau_prefer prefer;
        size_t refused;
        unsigned validity;
        int64_t values[5];
    } rows[] = {
        {FUSEAU_PREFER_COMPATIBLE,
         0,
         0x17,
         {1720713600250, 1710055800000, 1730611800000, NONE, 61200000}},
        {FUSEAU_PREFER_EARLIER,
         0,
         0x17,
         {1720713600250, 1710052200000, 1730611800000, NONE, 61200000}},
        {FUSEAU_PREFER_LATER,
         0,
         0x17,
         {1720713600250, 1710055800000, 1730615400000, NONE, 61200000}},
        {FUSEAU_PREFER_REFUSE, 2, 0x11, {1720713600250, NONE, NONE, NONE, 61200000}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t values[5];
        uint8_t validity = known;
        memcpy(values, locals, sizeof values);
        /* In place, as a column may be. */
        struct fuseau_column done =
            fuseau_column_instants(zone, values, &validity, 5, FUSEAU_COLUMN_MILLISECONDS,
                                   rows[i].prefer, values, &validity);
        assert_int_equal(done.read, 5);
        assert_int_equal(done.refused, rows[i].refused);
        assert_int_equal(validity, rows[i].validity);
        assert_memory_equal(values, rows[i].values, sizeof values);
    }
    fuseau_zone_release(zone);
}

static void instants_beyond(void **state)
{
    (void)state;
    const struct fuseau_zone *zone = new_york();
    const int64_t locals[] = {INT64_MAX, INT64_MAX - 18000, INT64_MIN + 1};
    int64_t values[3];
    uint8_t validity;
    struct fuseau_column done = fuseau_column_instants(zone, locals, NULL, 3, FUSEAU_COLUMN_SECONDS,
                                                       FUSEAU_PREFER_COMPATIBLE, values, &validity);
    assert_int_equal(done.refused, 1);
    assert_int_equal(validity, 6);
    assert_true(values[0] == NONE && values[1] > INT64_MAX - 3601 &&
                values[2] >= INT64_MIN + 1 + 14400);
    done = fuseau_column_instants(zone, locals, NULL, 3, FUSEAU_COLUMN_NANOSECONDS,
                                  FUSEAU_PREFER_COMPATIBLE, values, &validity);
    assert_int_equal(done.refused, 2);
    assert_int_equal(validity, 4);
    fuseau_zone_release(zone);
}

int main(void)
{
    const struct table tables[] = {
        TABLE(lines, expect_lines),
        TABLE(wrong_offsets, refuse_offsets),
    };
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_with_nulls),
        cmocka_unit_test(strings_that_are_none),
        cmocka_unit_test(offsets_beyond_32_bits),
        cmocka_unit_test(write_lines),
        cmocka_unit_test(write_units),
        cmocka_unit_test(write_strings),
        cmocka_unit_test(write_to_nothing),
        cmocka_unit_test(offsets_in_a_zone),
        cmocka_unit_test(instants_in_a_zone),
        cmocka_unit_test(instants_beyond),
    };
    int failed = tables_run("column", tables, sizeof tables / sizeof tables[0]);
    return failed + cmocka_run_group_tests_name("columns", tests, NULL, NULL);
}
