/* rfc3339_write_test.c -- timestamps are written as printf would, and never outside their room */
/* SPDX-License-Identifier: MIT */
#include "table.h"

#include "rfc3339.h"

static const int32_t powers_of_ten[] = {1,      10,      100,      1000,      10000,
                                        100000, 1000000, 10000000, 100000000, 1000000000};

/* How many digits of the fraction are written, or -1 if that would cut one off unasked. */
static int expected_digits(int32_t nanosecond, int digits)
{
    const int wanted = digits < 0 ? 0 : digits % 16;
    int needed = 9;
    while (needed > 0 && nanosecond % powers_of_ten[10 - needed] == 0) {
        needed--;
    }
    if (needed <= wanted ||
        (digits >= FUSEAU_FRACTION_TRUNCATE && digits < FUSEAU_FRACTION_AT_LEAST)) {
        return wanted;
    }
    return digits < 0 || digits >= FUSEAU_FRACTION_AT_LEAST ? needed : -1;
}

/* The text of a value in range, slowly. Returns its size, or 0 if there is none. */
static size_t expected_text(const struct fuseau_rfc3339 *value, int digits, char text[static 96])
{
    const struct fuseau_time time = value->time;
    const int count = expected_digits(time.nanosecond, digits);
    if (count < 0) {
        return 0;
    }
    int size = snprintf(text, 96, "%04d-%02d-%02dT%02d:%02d:%02d", (int)value->date.year,
                        value->date.month, value->date.day, time.hour, time.minute, time.second);
    if (count > 0) {
        size += snprintf(text + size, 32, ".%0*d", count,
                         (int)(time.nanosecond / powers_of_ten[9 - count]));
    }
    const int minutes = abs(value->offset.seconds) / 60;
    const bool west = value->offset.seconds < 0 || value->offset.kind == FUSEAU_OFFSET_UNKNOWN;
    if (value->offset.kind == FUSEAU_OFFSET_ZULU) {
        size += snprintf(text + size, 2, "Z");
    } else {
        size +=
            snprintf(text + size, 32, "%c%02d:%02d", west ? '-' : '+', minutes / 60, minutes % 60);
    }
    return (size_t)size;
}

/* With just enough room, with too little, and with more than enough. */
static void expect_written(const struct fuseau_rfc3339 *value, int digits)
{
    char expected[96];
    char untouched[FUSEAU_RFC3339_MAX_SIZE + 8];
    const size_t size = expected_text(value, digits, expected);
    memset(untouched, '#', sizeof untouched);
    const size_t rooms[] = {size, size > 0 ? size - 1 : 0, sizeof untouched};
    for (size_t i = 0; i < 3; i++) {
        char text[sizeof untouched];
        memset(text, '#', sizeof text);
        const struct fuseau_result result = fuseau_rfc3339_format(value, digits, text, rooms[i]);
        const size_t written = result.error == FUSEAU_OK ? result.at : 0;
        const enum fuseau_error error = size == 0         ? FUSEAU_ERR_INEXACT
                                        : size > rooms[i] ? FUSEAU_ERR_ROOM
                                                          : FUSEAU_OK;
        if (result.error != error || result.at != size || memcmp(text, expected, written) != 0 ||
            memcmp(text + written, untouched, sizeof text - written) != 0) {
            fail_msg("\"%.*s\" with %d digits into %zu bytes: %s, \"%.*s\"", (int)size, expected,
                     digits, rooms[i], fuseau_error_name(result.error), (int)sizeof text, text);
        }
    }
}

static void every_way_to_write_a_fraction(void **state)
{
    (void)state;
    static const int ways[] = {0, FUSEAU_FRACTION_TRUNCATE, FUSEAU_FRACTION_AT_LEAST};
    static const struct fuseau_offset offsets[] = {{0, FUSEAU_OFFSET_ZULU},
                                                   {0, FUSEAU_OFFSET_UNKNOWN},
                                                   {0, FUSEAU_OFFSET_NUMERIC},
                                                   {-86340, FUSEAU_OFFSET_NUMERIC},
                                                   {20700, FUSEAU_OFFSET_NUMERIC}};
    uint32_t lot = 7;
    for (int i = 0; i < 20000; i++) {
        lot = lot * 1664525 + 1013904223;
        const uint32_t draw = lot >> 4;
        const int32_t grain = powers_of_ten[draw % 10];
        const struct fuseau_rfc3339 value = {
            .date = {(int32_t)(draw / 7 % 10000), (uint8_t)(draw / 3 % 12 + 1),
                     (uint8_t)(draw / 5 % 28 + 1)},
            .time = {(uint8_t)(draw / 11 % 24), (uint8_t)(draw / 13 % 60),
                     (uint8_t)(draw / 17 % 60), (int32_t)(lot % 1000000000) / grain * grain},
            .offset = offsets[draw / 19 % 5],
        };
        expect_written(&value, FUSEAU_FRACTION_SHORTEST);
        expect_written(&value, FUSEAU_FRACTION_MAX);
        expect_written(&value, ways[draw / 23 % 3] + (int)(draw / 29 % 10));
    }
}

static void every_offset(void **state)
{
    (void)state;
    for (int32_t seconds = -86340; seconds <= 86340; seconds += 60) {
        const struct fuseau_rfc3339 value = {.date = {2024, 2, 29},
                                             .offset = {seconds, FUSEAU_OFFSET_NUMERIC}};
        expect_written(&value, 0);
        const struct fuseau_rfc3339 usual = {.date = {2024, 2, 28},
                                             .offset = {seconds, FUSEAU_OFFSET_NUMERIC}};
        expect_written(&usual, 0);
    }
}

/* Every value of each field alone, and of the offset beyond its ends: written or refused. */
static void fields_out_of_range(void **state)
{
    (void)state;
    char text[FUSEAU_RFC3339_MAX_SIZE];
    for (int byte = 0; byte <= 0xff; byte++) {
        const struct fuseau_rfc3339 usual = {.date = {2023, 1, 31},
                                             .offset = {0, FUSEAU_OFFSET_ZULU}};
        struct fuseau_rfc3339 values[5] = {usual, usual, usual, usual, usual};
        values[0].date.month = (uint8_t)byte;
        values[1].date.day = (uint8_t)byte;
        values[2].time.hour = (uint8_t)byte;
        values[3].time.minute = (uint8_t)byte;
        values[4].time.second = (uint8_t)byte;
        for (size_t i = 0; i < 5; i++) {
            const bool valid = fuseau_civil_date_is_valid(values[i].date) &&
                               fuseau_civil_time_is_valid(values[i].time) &&
                               values[i].time.second < 60;
            assert_int_equal(fuseau_rfc3339_format(&values[i], 0, text, sizeof text).error,
                             valid ? FUSEAU_OK : FUSEAU_ERR_RANGE);
        }
    }
    static const int32_t seconds[] = {INT32_MIN, -86400, -61, -1, 1, 59, 86400, INT32_MAX};
    for (size_t i = 0; i < sizeof seconds / sizeof *seconds; i++) {
        for (unsigned kind = 0; kind <= 4; kind++) {
            const struct fuseau_rfc3339 value = {
                .date = {2024, 1, 1}, .offset = {seconds[i], (enum fuseau_offset_kind)kind}};
            assert_int_equal(fuseau_rfc3339_format(&value, 0, text, sizeof text).error,
                             FUSEAU_ERR_RANGE);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_way_to_write_a_fraction),
        cmocka_unit_test(every_offset),
        cmocka_unit_test(fields_out_of_range),
    };
    return cmocka_run_group_tests_name("rfc3339_write", tests, NULL, NULL);
}
