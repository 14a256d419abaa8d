/* posixtz_test.c -- which TZ strings are read, which refused, and how they are written */
/* SPDX-License-Identifier: MIT */
#include "table.h"

#include "posixtz.h"

#define JULIAN(day, seconds)                                                                       \
    {                                                                                              \
        FUSEAU_POSIXTZ_JULIAN, (day), 0, 0, (seconds)                                              \
    }
#define DAY(day, seconds)                                                                          \
    {                                                                                              \
        FUSEAU_POSIXTZ_DAY, (day), 0, 0, (seconds)                                                 \
    }
#define WEEKDAY(month, week, day, seconds)                                                         \
    {                                                                                              \
        FUSEAU_POSIXTZ_WEEKDAY, (day), (month), (week), (seconds)                                  \
    }

/* ---- what is read ---- */

struct accepted {
    struct row row;
    struct fuseau_posixtz value;
    const char *written; /* NULL: as it stands */
};

static const struct accepted accepted[] = {
    {{"New York", EXAMPLE("EST5EDT,M3.2.0,M11.1.0")},
     {{"EST", -18000}, true, {"EDT", -14400}, WEEKDAY(3, 2, 0, 7200), WEEKDAY(11, 1, 0, 7200)},
     NULL},
    {{"UTC", TEXT("UTC0")}, {{"UTC", 0}, .has_daylight = false}, NULL},
    {{"lower case", TEXT("ChST-10")}, {{"ChST", 36000}, .has_daylight = false}, NULL},
    {{"half an hour", EXAMPLE("IST-5:30")}, {{"IST", 19800}, .has_daylight = false}, NULL},
    {{"seconds", TEXT("LMT0:01:15")}, {{"LMT", -75}, .has_daylight = false}, NULL},
    {{"a sign that only the minutes carry", TEXT("XXX-0:01")},
     {{"XXX", 60}, .has_daylight = false},
     NULL},
    {{"one digit each", TEXT("XXX-2:3:4")}, {{"XXX", 7384}, .has_daylight = false}, "XXX-2:03:04"},
    {{"plus, and all in two digits", TEXT("XXX+09:00:00")},
     {{"XXX", -32400}, .has_daylight = false},
     "XXX9"},
    {{"minus zero", TEXT("XXX-00")}, {{"XXX", 0}, .has_daylight = false}, "XXX0"},
    {{"westernmost", TEXT("XXX24:59:59")}, {{"XXX", -89999}, .has_daylight = false}, NULL},
    {{"easternmost", TEXT("XXX-24:59:59")}, {{"XXX", 89999}, .has_daylight = false}, NULL},
    {{"easternmost, an hour ahead", TEXT("XXX-24:59:59YYY,0,J1")},
     {{"XXX", 89999}, true, {"YYY", 93599}, DAY(0, 7200), JULIAN(1, 7200)},
     NULL},
    {{"quoted", TEXT("<-03>3")}, {{"-03", -10800}, .has_daylight = false}, NULL},
    {{"quoted where it need not be", TEXT("<EST>5")},
     {{"EST", -18000}, .has_daylight = false},
     "EST5"},
    {{"quoted, of all kinds of bytes", TEXT("<aZ09+->0")},
     {{"aZ09+-", 0}, .has_daylight = false},
     NULL},
    {{"quoted twice, not next to a number", TEXT("<+00>0<+02>-2,M3.5.0/1,M10.5.0/3")},
     {{"+00", 0}, true, {"+02", 7200}, WEEKDAY(3, 5, 0, 3600), WEEKDAY(10, 5, 0, 10800)},
     NULL},
    {{"31 letters", TEXT("ABCDEFGHIJKLMNOPQRSTUVWXYZabcde0")},
     {{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcde", 0}, .has_daylight = false},
     NULL},
    {{"negative daylight saving in Ireland", EXAMPLE("IST-1GMT0,M10.5.0,M3.5.0/1")},
     {{"IST", 3600}, true, {"GMT", 0}, WEEKDAY(10, 5, 0, 7200), WEEKDAY(3, 5, 0, 3600)},
     NULL},
    {{"a time before midnight in Greenland", TEXT("<-02>2<-01>,M3.5.0/-1,M10.5.0/0")},
     {{"-02", -7200}, true, {"-01", -3600}, WEEKDAY(3, 5, 0, -3600), WEEKDAY(10, 5, 0, 0)},
     NULL},
    {{"half an hour of daylight saving", EXAMPLE("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0")},
     {{"+1030", 37800}, true, {"+11", 39600}, WEEKDAY(10, 1, 0, 7200), WEEKDAY(4, 1, 0, 7200)},
     NULL},
    {{"an hour ahead, written out", TEXT("CET-1CEST-2,M3.5.0,M10.5.0/3")},
     {{"CET", 3600}, true, {"CEST", 7200}, WEEKDAY(3, 5, 0, 7200), WEEKDAY(10, 5, 0, 10800)},
     "CET-1CEST,M3.5.0,M10.5.0/3"},
    {{"02:00 written out", TEXT("EST5EDT,M3.2.0/2,M11.1.0/02:00:00")},
     {{"EST", -18000}, true, {"EDT", -14400}, WEEKDAY(3, 2, 0, 7200), WEEKDAY(11, 1, 0, 7200)},
     "EST5EDT,M3.2.0,M11.1.0"},
    {{"a plus and one digit each in a rule", TEXT("EST5EDT,J1/+1:2:3,0/-00:0:5")},
     {{"EST", -18000}, true, {"EDT", -14400}, JULIAN(1, 3723), DAY(0, -5)},
     "EST5EDT,J1/1:02:03,0/-0:00:05"},
    {{"zeros before numbers", TEXT("EST05EDT04,M03.2.0/000,J060/001")},
     {{"EST", -18000}, true, {"EDT", -14400}, WEEKDAY(3, 2, 0, 0), JULIAN(60, 3600)},
     "EST5EDT,M3.2.0/0,J60/1"},
    {{"zeros before a zero-based day", TEXT("EST5EDT,000,012")},
     {{"EST", -18000}, true, {"EDT", -14400}, DAY(0, 7200), DAY(12, 7200)},
     "EST5EDT,0,12"},
    {{"the greatest of all", TEXT("EST5EDT,365/167:59:59,M12.5.6/-167:59:59")},
     {{"EST", -18000}, true, {"EDT", -14400}, DAY(365, 604799), WEEKDAY(12, 5, 6, -604799)},
     NULL},
    {{"50 o'clock in Gaza", EXAMPLE("EET-2EEST,M3.4.4/50,M10.4.4/50")},
     {{"EET", 7200}, true, {"EEST", 10800}, WEEKDAY(3, 4, 4, 180000), WEEKDAY(10, 4, 4, 180000)},
     NULL},
    {{"permanent daylight saving time", TEXT("XXX3EDT4,0/0,J365/23")},
     {{"XXX", -10800}, true, {"EDT", -14400}, DAY(0, 0), JULIAN(365, 82800)},
     NULL},
    {{"the longest of all",
      TEXT("<-234567890123456789012345678901>-24:59:59<+234567890123456789012345678901>24:59:59,"
           "M12.5.6/-167:59:59,M11.4.5/-166:58:57")},
     {{"-234567890123456789012345678901", 89999},
      true,
      {"+234567890123456789012345678901", -89999},
      WEEKDAY(12, 5, 6, -604799),
      WEEKDAY(11, 4, 5, -601137)},
     NULL},
};

static void time_is(const struct row *row, const struct fuseau_posixtz_time *got,
                    const struct fuseau_posixtz_time *expected)
{
    assert_string_equal(got->designation, expected->designation);
    row_expect_number(row, "offset", got->offset_seconds, expected->offset_seconds);
}

static void rule_is(const struct row *row, const struct fuseau_posixtz_rule *got,
                    const struct fuseau_posixtz_rule *expected)
{
    row_expect_number(row, "form", got->form, expected->form);
    row_expect_number(row, "day", got->day, expected->day);
    row_expect_number(row, "month", got->month, expected->month);
    row_expect_number(row, "week", got->week, expected->week);
    row_expect_number(row, "seconds", got->seconds, expected->seconds);
}

static void value_is(const struct row *row, const struct fuseau_posixtz *got,
                     const struct fuseau_posixtz *expected)
{
    time_is(row, &got->standard, &expected->standard);
    time_is(row, &got->daylight, &expected->daylight);
    row_expect_number(row, "has_daylight", got->has_daylight, expected->has_daylight);
    rule_is(row, &got->start, &expected->start);
    rule_is(row, &got->end, &expected->end);
}

static struct fuseau_posixtz parsed(const struct row *row)
{
    struct fuseau_posixtz value;
    memset(&value, 0xa5, sizeof value);
    char *copy = row_copy(row);
    struct fuseau_result result = fuseau_posixtz_parse(copy, row->size, &value);
    row_release(copy);
    row_expect(row, result, FUSEAU_OK, row->size);
    return value;
}

static void check_accepted(void **state)
{
    const struct accepted *expected = *state;
    struct fuseau_posixtz value = parsed(&expected->row);
    value_is(&expected->row, &value, &expected->value);
    assert_true(fuseau_posixtz_is_valid(&value));

    char text[FUSEAU_POSIXTZ_MAX_SIZE + 1] = {0};
    struct fuseau_result result = fuseau_posixtz_format(&value, text, FUSEAU_POSIXTZ_MAX_SIZE);
    const char *written = expected->written ? expected->written : expected->row.text;
    assert_string_equal(text, written);
    row_expect(&expected->row, result, FUSEAU_OK, strlen(written));
}

/* ---- what is refused ---- */

static const struct refused refused[] = {
    {{"nothing", TEXT("")}, FUSEAU_ERR_END, 0},
    {{"a letter", TEXT("E")}, FUSEAU_ERR_END, 1},
    {{"two letters", TEXT("ES")}, FUSEAU_ERR_END, 2},
    {{"no offset", TEXT("EST")}, FUSEAU_ERR_END, 3},
    {{"a longer designation, no offset", TEXT("ESTX")}, FUSEAU_ERR_END, 4},
    {{"two letters and an offset", TEXT("AB5")}, FUSEAU_ERR_DESIGNATION, 2},
    {{"a digit first", TEXT("5EST")}, FUSEAU_ERR_DESIGNATION, 0},
    {{"a colon first", TEXT(":America/New_York")}, FUSEAU_ERR_DESIGNATION, 0},
    {{"a space first", TEXT(" EST5")}, FUSEAU_ERR_DESIGNATION, 0},
    {{"NUL first", TEXT("\0")}, FUSEAU_ERR_DESIGNATION, 0},
    {{"a letter that is not ASCII", TEXT("E\xc3\x89T5")}, FUSEAU_ERR_DESIGNATION, 1},
    {{"a zone name", TEXT("Europe/Paris")}, FUSEAU_ERR_OFFSET, 6},
    {{"a comma for the offset", TEXT("EST,")}, FUSEAU_ERR_OFFSET, 3},
    {{"a Unicode minus", TEXT("EST\xe2\x88\x92"
                              "5")},
     FUSEAU_ERR_OFFSET,
     3},
    {{"32 letters", TEXT("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef0")}, FUSEAU_ERR_DESIGNATION, 31},
    {{"32 bytes quoted", TEXT("<01234567890123456789012345678901>0")}, FUSEAU_ERR_DESIGNATION, 32},
    {{"a quote", TEXT("<")}, FUSEAU_ERR_END, 1},
    {{"a quote that does not end", TEXT("<-03")}, FUSEAU_ERR_END, 4},
    {{"two bytes quoted", TEXT("<+3>-3")}, FUSEAU_ERR_DESIGNATION, 3},
    {{"nothing quoted", TEXT("<>0")}, FUSEAU_ERR_DESIGNATION, 1},
    {{"a space quoted", TEXT("<A B>0")}, FUSEAU_ERR_DESIGNATION, 2},
    {{"a colon quoted", TEXT("<+03:30>0")}, FUSEAU_ERR_DESIGNATION, 4},
    {{"a quote in letters", TEXT("ES<T>5")}, FUSEAU_ERR_DESIGNATION, 2},
    {{"a sign and no number", TEXT("EST-")}, FUSEAU_ERR_END, 4},
    {{"a sign and a letter", TEXT("EST-x")}, FUSEAU_ERR_DIGIT, 4},
    {{"two signs", TEXT("EST--5")}, FUSEAU_ERR_DIGIT, 4},
    {{"hour 25", EXAMPLE("EST25")}, FUSEAU_ERR_RANGE, 4},
    {{"hour 30", TEXT("EST30")}, FUSEAU_ERR_RANGE, 4},
    {{"three hour digits", TEXT("EST005")}, FUSEAU_ERR_RANGE, 5},
    {{"minute 60", TEXT("EST5:60")}, FUSEAU_ERR_RANGE, 6},
    {{"three minute digits", TEXT("EST5:000")}, FUSEAU_ERR_RANGE, 7},
    {{"second 99", TEXT("EST5:00:99")}, FUSEAU_ERR_RANGE, 9},
    {{"no minutes", TEXT("EST5:")}, FUSEAU_ERR_END, 5},
    {{"a letter for minutes", TEXT("EST5:x")}, FUSEAU_ERR_DIGIT, 5},
    {{"a sign in minutes", TEXT("EST5:-3")}, FUSEAU_ERR_DIGIT, 5},
    {{"a fraction", TEXT("EST5.5")}, FUSEAU_ERR_TRAILING, 4},
    {{"a fourth field", TEXT("EST5:00:00:00")}, FUSEAU_ERR_TRAILING, 10},
    {{"rules without a designation", TEXT("EST5,M3.2.0,M11.1.0")}, FUSEAU_ERR_TRAILING, 4},
    {{"a newline", TEXT("UTC0\n")}, FUSEAU_ERR_TRAILING, 4},
    {{"a NUL behind it", TEXT("UTC0\0")}, FUSEAU_ERR_TRAILING, 4},
    {{"two letters for daylight saving time", TEXT("EST5ED,")}, FUSEAU_ERR_DESIGNATION, 6},
    {{"no rules", EXAMPLE("EST5EDT")}, FUSEAU_ERR_END, 7},
    {{"no rules, an offset", TEXT("EST5EDT4")}, FUSEAU_ERR_END, 8},
    {{"no rules, a newline", TEXT("EST5EDT\n")}, FUSEAU_ERR_SEPARATOR, 7},
    {{"a semicolon", TEXT("EST5EDT;M3.2.0,M11.1.0")}, FUSEAU_ERR_SEPARATOR, 7},
    {{"a semicolon behind an offset", TEXT("EST5EDT4;")}, FUSEAU_ERR_SEPARATOR, 8},
    {{"daylight saving hour 25", TEXT("EST5EDT-25,")}, FUSEAU_ERR_RANGE, 9},
    {{"no rule behind the comma", TEXT("EST5EDT,")}, FUSEAU_ERR_END, 8},
    {{"X for a rule", TEXT("EST5EDT,X")}, FUSEAU_ERR_RULE, 8},
    {{"a lower-case m", TEXT("EST5EDT,m3.2.0")}, FUSEAU_ERR_RULE, 8},
    {{"a sign for a rule", TEXT("EST5EDT,-1")}, FUSEAU_ERR_RULE, 8},
    {{"no rule between commas", TEXT("EST5EDT,,M11.1.0")}, FUSEAU_ERR_RULE, 8},
    {{"month 0", TEXT("EST5EDT,M0.")}, FUSEAU_ERR_DIGIT, 10},
    {{"month 00", TEXT("EST5EDT,M00.")}, FUSEAU_ERR_RANGE, 10},
    {{"month 13", TEXT("EST5EDT,M13.")}, FUSEAU_ERR_RANGE, 10},
    {{"no month", TEXT("EST5EDT,M.")}, FUSEAU_ERR_DIGIT, 9},
    {{"M at the end", TEXT("EST5EDT,M")}, FUSEAU_ERR_END, 9},
    {{"a comma for a point", TEXT("EST5EDT,M3,2,0")}, FUSEAU_ERR_SEPARATOR, 10},
    {{"week 0", TEXT("EST5EDT,M3.0.0")}, FUSEAU_ERR_RANGE, 11},
    {{"week 6", TEXT("EST5EDT,M3.6.0")}, FUSEAU_ERR_RANGE, 11},
    {{"week 02", TEXT("EST5EDT,M3.02.0")}, FUSEAU_ERR_RANGE, 11},
    {{"week 22", TEXT("EST5EDT,M3.22.0")}, FUSEAU_ERR_RANGE, 12},
    {{"no weekday", TEXT("EST5EDT,M3.2,M11.1.0")}, FUSEAU_ERR_SEPARATOR, 12},
    {{"weekday 7", TEXT("EST5EDT,M3.2.7")}, FUSEAU_ERR_RANGE, 13},
    {{"weekday 00", TEXT("EST5EDT,M3.2.00")}, FUSEAU_ERR_RANGE, 14},
    {{"J0", TEXT("EST5EDT,J0,")}, FUSEAU_ERR_DIGIT, 10},
    {{"J000", TEXT("EST5EDT,J000")}, FUSEAU_ERR_RANGE, 11},
    {{"J366", TEXT("EST5EDT,J366")}, FUSEAU_ERR_RANGE, 11},
    {{"J400", TEXT("EST5EDT,J400")}, FUSEAU_ERR_RANGE, 11},
    {{"J0060", TEXT("EST5EDT,J0060")}, FUSEAU_ERR_RANGE, 12},
    {{"day 366", TEXT("EST5EDT,366")}, FUSEAU_ERR_RANGE, 10},
    {{"no end", TEXT("EST5EDT,M3.2.0")}, FUSEAU_ERR_END, 14},
    {{"no end, a newline", TEXT("EST5EDT,M3.2.0\n")}, FUSEAU_ERR_SEPARATOR, 14},
    {{"no end behind the comma", TEXT("EST5EDT,M3.2.0,")}, FUSEAU_ERR_END, 15},
    {{"no time behind the slash", TEXT("EST5EDT,J1/")}, FUSEAU_ERR_END, 11},
    {{"a letter for the time", TEXT("EST5EDT,J1/x")}, FUSEAU_ERR_DIGIT, 11},
    {{"time 168", TEXT("EST5EDT,J1/168")}, FUSEAU_ERR_RANGE, 13},
    {{"time -170", TEXT("EST5EDT,J1/-170")}, FUSEAU_ERR_RANGE, 14},
    {{"time 200", TEXT("EST5EDT,J1/200")}, FUSEAU_ERR_RANGE, 13},
    {{"time 0002", TEXT("EST5EDT,J1/0002")}, FUSEAU_ERR_RANGE, 14},
    {{"time 1:60", TEXT("EST5EDT,J1/1:60")}, FUSEAU_ERR_RANGE, 14},
    {{"a point in the time", TEXT("EST5EDT,J1/1.5")}, FUSEAU_ERR_SEPARATOR, 12},
    {{"two times", TEXT("EST5EDT,J1/1/1")}, FUSEAU_ERR_SEPARATOR, 12},
    {{"a rule too many", TEXT("EST5EDT,J1,J2,J3")}, FUSEAU_ERR_TRAILING, 13},
    {{"end time 168", TEXT("EST5EDT,J1,J2/168")}, FUSEAU_ERR_RANGE, 16},
    {{"a space behind it", TEXT("EST5EDT,J1,J2/16 ")}, FUSEAU_ERR_TRAILING, 16},
};

static void check_refused(void **state)
{
    const struct refused *expected = *state;
    struct fuseau_posixtz value;
    struct fuseau_posixtz untouched;
    memset(&value, 0xa5, sizeof value);
    memset(&untouched, 0xa5, sizeof untouched);
    char *copy = row_copy(&expected->row);
    struct fuseau_result result = fuseau_posixtz_parse(copy, expected->row.size, &value);
    row_release(copy);
    row_expect(&expected->row, result, expected->error, expected->at);
    assert_memory_equal(&value, &untouched, sizeof value);
}

/* Every prefix of a text that can be cut nowhere but where nothing is missing. */
static const struct row cut[] = {
    {"New York", TEXT("EST5EDT,M3.2.0,M11.1.0")},
    {"everything there is", TEXT("<-0130>1:30:05<+00>-0:0:7,M10.5.0/-167:59:59,365/+167:59:59")},
};

static void check_cut(void **state)
{
    const struct row *row = *state;
    size_t accepted_prefixes = 0;
    for (size_t size = 0; size < row->size; size++) {
        const struct row prefix = {row->name, row->text, size};
        struct fuseau_posixtz value;
        char *copy = row_copy(&prefix);
        struct fuseau_result result = fuseau_posixtz_parse(copy, size, &value);
        row_release(copy);
        assert_int_equal(result.at, size);
        accepted_prefixes += result.error == FUSEAU_OK;
        assert_true(result.error == FUSEAU_OK || result.error == FUSEAU_ERR_END);
    }
    /* "EST5"; "…1", "…1:3", "…1:30", "…1:30:0", "…1:30:05", and of the last rule "3", "36", "365",
     * "/+1", "16", "167", ":5", "59", ":5" */
    row_expect_number(row, "accepted prefixes", (int64_t)accepted_prefixes,
                      row == &cut[0] ? 1 : 14);
}

/* ---- what cannot be written ---- */

struct unwritable {
    struct row row; /* a text that is read, and then spoilt */
    void (*spoil)(struct fuseau_posixtz *value);
    size_t room;
    enum fuseau_error error;
    size_t at;
};

static void spoil_nothing(struct fuseau_posixtz *value)
{
    (void)value;
}

static void spoil_standard_offset(struct fuseau_posixtz *value)
{
    value->standard.offset_seconds = -90000;
}

static void spoil_standard_offset_most(struct fuseau_posixtz *value)
{
    value->standard.offset_seconds = INT32_MIN;
}

static void spoil_daylight_offset(struct fuseau_posixtz *value)
{
    value->daylight.offset_seconds = 90000;
}

static void spoil_designation_short(struct fuseau_posixtz *value)
{
    value->standard.designation[2] = '\0';
}

static void spoil_designation_long(struct fuseau_posixtz *value)
{
    memset(value->standard.designation, 'A', sizeof value->standard.designation);
}

static void spoil_designation_byte(struct fuseau_posixtz *value)
{
    value->daylight.designation[1] = '>';
}

static void spoil_form(struct fuseau_posixtz *value)
{
    value->start.form = (enum fuseau_posixtz_day_form)7;
}

static void spoil_julian_day(struct fuseau_posixtz *value)
{
    value->start = (struct fuseau_posixtz_rule)JULIAN(0, 0);
}

static void spoil_day(struct fuseau_posixtz *value)
{
    value->end = (struct fuseau_posixtz_rule)DAY(366, 0);
}

static void spoil_weekday(struct fuseau_posixtz *value)
{
    value->end.day = 7;
}

static void spoil_week(struct fuseau_posixtz *value)
{
    value->end.week = 0;
}

static void spoil_month(struct fuseau_posixtz *value)
{
    value->start.month = 13;
}

static void spoil_rule_time(struct fuseau_posixtz *value)
{
    value->start.seconds = 604800;
}

static void spoil_rule_time_least(struct fuseau_posixtz *value)
{
    value->end.seconds = INT32_MIN;
}

#define NEW_YORK TEXT("EST5EDT,M3.2.0,M11.1.0")

static const struct unwritable unwritable[] = {
    {{"no room", NEW_YORK}, spoil_nothing, 0, FUSEAU_ERR_ROOM, 22},
    {{"a byte too little", NEW_YORK}, spoil_nothing, 21, FUSEAU_ERR_ROOM, 22},
    {{"an offset of 25 hours", NEW_YORK}, spoil_standard_offset, 128, FUSEAU_ERR_RANGE, 0},
    {{"the least int32 for an offset", NEW_YORK},
     spoil_standard_offset_most,
     128,
     FUSEAU_ERR_RANGE,
     0},
    {{"a DST offset of 25 hours", NEW_YORK}, spoil_daylight_offset, 128, FUSEAU_ERR_RANGE, 0},
    {{"a designation of 2 bytes", NEW_YORK}, spoil_designation_short, 128, FUSEAU_ERR_RANGE, 0},
    {{"a designation without NUL", NEW_YORK}, spoil_designation_long, 128, FUSEAU_ERR_RANGE, 0},
    {{"a designation with >", NEW_YORK}, spoil_designation_byte, 128, FUSEAU_ERR_RANGE, 0},
    {{"a form that is none", NEW_YORK}, spoil_form, 128, FUSEAU_ERR_RANGE, 0},
    {{"J0", NEW_YORK}, spoil_julian_day, 128, FUSEAU_ERR_RANGE, 0},
    {{"day 366", NEW_YORK}, spoil_day, 128, FUSEAU_ERR_RANGE, 0},
    {{"weekday 7", NEW_YORK}, spoil_weekday, 128, FUSEAU_ERR_RANGE, 0},
    {{"week 0", NEW_YORK}, spoil_week, 128, FUSEAU_ERR_RANGE, 0},
    {{"month 13", NEW_YORK}, spoil_month, 128, FUSEAU_ERR_RANGE, 0},
    {{"a time of 168 hours", NEW_YORK}, spoil_rule_time, 128, FUSEAU_ERR_RANGE, 0},
    {{"the least int32 for a time", NEW_YORK}, spoil_rule_time_least, 128, FUSEAU_ERR_RANGE, 0},
};

static void check_unwritable(void **state)
{
    const struct unwritable *expected = *state;
    struct fuseau_posixtz value = parsed(&expected->row);
    char text[FUSEAU_POSIXTZ_MAX_SIZE] = "unharmed";
    expected->spoil(&value);
    assert_int_equal(fuseau_posixtz_is_valid(&value), expected->error == FUSEAU_ERR_ROOM);
    struct fuseau_result result = fuseau_posixtz_format(&value, text, expected->room);
    row_expect(&expected->row, result, expected->error, expected->at);
    assert_string_equal(text, "unharmed");
}

/* ---- whether a TZif footer needs version 3 for it ---- */

struct extended {
    struct row row;
    bool extended;
};

static const struct extended extensions[] = {
    {{"no daylight saving time", TEXT("UTC0")}, false},
    {{"two o'clock", NEW_YORK}, false},
    {{"midnight, 24 hours", TEXT("<-04>4<-03>,M9.1.6/0,M4.1.6/24")}, false},
    {{"24:59:59, whose hours are 24", TEXT("EST5EDT,M3.2.0/24:59:59,M11.1.0")}, false},
    {{"25 hours at the start", TEXT("EST5EDT,M3.2.0/25,M11.1.0")}, true},
    {{"26 hours at the end", TEXT("IST-2IDT,M10.5.0,M3.4.4/26")}, true},
    {{"a second before midnight", TEXT("EST5EDT,M3.2.0/-0:00:01,M11.1.0")}, true},
    {{"an hour before midnight at the end", TEXT("<-02>2<-01>,M3.5.0,M10.5.0/-1")}, true},
};

static void check_extended(void **state)
{
    const struct extended *row = *state;
    struct fuseau_posixtz value = parsed(&row->row);
    row_expect_number(&row->row, "extension", fuseau_posixtz_needs_extension(&value),
                      row->extended);
}

int main(void)
{
    const struct table tables[] = {
        TABLE(accepted, check_accepted),
        TABLE(refused, check_refused),
        TABLE(cut, check_cut),
        TABLE(unwritable, check_unwritable),
        TABLE(extensions, check_extended),
    };
    return tables_run("posixtz", tables, sizeof tables / sizeof tables[0]);
}
