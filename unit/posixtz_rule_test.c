/* posixtz_rule_test.c -- when daylight saving time begins and ends, by rules that are hard to read
 */
/* SPDX-License-Identifier: MIT */
#include "table.h"

#include "posixtz.h"
#include "rfc3339.h"

#define NEW_YORK TEXT("EST5EDT,M3.2.0,M11.1.0")

static struct fuseau_posixtz parsed(const struct row *row)
{
    struct fuseau_posixtz value;
    row_expect(row, fuseau_posixtz_parse(row->text, row->size, &value), FUSEAU_OK, row->size);
    return value;
}

/* ---- when rules strike ---- */

struct striking {
    struct row row;
    int64_t year;
    const char *start;
    const char *end;
};

static const struct striking striking[] = {
    {{"New York", NEW_YORK}, 2024, "2024-03-10T07:00:00Z", "2024-11-03T06:00:00Z"},
    {{"New York in 2100, no leap year", NEW_YORK},
     2100,
     "2100-03-14T07:00:00Z",
     "2100-11-07T06:00:00Z"},
    {{"New York in year 0", NEW_YORK}, 0, "0000-03-12T07:00:00Z", "0000-11-05T06:00:00Z"},
    {{"Dublin", TEXT("IST-1GMT0,M10.5.0,M3.5.0/1")},
     2024,
     "2024-10-27T01:00:00Z",
     "2024-03-31T01:00:00Z"},
    {{"Nuuk", TEXT("<-02>2<-01>,M3.5.0/-1,M10.5.0/0")},
     2024,
     "2024-03-31T01:00:00Z",
     "2024-10-27T01:00:00Z"},
    {{"Gaza", TEXT("EET-2EEST,M3.4.4/50,M10.4.4/50")},
     2024,
     "2024-03-30T00:00:00Z",
     "2024-10-25T23:00:00Z"},
    {{"Sydney", TEXT("AEST-10AEDT,M10.1.0,M4.1.0/3")},
     2024,
     "2024-10-05T16:00:00Z",
     "2024-04-06T16:00:00Z"},
    {{"Lord Howe Island", TEXT("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0")},
     2024,
     "2024-10-05T15:30:00Z",
     "2024-04-06T15:00:00Z"},
    {{"Troll, two hours ahead", TEXT("<+00>0<+02>-2,M3.5.0/1,M10.5.0/3")},
     2024,
     "2024-03-31T01:00:00Z",
     "2024-10-27T01:00:00Z"},
    {{"J59 and 58 are 28 February", TEXT("UTC0XXX,J59/0,58/0")},
     2024,
     "2024-02-28T00:00:00Z",
     "2024-02-27T23:00:00Z"},
    {{"J60 is 1 March in leap years, 59 is 29 February", TEXT("UTC0XXX,J60/0,59/0")},
     2024,
     "2024-03-01T00:00:00Z",
     "2024-02-28T23:00:00Z"},
    {{"J60 is 1 March in common years, and so is 59", TEXT("UTC0XXX,J60/0,59/0")},
     2023,
     "2023-03-01T00:00:00Z",
     "2023-02-28T23:00:00Z"},
    {{"J365 is the last day, and so is 365 in leap years", TEXT("UTC0XXX,365/0,J365/0")},
     2024,
     "2024-12-31T00:00:00Z",
     "2024-12-30T23:00:00Z"},
    {{"365 is the next year in common years", TEXT("UTC0XXX,365/0,J365/0")},
     2023,
     "2024-01-01T00:00:00Z",
     "2023-12-30T23:00:00Z"},
    {{"167 hours lead into the next year", TEXT("UTC0XXX,J1/-167,J365/167")},
     2023,
     "2022-12-25T01:00:00Z",
     "2024-01-06T22:00:00Z"},
    {{"week 5 of four, and of five", TEXT("UTC0XXX,M2.5.4/0,M2.5.3/0")},
     2024,
     "2024-02-29T00:00:00Z",
     "2024-02-27T23:00:00Z"},
    {{"week 4 of a february of 28 days", TEXT("UTC0XXX,M2.4.2/0,M2.5.2/0")},
     2023,
     "2023-02-28T00:00:00Z",
     "2023-02-27T23:00:00Z"},
    {{"a start before its end only where 29 February is a Thursday", TEXT("UTC0XXX,59/0,M2.5.4")},
     2024,
     "2024-02-29T00:00:00Z",
     "2024-02-29T01:00:00Z"},
    {{"the same where it is another day", TEXT("UTC0XXX,59/0,M2.5.4")},
     2020,
     "2020-02-29T00:00:00Z",
     "2020-02-27T01:00:00Z"},
    {{"week 1 on the first and the seventh", TEXT("UTC0XXX,M9.1.0/0,M9.1.6/0")},
     2024,
     "2024-09-01T00:00:00Z",
     "2024-09-06T23:00:00Z"},
};

static int64_t instant(const char *text)
{
    struct fuseau_rfc3339 value;
    struct fuseau_result result = fuseau_rfc3339_parse(text, strlen(text), NULL, &value);
    assert_int_equal(result.error, FUSEAU_OK);
    return value.instant.seconds;
}

static void check_striking(void **state)
{
    const struct striking *row = *state;
    struct fuseau_posixtz value = parsed(&row->row);
    row_expect_number(&row->row, "start", fuseau_posixtz_start(&value, row->year),
                      instant(row->start));
    row_expect_number(&row->row, "end", fuseau_posixtz_end(&value, row->year), instant(row->end));
}

/* Years that RFC 3339 cannot write. */
struct far_striking {
    struct row row;
    int64_t year;
    int64_t start;
    int64_t end;
};

/* 400 years have 12,622,780,800 s; by this rule 2000 has 2000-03-12T07:00Z and 2000-11-05T06:00Z.
 */
static const struct far_striking far_striking[] = {
    {{"2000", NEW_YORK}, 2000, 952844400, 973404000},
    {{"-400", NEW_YORK}, -400, 952844400 - INT64_C(75736684800), 973404000 - INT64_C(75736684800)},
    {{"-1 is as 1999", TEXT("UTC0XXX,M1.1.5/0,J365/1")},
     -1,
     INT64_C(915148800) - INT64_C(63113904000),
     INT64_C(946598400) - INT64_C(63113904000)},
    {{"40,000,002,000", NEW_YORK},
     INT64_C(40000002000),
     952844400 + INT64_C(1262278080000000000),
     973404000 + INT64_C(1262278080000000000)},
    {{"-274,877,906,800, near -2^38", NEW_YORK},
     INT64_C(-274877906800),
     952844400 - INT64_C(687194772) * INT64_C(12622780800),
     973404000 - INT64_C(687194772) * INT64_C(12622780800)},
    {{"274,877,906,800, near 2^38", NEW_YORK},
     INT64_C(274877906800),
     952844400 + INT64_C(687194762) * INT64_C(12622780800),
     973404000 + INT64_C(687194762) * INT64_C(12622780800)},
};

static void check_far_striking(void **state)
{
    const struct far_striking *row = *state;
    struct fuseau_posixtz value = parsed(&row->row);
    row_expect_number(&row->row, "start", fuseau_posixtz_start(&value, row->year), row->start);
    row_expect_number(&row->row, "end", fuseau_posixtz_end(&value, row->year), row->end);
    assert_true(fuseau_posixtz_is_daylight(&value, row->start));
    assert_false(fuseau_posixtz_is_daylight(&value, row->end));
}

/* ---- when daylight saving time is in force: it changes just before `change` ---- */

struct changing {
    struct row row;
    const char *change;
    bool before;
    bool after;
};

static const struct changing changing[] = {
    {{"New York in spring", NEW_YORK}, "2024-03-10T07:00:00Z", false, true},
    {{"New York in autumn", NEW_YORK}, "2024-11-03T06:00:00Z", true, false},
    {{"New York at New Year", NEW_YORK}, "2024-01-01T05:00:00Z", false, false},
    {{"New York before 1970", NEW_YORK}, "1900-03-11T07:00:00Z", false, true},
    {{"no daylight saving time", TEXT("UTC0")}, "2024-07-01T00:00:00Z", false, false},
    {{"Dublin's negative one, in winter", TEXT("IST-1GMT0,M10.5.0,M3.5.0/1")},
     "2024-01-01T00:00:00Z",
     true,
     true},
    {{"Dublin in spring", TEXT("IST-1GMT0,M10.5.0,M3.5.0/1")}, "2024-03-31T01:00:00Z", true, false},
    {{"Dublin in autumn", TEXT("IST-1GMT0,M10.5.0,M3.5.0/1")}, "2024-10-27T01:00:00Z", false, true},
    {{"Sydney at New Year", TEXT("AEST-10AEDT,M10.1.0,M4.1.0/3")},
     "2023-12-31T13:00:00Z",
     true,
     true},
    {{"RFC 9636's permanent one, at New Year", TEXT("XXX3EDT4,0/0,J365/23")},
     "2024-01-01T03:00:00Z",
     true,
     true},
    {{"permanent, an hour ahead, after a leap year", TEXT("EST5EDT,0/0,J365/25")},
     "2025-01-01T05:00:00Z",
     true,
     true},
    {{"permanent, in summer", TEXT("EST5EDT,0/0,J365/25")}, "2025-07-01T05:00:00Z", true, true},
    {{"an hour short of permanent", TEXT("EST5EDT,0/0,J365/24")},
     "2025-01-01T04:00:00Z",
     true,
     false},
    {{"an hour short of permanent, until the start", TEXT("EST5EDT,0/0,J365/24")},
     "2025-01-01T05:00:00Z",
     false,
     true},
    {{"periods that overlap are one", TEXT("UTC0XXX,J1/-167,J365/167")},
     "2024-01-06T22:00:00Z",
     true,
     true},
    {{"which starts in the year before", TEXT("UTC0XXX,J1/-167,J100/0")},
     "2022-12-25T01:00:00Z",
     false,
     true},
    {{"which ends in the year after", TEXT("UTC0XXX,J300/0,J365/167")},
     "2024-01-06T22:00:00Z",
     true,
     false},
    {{"an end after New Year, of a start after the New Year before",
      TEXT("UTC0XXX,365/100,J365/100")},
     "2024-01-04T03:00:00Z",
     true,
     false},
    {{"a start two years before its end", TEXT("UTC0XXX,J1/-167,0/-166")},
     "2023-12-25T02:00:00Z",
     false,
     false},
    {{"a start at its end", TEXT("UTC0XXX,J100/0,J100/1")}, "2024-04-09T00:00:00Z", false, false},
    {{"a start a day after its end, in 2023", TEXT("UTC0XXX,M3.2.0,J70/3")},
     "2023-03-12T02:00:00Z",
     false,
     true},
    {{"which a day before its end, in 2024, changes nothing", TEXT("UTC0XXX,M3.2.0,J70/3")},
     "2024-03-10T02:00:00Z",
     true,
     true},
    {{"but that end does", TEXT("UTC0XXX,M3.2.0,J70/3")}, "2024-03-11T02:00:00Z", true, false},
    {{"and in another", TEXT("UTC0XXX,M3.2.0,J70/3")}, "2026-03-08T02:00:00Z", false, true},
    {{"start and end that change places, the end of 2023 a day before the start",
      TEXT("swTeL8:00:50<+0545>7,M7.1.4/119,M7.1.3/20:45")},
     "2024-01-15T00:00:00Z",
     true,
     true},
};

static void check_changing(void **state)
{
    const struct changing *row = *state;
    struct fuseau_posixtz value = parsed(&row->row);
    int64_t seconds = instant(row->change);
    row_expect_number(&row->row, "before", fuseau_posixtz_is_daylight(&value, seconds - 1),
                      row->before);
    row_expect_number(&row->row, "after", fuseau_posixtz_is_daylight(&value, seconds), row->after);
}

/* The first and the last instants of all; what they have, they have in 400-year steps. */
struct extreme {
    struct row row;
    int64_t seconds;
};

static const struct extreme extremes[] = {
    {{"least", NEW_YORK}, INT64_MIN},
    {{"greatest", NEW_YORK}, INT64_MAX},
    {{"least, southern", TEXT("AEST-10AEDT,M10.1.0,M4.1.0/3")}, INT64_MIN},
    {{"greatest, southern", TEXT("AEST-10AEDT,M10.1.0,M4.1.0/3")}, INT64_MAX},
};

static void check_extreme(void **state)
{
    const struct extreme *row = *state;
    struct fuseau_posixtz value = parsed(&row->row);
    const int64_t cycle = INT64_C(12622780800);
    for (int64_t i = 0; i < 400; i++) {
        int64_t seconds = row->seconds < 0 ? row->seconds + i * 86400 : row->seconds - i * 86400;
        assert_int_equal(fuseau_posixtz_is_daylight(&value, seconds),
                         fuseau_posixtz_is_daylight(&value, seconds % cycle));
    }
}

int main(void)
{
    const struct table tables[] = {
        TABLE(striking, check_striking),
        TABLE(far_striking, check_far_striking),
        TABLE(changing, check_changing),
        TABLE(extremes, check_extreme),
    };
    return tables_run("posixtz_rule", tables, sizeof tables / sizeof tables[0]);
}
