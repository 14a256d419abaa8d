/* offset_test.c -- what is accepted as an offset, what is refused, at which byte and why */
/* SPDX-License-Identifier: MIT */
#include "table.h"

#include "offset.h"

struct accepted {
    struct row row;
    int32_t seconds;
    enum fuseau_offset_kind kind;
};

static const struct accepted accepted[] = {
    {{"zulu", EXAMPLE("Z")}, 0, FUSEAU_OFFSET_ZULU},
    {{"zulu, lower case", TEXT("z")}, 0, FUSEAU_OFFSET_ZULU},
    {{"UTC is asserted", TEXT("+00:00")}, 0, FUSEAU_OFFSET_NUMERIC},
    {{"local offset unknown", EXAMPLE("-00:00")}, 0, FUSEAU_OFFSET_UNKNOWN},
    {{"India", EXAMPLE("+05:30")}, 19800, FUSEAU_OFFSET_NUMERIC},
    {{"Nepal", TEXT("+05:45")}, 20700, FUSEAU_OFFSET_NUMERIC},
    {{"Line Islands", TEXT("+14:00")}, 50400, FUSEAU_OFFSET_NUMERIC},
    {{"Baker Island", TEXT("-12:00")}, -43200, FUSEAU_OFFSET_NUMERIC},
    {{"Newfoundland", EXAMPLE("-03:30")}, -12600, FUSEAU_OFFSET_NUMERIC},
    {{"a sign that only the minutes carry", TEXT("-00:01")}, -60, FUSEAU_OFFSET_NUMERIC},
    {{"Liberia until 1972", EXAMPLE("-00:44")}, -2640, FUSEAU_OFFSET_NUMERIC},
    {{"easternmost", TEXT("+23:59")}, 86340, FUSEAU_OFFSET_NUMERIC},
    {{"westernmost", TEXT("-23:59")}, -86340, FUSEAU_OFFSET_NUMERIC},
};

static const struct refused refused[] = {
    {{"nothing", TEXT("")}, FUSEAU_ERR_END, 0},
    {{"a sign alone", TEXT("+")}, FUSEAU_ERR_END, 1},
    {{"one hour digit", TEXT("+0")}, FUSEAU_ERR_END, 2},
    {{"hours alone", TEXT("+01")}, FUSEAU_ERR_END, 3},
    {{"no minutes", TEXT("+05:")}, FUSEAU_ERR_END, 4},
    {{"one minute digit", TEXT("+05:3")}, FUSEAU_ERR_END, 5},
    {{"no sign", TEXT("05:30")}, FUSEAU_ERR_OFFSET, 0},
    {{"a name", TEXT("UTC")}, FUSEAU_ERR_OFFSET, 0},
    {{"Unicode minus", TEXT("\xe2\x88\x92"
                            "05:00")},
     FUSEAU_ERR_OFFSET,
     0},
    {{"NUL", TEXT("\0")}, FUSEAU_ERR_OFFSET, 0},
    {{"NUL for a digit", TEXT("+0\0:00")}, FUSEAU_ERR_DIGIT, 2},
    {{"two signs", TEXT("+-0:+0")}, FUSEAU_ERR_DIGIT, 1},
    {{"a letter for an hour", TEXT("+x5:30")}, FUSEAU_ERR_DIGIT, 1},
    {{"no colon", EXAMPLE("-0700")}, FUSEAU_ERR_SEPARATOR, 3},
    {{"a dot for the colon", TEXT("+05.30")}, FUSEAU_ERR_SEPARATOR, 3},
    {{"a high byte for the colon", TEXT("+05\xba"
                                        "30")},
     FUSEAU_ERR_SEPARATOR,
     3},
    {{"hour 24", EXAMPLE("+24:00")}, FUSEAU_ERR_RANGE, 2},
    {{"hour 24, cut", TEXT("+24")}, FUSEAU_ERR_RANGE, 2},
    {{"hour 24 before a bad colon", TEXT("+24x00")}, FUSEAU_ERR_RANGE, 2},
    {{"hour 30", TEXT("+30:00")}, FUSEAU_ERR_RANGE, 1},
    {{"minute 60", TEXT("+00:60")}, FUSEAU_ERR_RANGE, 4},
    {{"minute 99", TEXT("-23:99")}, FUSEAU_ERR_RANGE, 4},
    {{"a letter for a minute", TEXT("+05:3x")}, FUSEAU_ERR_DIGIT, 5},
    {{"seconds", TEXT("+00:19:32")}, FUSEAU_ERR_TRAILING, 6},
    {{"two of them", TEXT("Z+00:00")}, FUSEAU_ERR_TRAILING, 1},
    {{"a newline", TEXT("Z\n")}, FUSEAU_ERR_TRAILING, 1},
    {{"a NUL behind it", TEXT("+05:30\0")}, FUSEAU_ERR_TRAILING, 6},
};

static void check_accepted(void **state)
{
    const struct accepted *expected = *state;
    char *copy = row_copy(&expected->row);
    struct fuseau_offset offset = {-1, FUSEAU_OFFSET_NUMERIC};
    struct fuseau_result result = fuseau_offset_parse(copy, expected->row.size, &offset);
    row_release(copy);
    row_expect(&expected->row, result, FUSEAU_OK, expected->row.size);
    row_expect_number(&expected->row, "seconds", offset.seconds, expected->seconds);
    row_expect_number(&expected->row, "kind", offset.kind, expected->kind);
    assert_int_equal(fuseau_offset_is_known(offset), expected->kind == FUSEAU_OFFSET_NUMERIC);

    char text[FUSEAU_OFFSET_MAX_SIZE];
    result = fuseau_offset_format(offset, text, sizeof text);
    assert_int_equal(result.error, FUSEAU_OK);
    assert_int_equal(result.at, expected->row.size);
    char canonical = expected->row.text[0] == 'z' ? 'Z' : expected->row.text[0];
    assert_int_equal(text[0], canonical);
    assert_memory_equal(text + 1, expected->row.text + 1, expected->row.size - 1);
}

static void check_refused(void **state)
{
    const struct refused *expected = *state;
    char *copy = row_copy(&expected->row);
    struct fuseau_offset offset = {1234, FUSEAU_OFFSET_UNKNOWN};
    struct fuseau_result result = fuseau_offset_parse(copy, expected->row.size, &offset);
    row_release(copy);
    row_expect(&expected->row, result, expected->error, expected->at);
    assert_int_equal(offset.seconds, 1234);
    assert_int_equal(offset.kind, FUSEAU_OFFSET_UNKNOWN);
}

struct unwritable {
    struct row row;
    struct fuseau_offset offset;
    size_t room;
    enum fuseau_error error;
    size_t at;
};

static const struct unwritable unwritable[] = {
    {{"local mean time of Amsterdam", TEXT("")},
     {1172, FUSEAU_OFFSET_NUMERIC},
     9,
     FUSEAU_ERR_RANGE,
     0},
    {{"24 hours", TEXT("")}, {86400, FUSEAU_OFFSET_NUMERIC}, 9, FUSEAU_ERR_RANGE, 0},
    {{"-24 hours", TEXT("")}, {-86400, FUSEAU_OFFSET_NUMERIC}, 9, FUSEAU_ERR_RANGE, 0},
    {{"the least int32", TEXT("")}, {INT32_MIN, FUSEAU_OFFSET_NUMERIC}, 9, FUSEAU_ERR_RANGE, 0},
    {{"Z that is not 0", TEXT("")}, {60, FUSEAU_OFFSET_ZULU}, 9, FUSEAU_ERR_RANGE, 0},
    {{"-00:00 that is not 0", TEXT("")}, {-60, FUSEAU_OFFSET_UNKNOWN}, 9, FUSEAU_ERR_RANGE, 0},
    {{"a kind that is none", TEXT("")}, {0, (enum fuseau_offset_kind)7}, 9, FUSEAU_ERR_RANGE, 0},
    {{"no room", TEXT("")}, {0, FUSEAU_OFFSET_ZULU}, 0, FUSEAU_ERR_ROOM, 1},
    {{"a byte too little", TEXT("")}, {-60, FUSEAU_OFFSET_NUMERIC}, 5, FUSEAU_ERR_ROOM, 6},
};

static void check_unwritable(void **state)
{
    const struct unwritable *expected = *state;
    char text[9] = "unharmed";
    struct fuseau_result result = fuseau_offset_format(expected->offset, text, expected->room);
    row_expect(&expected->row, result, expected->error, expected->at);
    assert_string_equal(text, "unharmed");
}

int main(void)
{
    const struct table tables[] = {
        TABLE(accepted, check_accepted),
        TABLE(refused, check_refused),
        TABLE(unwritable, check_unwritable),
    };
    return tables_run("offset", tables, sizeof tables / sizeof tables[0]);
}
