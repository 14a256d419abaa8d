/* slow_test.c -- what the plain reader must say, and that the fast one says it too */
/* SPDX-License-Identifier: MIT */
#include "agreement.h"

#include "oracle/slow.h"

/* ---- what it says of a text: the error, and the byte (OK stands at the end) ---- */

static const struct refused offsets[] = {
    {{"zulu", TEXT("Z")}, FUSEAU_OK, 1},
    {{"india", TEXT("+05:30")}, FUSEAU_OK, 6},
    {{"empty", TEXT("")}, FUSEAU_ERR_END, 0},
    {{"nul", TEXT("\0")}, FUSEAU_ERR_OFFSET, 0},
    {{"unicode minus", TEXT("\u221205:30")}, FUSEAU_ERR_OFFSET, 0},
    {{"sign alone", TEXT("-")}, FUSEAU_ERR_END, 1},
    {{"letter in hour", TEXT("+x5:30")}, FUSEAU_ERR_DIGIT, 1},
    {{"hour 30", TEXT("+30:00")}, FUSEAU_ERR_RANGE, 1},
    {{"hour 24", TEXT("+24:00")}, FUSEAU_ERR_RANGE, 2},
    {{"one-digit hour", TEXT("+5:30")}, FUSEAU_ERR_RANGE, 1},
    {{"cut in hour", TEXT("+0")}, FUSEAU_ERR_END, 2},
    {{"cut after hour", TEXT("+01")}, FUSEAU_ERR_END, 3},
    {{"no colon", TEXT("+0530")}, FUSEAU_ERR_SEPARATOR, 3},
    {{"minute 60", TEXT("+05:60")}, FUSEAU_ERR_RANGE, 4},
    {{"seconds", TEXT("+05:30:00")}, FUSEAU_ERR_TRAILING, 6},
    {{"newline", TEXT("Z\n")}, FUSEAU_ERR_TRAILING, 1},
};

static void offset_says(void **state)
{
    const struct refused *row = *state;
    struct fuseau_offset value;
    row_expect(&row->row, slow_offset(row->row.text, row->row.size, &value), row->error, row->at);
}

static const struct refused dates[] = {
    {{"a date", TEXT("2024-07-11")}, FUSEAU_OK, 10},
    {{"year 0000 is a leap year", TEXT("0000-02-29")}, FUSEAU_OK, 10},
    {{"2000 was a leap year", TEXT("2000-02-29")}, FUSEAU_OK, 10},
    {{"1900 was none", TEXT("1900-02-29")}, FUSEAU_ERR_DAY, 9},
    {{"2023 was none", TEXT("2023-02-29")}, FUSEAU_ERR_DAY, 9},
    {{"february 30", TEXT("2024-02-30")}, FUSEAU_ERR_DAY, 8},
    {{"february 3, cut", TEXT("2023-02-3")}, FUSEAU_ERR_DAY, 8},
    {{"april 31", TEXT("2023-04-31")}, FUSEAU_ERR_DAY, 9},
    {{"april 32", TEXT("2023-04-32")}, FUSEAU_ERR_RANGE, 9},
    {{"january 32", TEXT("2023-01-32")}, FUSEAU_ERR_RANGE, 9},
    {{"day 40", TEXT("2023-01-4")}, FUSEAU_ERR_RANGE, 8},
    {{"day 00", TEXT("2023-01-00")}, FUSEAU_ERR_RANGE, 9},
    {{"month 13", TEXT("2023-13-01")}, FUSEAU_ERR_RANGE, 6},
    {{"month 00", TEXT("2023-00-01")}, FUSEAU_ERR_RANGE, 6},
    {{"month 20", TEXT("2023-20-01")}, FUSEAU_ERR_RANGE, 5},
    {{"letter in month", TEXT("2023-1x-01")}, FUSEAU_ERR_DIGIT, 6},
    {{"signed year", TEXT("+2024-07-11")}, FUSEAU_ERR_DIGIT, 0},
    {{"five-digit year", TEXT("12024-07-11")}, FUSEAU_ERR_SEPARATOR, 4},
    {{"slashes", TEXT("2024/07/11")}, FUSEAU_ERR_SEPARATOR, 4},
    {{"cut before day", TEXT("2024-07-")}, FUSEAU_ERR_END, 8},
    {{"time follows", TEXT("2024-07-11T")}, FUSEAU_ERR_TRAILING, 10},
};

static void date_says(void **state)
{
    const struct refused *row = *state;
    struct fuseau_date value;
    row_expect(&row->row, slow_fulldate(row->row.text, row->row.size, &value), row->error, row->at);
}

static const struct refused times[] = {
    {{"zulu", TEXT("01:14:00Z")}, FUSEAU_OK, 9},
    {{"leap second", TEXT("23:59:60Z")}, FUSEAU_OK, 9},
    {{"leap second at +01:30", TEXT("01:29:60+01:30")}, FUSEAU_OK, 14},
    {{"leap second at -08:00", TEXT("15:59:60.5-08:00")}, FUSEAU_OK, 16},
    {{"no leap second at +01:00", TEXT("23:59:60+01:00")}, FUSEAU_ERR_LEAP_SECOND, 6},
    {{"form comes before the leap second", TEXT("14:30:60Z ")}, FUSEAU_ERR_TRAILING, 9},
    {{"hour 24", TEXT("24:00:00Z")}, FUSEAU_ERR_RANGE, 1},
    {{"hour 30", TEXT("30:00:00Z")}, FUSEAU_ERR_RANGE, 0},
    {{"minute 60", TEXT("01:60:00Z")}, FUSEAU_ERR_RANGE, 3},
    {{"second 61", TEXT("23:59:61Z")}, FUSEAU_ERR_RANGE, 7},
    {{"second 70", TEXT("23:59:70Z")}, FUSEAU_ERR_RANGE, 6},
    {{"no seconds", TEXT("01:14Z")}, FUSEAU_ERR_SEPARATOR, 5},
    {{"no digit after the point", TEXT("01:14:00.Z")}, FUSEAU_ERR_DIGIT, 9},
    {{"comma", TEXT("01:14:00,5Z")}, FUSEAU_ERR_OFFSET, 8},
    {{"two points", TEXT("01:14:00.5.5Z")}, FUSEAU_ERR_OFFSET, 10},
    {{"no offset", TEXT("01:14:00.5")}, FUSEAU_ERR_END, 10},
};

static void time_says(void **state)
{
    const struct refused *row = *state;
    struct fuseau_fulltime value;
    row_expect(&row->row, slow_fulltime(row->row.text, row->row.size, &value), row->error, row->at);
}

static const struct refused partial_times[] = {
    {{"a time", TEXT("01:14:00")}, FUSEAU_OK, 8},
    {{"a leap second anywhere", TEXT("14:30:60.25")}, FUSEAU_OK, 11},
    {{"an offset", TEXT("01:14:00Z")}, FUSEAU_ERR_TRAILING, 8},
    {{"a comma", TEXT("01:14:00,5")}, FUSEAU_ERR_TRAILING, 8},
    {{"a point at the end", TEXT("01:14:00.")}, FUSEAU_ERR_END, 9},
    {{"two points", TEXT("01:14:00.5.5")}, FUSEAU_ERR_TRAILING, 10},
};

static void partial_time_says(void **state)
{
    const struct refused *row = *state;
    struct fuseau_time value;
    row_expect(&row->row, slow_fulltime_partial(row->row.text, row->row.size, &value), row->error,
               row->at);
}

static const struct refused timestamps[] = {
    {{"lower case", TEXT("2023-10-05t14:30:00z")}, FUSEAU_OK, 20},
    {{"space for T", TEXT("2023-10-05 14:30:00Z")}, FUSEAU_ERR_SEPARATOR, 10},
    {{"underscore for T", TEXT("2023-10-05_14:30:00Z")}, FUSEAU_ERR_SEPARATOR, 10},
    {{"offset without colon", TEXT("2023-10-05T07:30:00-0700")}, FUSEAU_ERR_SEPARATOR, 22},
    {{"offset +24:00", TEXT("2023-10-05T07:30:00+24:00")}, FUSEAU_ERR_RANGE, 21},
    {{"hour 24", TEXT("2023-10-05T24:00:00Z")}, FUSEAU_ERR_RANGE, 12},
    {{"newline", TEXT("2023-10-05T14:30:00Z\n")}, FUSEAU_ERR_TRAILING, 20},
    {{"nul", TEXT("2023-10-05T14:30:00\0")}, FUSEAU_ERR_OFFSET, 19},
    {{"listed leap second", TEXT("2016-12-31T23:59:60Z")}, FUSEAU_OK, 20},
    {{"unlisted leap second", TEXT("2024-06-30T23:59:60Z")}, FUSEAU_OK, 20},
    {{"leap second next morning", TEXT("2017-01-01T05:44:60+05:45")}, FUSEAU_OK, 25},
    {{"leap second a minute early", TEXT("2016-12-31T23:58:60Z")}, FUSEAU_ERR_LEAP_SECOND, 17},
    {{"leap second a day early", TEXT("2016-12-30T23:59:60Z")}, FUSEAU_ERR_LEAP_SECOND, 17},
    {{"leap second an hour early", TEXT("2016-12-31T23:59:60+01:00")}, FUSEAU_ERR_LEAP_SECOND, 17},
    {{"leap second before year 0000", TEXT("0000-01-01T00:00:60+00:01")}, FUSEAU_OK, 25},
};

static void timestamp_says(void **state)
{
    const struct refused *row = *state;
    struct fuseau_rfc3339 value;
    row_expect(&row->row, slow_rfc3339(row->row.text, row->row.size, NULL, &value), row->error,
               row->at);
}

/* ---- which leap seconds it takes ---- */

struct leap_row {
    struct row row;
    struct fuseau_rfc3339_options options;
    enum fuseau_error error;
};

static const struct leap_row policies[] = {
    {{"listed, possible", TEXT("2016-12-31T23:59:60Z")}, {false, FUSEAU_LEAP_POSSIBLE}, FUSEAU_OK},
    {{"listed, known", TEXT("2016-12-31T23:59:60Z")}, {false, FUSEAU_LEAP_KNOWN}, FUSEAU_OK},
    {{"listed, refused", TEXT("2016-12-31T23:59:60Z")},
     {false, FUSEAU_LEAP_REFUSE},
     FUSEAU_ERR_LEAP_SECOND},
    {{"unlisted, known", TEXT("2024-06-30T23:59:60Z")},
     {false, FUSEAU_LEAP_KNOWN},
     FUSEAU_ERR_LEAP_SECOND},
    {{"june where december is listed", TEXT("2016-06-30T23:59:60Z")},
     {false, FUSEAU_LEAP_KNOWN},
     FUSEAU_ERR_LEAP_SECOND},
    {{"listed, of june", TEXT("2015-06-30T23:59:60Z")}, {false, FUSEAU_LEAP_KNOWN}, FUSEAU_OK},
    {{"space", TEXT("2016-12-31 23:59:60Z")}, {true, FUSEAU_LEAP_KNOWN}, FUSEAU_OK},
};

static void policy_says(void **state)
{
    const struct leap_row *row = *state;
    const size_t at = row->error == FUSEAU_OK ? row->row.size : 17;
    struct fuseau_rfc3339 value;
    row_expect(&row->row, slow_rfc3339(row->row.text, row->row.size, &row->options, &value),
               row->error, at);
}

/* ---- which values it reads ---- */

struct value_row {
    struct row row;
    struct fuseau_rfc3339 value;
};

static const struct value_row values[] = {
    {{"the example of the header", TEXT("2024-07-11T01:14:00.5Z")},
     {{1720660440, 500000000},
      {2024, 7, 11},
      {1, 14, 0, 500000000},
      {0, FUSEAU_OFFSET_ZULU},
      FUSEAU_LEAP_NONE}},
    {{"the epoch, east of it", TEXT("1970-01-01T05:30:00+05:30")},
     {{0, 0}, {1970, 1, 1}, {5, 30, 0, 0}, {19800, FUSEAU_OFFSET_NUMERIC}, FUSEAU_LEAP_NONE}},
    {{"before the epoch, unknown offset", TEXT("1969-12-31T23:59:59.75-00:00")},
     {{-1, 750000000},
      {1969, 12, 31},
      {23, 59, 59, 750000000},
      {0, FUSEAU_OFFSET_UNKNOWN},
      FUSEAU_LEAP_NONE}},
    {{"the tenth digit is dropped", TEXT("2001-09-09T01:46:40.9999999999+00:00")},
     {{1000000000, 999999999},
      {2001, 9, 9},
      {1, 46, 40, 999999999},
      {0, FUSEAU_OFFSET_NUMERIC},
      FUSEAU_LEAP_NONE}},
    {{"the first of all", TEXT("0000-01-01T00:00:00+23:59")},
     {{INT64_C(-62167305540), 0},
      {0, 1, 1},
      {0, 0, 0, 0},
      {86340, FUSEAU_OFFSET_NUMERIC},
      FUSEAU_LEAP_NONE}},
    {{"the last of all", TEXT("9999-12-31T23:59:59-23:59")},
     {{INT64_C(253402387139), 0},
      {9999, 12, 31},
      {23, 59, 59, 0},
      {-86340, FUSEAU_OFFSET_NUMERIC},
      FUSEAU_LEAP_NONE}},
    {{"a leap second is the second that follows", TEXT("2016-12-31T23:59:60.25Z")},
     {{1483228800, 250000000},
      {2016, 12, 31},
      {23, 59, 60, 250000000},
      {0, FUSEAU_OFFSET_ZULU},
      FUSEAU_LEAP_LISTED}},
    {{"an unlisted leap second, in the west", TEXT("2024-06-30T19:29:60-04:30")},
     {{1719792000, 0},
      {2024, 6, 30},
      {19, 29, 60, 0},
      {-16200, FUSEAU_OFFSET_NUMERIC},
      FUSEAU_LEAP_UNLISTED}},
};

static void value_is(void **state)
{
    const struct value_row *row = *state;
    struct fuseau_rfc3339 value;
    row_expect(&row->row, slow_rfc3339(row->row.text, row->row.size, NULL, &value), FUSEAU_OK,
               row->row.size);
    row_expect_number(&row->row, "seconds", value.instant.seconds, row->value.instant.seconds);
    row_expect_number(&row->row, "nanoseconds", value.instant.nanoseconds,
                      row->value.instant.nanoseconds);
    row_expect_number(&row->row, "offset", value.offset.seconds, row->value.offset.seconds);
    assert_true(slow_equal_rfc3339(&value, &row->value));
}

/* ---- how it counts days ---- */

struct day_row {
    struct row row;
    int64_t day_number;
};

static const struct day_row days[] = {
    {{"epoch", TEXT("1970-01-01")}, 0},
    {{"eve of the epoch", TEXT("1969-12-31")}, -1},
    {{"the header's", TEXT("2024-07-11")}, 19915},
    {{"first of all", TEXT("0000-01-01")}, -719528},
    {{"last of all", TEXT("9999-12-31")}, 2932896},
    {{"end of the first 400 years", TEXT("2369-12-31")}, 146096},
    {{"begin of the next", TEXT("2370-01-01")}, 146097},
};

static void day_is(void **state)
{
    const struct day_row *row = *state;
    struct fuseau_date date;
    row_expect(&row->row, slow_fulldate(row->row.text, row->row.size, &date), FUSEAU_OK, 10);
    row_expect_number(&row->row, "day number", slow_day_number(date), row->day_number);
}

/* ---- whether the fast readers agree, on every text one byte away from these ---- */

static bool is_same(struct fuseau_result left, struct fuseau_result right)
{
    return left.error == right.error && left.at == right.at;
}

static bool offset_agrees(const char *text, size_t size)
{
    struct fuseau_offset fast = {0};
    struct fuseau_offset slow = {0};
    return is_same(fuseau_offset_parse(text, size, &fast), slow_offset(text, size, &slow)) &&
           slow_equal_offset(fast, slow);
}

static bool date_agrees(const char *text, size_t size)
{
    struct fuseau_date fast = {0};
    struct fuseau_date slow = {0};
    return is_same(fuseau_fulldate_parse(text, size, &fast), slow_fulldate(text, size, &slow)) &&
           slow_equal_date(fast, slow);
}

static bool time_agrees(const char *text, size_t size)
{
    struct fuseau_fulltime fast = {0};
    struct fuseau_fulltime slow = {0};
    return is_same(fuseau_fulltime_parse(text, size, &fast), slow_fulltime(text, size, &slow)) &&
           slow_equal_fulltime(&fast, &slow);
}

static bool partial_time_agrees(const char *text, size_t size)
{
    struct fuseau_time fast = {0};
    struct fuseau_time slow = {0};
    return is_same(fuseau_fulltime_parse_partial(text, size, &fast),
                   slow_fulltime_partial(text, size, &slow)) &&
           slow_equal_time(fast, slow);
}

static bool timestamp_agrees(const char *text, size_t size)
{
    static const struct fuseau_rfc3339_options space = {true, FUSEAU_LEAP_KNOWN};
    struct fuseau_rfc3339 fast[2] = {{.leap = FUSEAU_LEAP_NONE}, {.leap = FUSEAU_LEAP_NONE}};
    struct fuseau_rfc3339 slow[2] = {{.leap = FUSEAU_LEAP_NONE}, {.leap = FUSEAU_LEAP_NONE}};
    return is_same(fuseau_rfc3339_parse(text, size, NULL, &fast[0]),
                   slow_rfc3339(text, size, NULL, &slow[0])) &&
           is_same(fuseau_rfc3339_parse(text, size, &space, &fast[1]),
                   slow_rfc3339(text, size, &space, &slow[1])) &&
           slow_equal_rfc3339(&fast[0], &slow[0]) && slow_equal_rfc3339(&fast[1], &slow[1]);
}

static const struct agreement_row near_misses[] = {
    {{"zulu", TEXT("Z")}, offset_agrees},
    {{"an offset", TEXT("+05:30")}, offset_agrees},
    {{"the greatest offset", TEXT("-23:59")}, offset_agrees},
    {{"a leap day", TEXT("2024-02-29")}, date_agrees},
    {{"the last date", TEXT("9999-12-31")}, date_agrees},
    {{"a leap second", TEXT("05:44:60.25+05:45")}, time_agrees},
    {{"nine digits", TEXT("01:14:00.123456789Z")}, time_agrees},
    {{"a partial-time", TEXT("19:59:59.9999999999")}, partial_time_agrees},
    {{"a timestamp", TEXT("2024-07-11T01:14:00Z")}, timestamp_agrees},
    {{"a timestamp with all it can have", TEXT("2023-10-31t23:30:00.987654321-03:30")},
     timestamp_agrees},
    {{"a leap day in a timestamp", TEXT("2024-02-29T19:59:59.5+23:59")}, timestamp_agrees},
    {{"a leap second in a timestamp", TEXT("2017-01-01T05:44:60+05:45")}, timestamp_agrees},
};

/* Every month from 00 to 99 and every day from 00 to 99, in years of each kind. */
static const struct agreement_row months_and_days[] = {
    {{"in a date of 2000", TEXT("2000-mm-dd")}, date_agrees},
    {{"in a date of 2023", TEXT("2023-mm-dd")}, date_agrees},
    {{"in a timestamp of 1900", TEXT("1900-mm-ddT00:00:00Z")}, timestamp_agrees},
    {{"in a timestamp of 2000", TEXT("2000-mm-ddT00:00:00+00:01")}, timestamp_agrees},
    {{"in a timestamp of 2024", TEXT("2024-mm-ddT23:59:60Z")}, timestamp_agrees},
};

static void months_and_days_agree(void **state)
{
    const struct agreement_row *row = *state;
    char near[64];
    assert_true(row->row.size < sizeof near);
    memcpy(near, row->row.text, row->row.size);
    for (int month = 0; month < 100; month++) {
        for (int day = 0; day < 100; day++) {
            near[5] = (char)('0' + month / 10);
            near[6] = (char)('0' + month % 10);
            near[8] = (char)('0' + day / 10);
            near[9] = (char)('0' + day % 10);
            expect_agreement(row, near, row->row.size);
        }
    }
}

int main(void)
{
    const struct table tables[] = {
        TABLE(offsets, offset_says),
        TABLE(dates, date_says),
        TABLE(times, time_says),
        TABLE(partial_times, partial_time_says),
        TABLE(timestamps, timestamp_says),
        TABLE(policies, policy_says),
        TABLE(values, value_is),
        TABLE(days, day_is),
        TABLE(near_misses, near_misses_agree),
        TABLE(months_and_days, months_and_days_agree),
    };
    return tables_run("slow", tables, sizeof tables / sizeof tables[0]);
}
