/* zoned_test.c -- timestamps and zones that agree, that do not, and what is made of them */
/* SPDX-License-Identifier: MIT */
#include "table.h"

#include <inttypes.h>

#include "zoned.h"

/* Zones with the names of real ones, and their rules of today; and others that rules can make. */
static const struct {
    const char *name;
    const char *rule;
} rules[] = {
    {"Europe/London", "GMT0BST,M3.5.0/1,M10.5.0"},
    {"Europe/Paris", "CET-1CEST,M3.5.0,M10.5.0/3"},
    {"America/New_York", "EST5EDT,M3.2.0,M11.1.0"},
    {"Asia/Kolkata", "IST-5:30"},
    {"Paris/Mean", "PMT-0:09:21"},
    {"Liberia/Mean", "MMT0:44:30"},
    {"East/Mean", "EMT-0:19:30"},
    {"Mean/Summer", "MMT-0:00:20MST,M3.2.0,M11.1.0"},
    {"New/Year", "OLD0NEW,J1/0,J182/0"},
    {"Far/East", "XXX-24:59:59"},
    {"Far/Day", "XXX-24"},
    {"Almost/Day", "XXX-23:59:45"},
    {"Antarctica/Troll", "<-00>0"},
    {"Not/Unknown", "<-00>-1"},
    {"Pacific/Niue", "NUT11:20LMT11:19:40,J100,J200"},
};

enum { RULES = sizeof rules / sizeof rules[0] };

static const struct fuseau_zone *zone_of_rule(const char *text)
{
    struct fuseau_posixtz rule;
    const struct fuseau_zone *zone = NULL;
    assert_int_equal(fuseau_posixtz_parse(text, strlen(text), &rule).error, FUSEAU_OK);
    assert_int_equal(fuseau_zone_from_posixtz(&rule, &zone).error, FUSEAU_OK);
    return zone;
}

static const struct fuseau_zone *zone_of_name(const char *name, size_t size)
{
    for (size_t i = 0; i < RULES; i++) {
        if (strlen(rules[i].name) == size && memcmp(rules[i].name, name, size) == 0) {
            return zone_of_rule(rules[i].rule);
        }
    }
    fail_msg("the test has no zone \"%.*s\"", (int)size, name);
    return NULL;
}

/* The zone of the text; New York's where it has none. */
static const struct fuseau_zone *zone_of_text(const char *text, const struct fuseau_rfc9557 *value)
{
    const struct fuseau_zone *zone = NULL;
    switch (value->zone) {
    case FUSEAU_RFC9557_NO_ZONE:
        return zone_of_name(rules[2].name, strlen(rules[2].name));
    case FUSEAU_RFC9557_ZONE_NAME:
        return zone_of_name(text + value->zone_name.at, value->zone_name.size);
    case FUSEAU_RFC9557_ZONE_OFFSET:
        assert_int_equal(fuseau_zone_from_offset(value->zone_offset, &zone).error, FUSEAU_OK);
        break;
    }
    return zone;
}

/* What to do, and what comes of it. */
struct together {
    struct row row;
    enum fuseau_inconsistent inconsistent;
    enum fuseau_prefer prefer;
    enum fuseau_error error;
    int64_t seconds;
    const char *local; /* what clocks in the zone show, written without a name and to the minute */
};

#define REFUSE       FUSEAU_INCONSISTENT_REFUSE
#define INSTANT      FUSEAU_INCONSISTENT_KEEP_INSTANT
#define LOCAL        FUSEAU_INCONSISTENT_KEEP_LOCAL
#define COMPATIBLE   FUSEAU_PREFER_COMPATIBLE
#define EARLIER      FUSEAU_PREFER_EARLIER
#define LATER        FUSEAU_PREFER_LATER
#define NEITHER      FUSEAU_PREFER_REFUSE
#define OK           FUSEAU_OK
#define INCONSISTENT FUSEAU_ERR_INCONSISTENT

/* clang-format off */
static const struct together accepted[] = {
    {{"RFC 9557 s. 3.4, figure 2, critical", EXAMPLE("2022-07-08T00:14:07Z[!Europe/London]")},
     REFUSE, NEITHER, OK, 1657239247, "2022-07-08T01:14:07+01:00"},
    {{"RFC 9557 s. 3.4, figure 2, elective", TEXT("2022-07-08T00:14:07Z[Europe/London]")},
     REFUSE, NEITHER, OK, 1657239247, "2022-07-08T01:14:07+01:00"},
    {{"the same with -00:00", TEXT("2022-07-08T00:14:07-00:00[!Europe/London]")},
     REFUSE, NEITHER, OK, 1657239247, "2022-07-08T01:14:07+01:00"},
    {{"RFC 9557 s. 3.3, in Paris", EXAMPLE("2022-07-08T02:14:07+02:00[!Europe/Paris]")},
     REFUSE, NEITHER, OK, 1657239247, "2022-07-08T02:14:07+02:00"},
    {{"RFC 9557 s. 4.2, figure 4", TEXT("1996-12-19T16:39:57-08:00[-08:00]")},
     REFUSE, NEITHER, OK, 851042397, "1996-12-19T16:39:57-08:00"},
    {{"no zone in the text", TEXT("2024-07-11T01:14:00.5Z")},
     REFUSE, NEITHER, OK, 1720660440, "2024-07-10T21:14:00.5-04:00"},
    {{"no zone in the text, and another offset", TEXT("2024-07-11T03:14:00.5+02:00")},
     REFUSE, NEITHER, OK, 1720660440, "2024-07-10T21:14:00.5-04:00"},
    {{"a fold, the first time", EXAMPLE("2024-11-03T01:30:00-04:00[!America/New_York]")},
     REFUSE, NEITHER, OK, 1730611800, "2024-11-03T01:30:00-04:00"},
    {{"a fold, the second time", EXAMPLE("2024-11-03T01:30:00-05:00[!America/New_York]")},
     REFUSE, NEITHER, OK, 1730615400, "2024-11-03T01:30:00-05:00"},

    {{"figure 1, keep the instant", TEXT("2022-07-08T00:14:07+00:00[Europe/London]")},
     INSTANT, NEITHER, OK, 1657239247, "2022-07-08T01:14:07+01:00"},
    {{"figure 1, keep local time", TEXT("2022-07-08T00:14:07+00:00[Europe/London]")},
     LOCAL, NEITHER, OK, 1657235647, "2022-07-08T00:14:07+01:00"},
    {{"figure 1, critical, keep local time", TEXT("2022-07-08T00:14:07+00:00[!Europe/London]")},
     LOCAL, NEITHER, OK, 1657235647, "2022-07-08T00:14:07+01:00"},
    {{"RFC 9557 s. 3.3, keep the instant", TEXT("2022-07-08T00:14:07+01:00[Europe/Paris]")},
     INSTANT, NEITHER, OK, 1657235647, "2022-07-08T01:14:07+02:00"},
    {{"offset against offset, keep the instant", TEXT("2022-07-08T08:45:00+08:45[+08:00]")},
     INSTANT, NEITHER, OK, 1657238400, "2022-07-08T08:00:00+08:00"},
    {{"a gap, keep the instant", TEXT("2024-03-10T02:30:00-05:00[America/New_York]")},
     INSTANT, NEITHER, OK, 1710055800, "2024-03-10T03:30:00-04:00"},
    {{"a gap, keep local time", TEXT("2024-03-10T02:30:00-05:00[America/New_York]")},
     LOCAL, COMPATIBLE, OK, 1710055800, "2024-03-10T03:30:00-04:00"},
    {{"a gap, keep local time, earlier", TEXT("2024-03-10T02:30:00+01:00[America/New_York]")},
     LOCAL, EARLIER, OK, 1710052200, "2024-03-10T01:30:00-05:00"},
    {{"a fold, keep local time", TEXT("2024-11-03T01:30:00+01:00[America/New_York]")},
     LOCAL, COMPATIBLE, OK, 1730611800, "2024-11-03T01:30:00-04:00"},
    {{"a fold, keep local time, later", TEXT("2024-11-03T01:30:00+01:00[America/New_York]")},
     LOCAL, LATER, OK, 1730615400, "2024-11-03T01:30:00-05:00"},

    {{"rounded down to a minute", TEXT("1850-01-01T00:09:21.5+00:09[!Paris/Mean]")},
     REFUSE, NEITHER, OK, -3786825600, NULL},
    {{"rounded away from zero", TEXT("1950-01-01T00:00:00-00:45[!Liberia/Mean]")},
     REFUSE, NEITHER, OK, -631149330, NULL},

    {{"rounded away from zero, east", TEXT("1950-01-01T00:00:00+00:20[!East/Mean]")},
     REFUSE, NEITHER, OK, -631153170, NULL},
    {{"rounded, a fold, the first time", TEXT("2024-11-03T01:30:00+01:00[!Mean/Summer]")},
     REFUSE, NEITHER, OK, 1730593780, NULL},
    {{"rounded, a fold, the second time", TEXT("2024-11-03T01:30:00+00:00[!Mean/Summer]")},
     REFUSE, NEITHER, OK, 1730597380, NULL},

    {{"a leap second in UTC", TEXT("2016-12-31T23:59:60Z[Europe/Paris]")},
     REFUSE, NEITHER, OK, 1483228800, "2017-01-01T00:59:60+01:00"},
    {{"a leap second in its zone", EXAMPLE("2016-12-31T18:59:60.25-05:00[!America/New_York]")},
     REFUSE, NEITHER, OK, 1483228800, "2016-12-31T18:59:60.25-05:00"},
    {{"a leap second, keep the instant", TEXT("2016-12-31T23:59:60+00:00[Asia/Kolkata]")},
     INSTANT, NEITHER, OK, 1483228800, "2017-01-01T05:29:60+05:30"},
    {{"a leap second before clocks change", TEXT("2016-12-31T23:59:60+00:00[!New/Year]")},
     REFUSE, NEITHER, OK, 1483228800, "2016-12-31T23:59:60+00:00"},
    {{"no leap second elsewhere", TEXT("2016-12-31T23:59:60+00:00[Asia/Kolkata]")},
     LOCAL, NEITHER, OK, 1483209000, "2017-01-01T00:00:00+05:30"},
    {{"no leap second where minutes end otherwise", TEXT("2016-12-31T23:59:60Z[Paris/Mean]")},
     REFUSE, NEITHER, OK, 1483228800, NULL},
    {{"before year 0 in the zone", TEXT("0000-01-01T00:00:00Z[America/New_York]")},
     REFUSE, NEITHER, OK, -62167219200, NULL},
};

static const struct together refused[] = {
    {{"RFC 9557 s. 3.4, figure 1, critical", TEXT("2022-07-08T00:14:07+00:00[!Europe/London]")},
     REFUSE, COMPATIBLE, INCONSISTENT, 0, NULL},
    {{"RFC 9557 s. 3.4, figure 1, elective", TEXT("2022-07-08T00:14:07+00:00[Europe/London]")},
     REFUSE, COMPATIBLE, INCONSISTENT, 0, NULL},
    {{"critical, keep the instant", TEXT("2022-07-08T00:14:07+00:00[!Europe/London]")},
     INSTANT, COMPATIBLE, INCONSISTENT, 0, NULL},
    {{"RFC 9557 s. 3.3, in Paris", TEXT("2022-07-08T00:14:07+01:00[!Europe/Paris]")},
     REFUSE, COMPATIBLE, INCONSISTENT, 0, NULL},
    {{"offset against offset", TEXT("2022-07-08T00:14:07+08:45[!+08:00]")},
     REFUSE, COMPATIBLE, INCONSISTENT, 0, NULL},
    {{"a gap, by its offset", EXAMPLE("2024-03-10T02:30:00-05:00[America/New_York]")},
     REFUSE, COMPATIBLE, INCONSISTENT, 0, NULL},
    {{"a gap, keep local time", TEXT("2024-03-10T02:30:00-05:00[America/New_York]")},
     LOCAL, NEITHER, FUSEAU_ERR_GAP, 0, NULL},
    {{"a fold, keep local time", TEXT("2024-11-03T01:30:00+00:00[America/New_York]")},
     LOCAL, NEITHER, FUSEAU_ERR_FOLD, 0, NULL},
    {{"a minute too far from rounded", TEXT("1850-01-01T00:09:21+00:10[Paris/Mean]")},
     REFUSE, COMPATIBLE, INCONSISTENT, 0, NULL},
    {{"rounded towards zero", TEXT("1950-01-01T00:00:00-00:44[Liberia/Mean]")},
     REFUSE, COMPATIBLE, INCONSISTENT, 0, NULL},
    {{"rounded towards zero, east", TEXT("1950-01-01T00:00:00+00:19[East/Mean]")},
     REFUSE, COMPATIBLE, INCONSISTENT, 0, NULL},
    {{"rounded, but in a gap", TEXT("2024-03-10T02:30:00+00:00[Mean/Summer]")},
     REFUSE, COMPATIBLE, INCONSISTENT, 0, NULL},
    {{"a leap second of another hour", TEXT("2016-12-31T23:59:60+00:00[!Europe/Paris]")},
     REFUSE, COMPATIBLE, INCONSISTENT, 0, NULL},
};
/* clang-format on */

static void read_row(const struct row *row, char *copy, struct fuseau_rfc9557 *value)
{
    struct fuseau_result result = fuseau_rfc9557_parse(copy, row->size, NULL, value);
    row_expect(row, result, FUSEAU_OK, row->size);
}

static void check_accepted(void **state)
{
    const struct together *test = *state;
    char *copy = row_copy(&test->row);
    struct fuseau_rfc9557 value;
    struct fuseau_zoned zoned;
    read_row(&test->row, copy, &value);
    const struct fuseau_zone *zone = zone_of_text(copy, &value);
    struct fuseau_result result =
        fuseau_zoned_from_rfc9557(zone, &value, test->inconsistent, test->prefer, &zoned);
    row_expect(&test->row, result, FUSEAU_OK, 0);
    row_expect_number(&test->row, "seconds", zoned.instant.seconds, test->seconds);
    row_expect_number(&test->row, "nanoseconds", zoned.instant.nanoseconds,
                      value.timestamp.instant.nanoseconds);
    if (test->local != NULL) {
        char text[FUSEAU_RFC3339_MAX_SIZE + 1] = "";
        result = fuseau_zoned_format(&zoned, NULL, 0, FUSEAU_FRACTION_SHORTEST, text, sizeof text);
        row_expect(&test->row, result, FUSEAU_OK, strlen(test->local));
        assert_string_equal(text, test->local);
    }
    fuseau_zone_release(zone);
    row_release(copy);
}

static void check_refused(void **state)
{
    const struct together *test = *state;
    char *copy = row_copy(&test->row);
    struct fuseau_rfc9557 value;
    struct fuseau_zoned zoned;
    struct fuseau_zoned untouched;
    read_row(&test->row, copy, &value);
    memset(&zoned, 0x5a, sizeof zoned);
    untouched = zoned;
    const struct fuseau_zone *zone = zone_of_text(copy, &value);
    struct fuseau_result result =
        fuseau_zoned_from_rfc9557(zone, &value, test->inconsistent, test->prefer, &zoned);
    row_expect(&test->row, result, test->error, 0);
    assert_memory_equal(&zoned, &untouched, sizeof zoned);
    fuseau_zone_release(zone);
    row_release(copy);
}

/* ---- from instants ---- */

static void expect_from_instant(const char *rule, int64_t seconds, int32_t nanoseconds,
                                enum fuseau_error error)
{
    const struct fuseau_zone *zone = zone_of_rule(rule);
    struct fuseau_zoned zoned;
    struct fuseau_instant instant = {seconds, nanoseconds};
    struct fuseau_result result = fuseau_zoned_from_instant(zone, instant, &zoned);
    if (result.error != error) {
        fail_msg("%" PRId64 ".%09" PRId32 " in %s: expected %s, got %s", seconds, nanoseconds, rule,
                 fuseau_error_name(error), fuseau_error_name(result.error));
    }
    fuseau_zone_release(zone);
}

static void the_years_that_are_counted(void **state)
{
    (void)state;
    const int64_t hour = 3600;
    expect_from_instant("UTC0", FUSEAU_SECONDS_MAX, 0, FUSEAU_OK);
    expect_from_instant("UTC0", FUSEAU_SECONDS_MAX + 1, 0, FUSEAU_ERR_RANGE);
    expect_from_instant("UTC0", FUSEAU_SECONDS_MIN, 0, FUSEAU_OK);
    expect_from_instant("UTC0", FUSEAU_SECONDS_MIN - 1, 0, FUSEAU_ERR_RANGE);
    expect_from_instant("EAST-1", FUSEAU_SECONDS_MAX - hour, 0, FUSEAU_OK);
    expect_from_instant("EAST-1", FUSEAU_SECONDS_MAX - hour + 1, 0, FUSEAU_ERR_RANGE);
    expect_from_instant("EAST-1", FUSEAU_SECONDS_MIN - hour, 0, FUSEAU_OK);
    expect_from_instant("WEST1", FUSEAU_SECONDS_MAX + hour, 0, FUSEAU_OK);
    expect_from_instant("WEST1", FUSEAU_SECONDS_MIN + hour - 1, 0, FUSEAU_ERR_RANGE);
    expect_from_instant("EAST-24", INT64_MAX, 0, FUSEAU_ERR_RANGE);
    expect_from_instant("WEST24", INT64_MIN, 0, FUSEAU_ERR_RANGE);
}

static void nanoseconds_that_are_none(void **state)
{
    (void)state;
    expect_from_instant("UTC0", 0, 999999999, FUSEAU_OK);
    expect_from_instant("UTC0", 0, 1000000000, FUSEAU_ERR_RANGE);
    expect_from_instant("UTC0", 0, -1, FUSEAU_ERR_RANGE);
}

/* ---- writing ---- */

struct written {
    const char *zone;
    int64_t seconds;
    int32_t nanoseconds;
    int digits;
    const char *name; /* NULL: none is written */
    enum fuseau_error error;
    const char *text;
};

static const struct written written[] = {
    {"Europe/Paris", 1720660440, 500000000, FUSEAU_FRACTION_SHORTEST, "Europe/Paris", FUSEAU_OK,
     "2024-07-11T03:14:00.5+02:00[Europe/Paris]"},
    {"Europe/Paris", 1720660440, 0, 3, NULL, FUSEAU_OK, "2024-07-11T03:14:00.000+02:00"},
    {"Europe/London", 0, 0, 0, "Europe/London", FUSEAU_OK,
     "1970-01-01T00:00:00+00:00[Europe/London]"},
    {"Paris/Mean", -3786825600, 0, 0, "Europe/Paris", FUSEAU_OK,
     "1850-01-01T00:09:21+00:09[Europe/Paris]"},
    {"Liberia/Mean", 0, 0, 0, "Africa/Monrovia", FUSEAU_OK,
     "1969-12-31T23:15:30-00:45[Africa/Monrovia]"},
    {"Paris/Mean", -3786825600, 0, 0, NULL, FUSEAU_ERR_OFFSET_SECONDS, NULL},

    /* LMT ends at 13:19:40Z, and clocks show 01:59:40 to 02:00:00 again. */
    {"Pacific/Niue", 1721395150, 0, 0, "Pacific/Niue", FUSEAU_OK,
     "2024-07-19T01:59:30-11:20[Pacific/Niue]"},
    {"Pacific/Niue", 1721395170, 250000000, 2, "Pacific/Niue", FUSEAU_OK,
     "2024-07-19T13:19:30.25Z[Pacific/Niue]"},
    {"Pacific/Niue", 1721395190, 0, 0, "Pacific/Niue", FUSEAU_OK,
     "2024-07-19T01:59:50-11:20[Pacific/Niue]"},
    {"Pacific/Niue", 1721395170, 0, 0, NULL, FUSEAU_ERR_OFFSET_SECONDS, NULL},
    {"Pacific/Niue", 1721395190, 0, 0, NULL, FUSEAU_OK, "2024-07-19T01:59:50-11:20"},

    {"Antarctica/Troll", 0, 0, 0, "Antarctica/Troll", FUSEAU_OK,
     "1970-01-01T00:00:00-00:00[Antarctica/Troll]"},
    {"Antarctica/Troll", 0, 0, 0, NULL, FUSEAU_OK, "1970-01-01T00:00:00-00:00"},
    {"Not/Unknown", 0, 0, 0, NULL, FUSEAU_OK, "1970-01-01T01:00:00+01:00"},

    {"Europe/Paris", 1720660440, 123456789, FUSEAU_FRACTION_TRUNCATE + 3, "Europe/Paris", FUSEAU_OK,
     "2024-07-11T03:14:00.123+02:00[Europe/Paris]"},
    {"Europe/Paris", -1, 999999999, FUSEAU_FRACTION_TRUNCATE, NULL, FUSEAU_OK,
     "1970-01-01T00:59:59+01:00"},
    {"Europe/Paris", 0, 0, FUSEAU_FRACTION_AT_LEAST + 3, NULL, FUSEAU_OK,
     "1970-01-01T01:00:00.000+01:00"},
    {"Pacific/Niue", 1721395170, 999999999, FUSEAU_FRACTION_TRUNCATE + 1, "Pacific/Niue", FUSEAU_OK,
     "2024-07-19T13:19:30.9Z[Pacific/Niue]"},
    {"Europe/Paris", 1720660440, 500000000, 0, "Europe/Paris", FUSEAU_ERR_INEXACT, NULL},
    {"Europe/Paris", 1720660440, 500000000, 10, "Europe/Paris", FUSEAU_ERR_RANGE, NULL},
    {"Europe/Paris", INT64_C(253402300800), 0, 0, "Europe/Paris", FUSEAU_ERR_RANGE, NULL},
    {"America/New_York", INT64_C(-62167219200), 0, 0, NULL, FUSEAU_ERR_RANGE, NULL},
    {"Far/East", 0, 0, 0, "Far/East", FUSEAU_OK, "1970-01-01T00:00:00Z[Far/East]"},
    {"Far/East", 0, 0, 0, NULL, FUSEAU_ERR_OFFSET_SECONDS, NULL},
    {"Far/East", INT64_C(253402300800), 0, 0, "Far/East", FUSEAU_ERR_RANGE, NULL},
    {"Far/Day", 0, 0, 0, "Far/Day", FUSEAU_OK, "1970-01-01T00:00:00Z[Far/Day]"},
    {"Far/Day", 0, 0, 0, NULL, FUSEAU_ERR_RANGE, NULL},
    {"Almost/Day", 0, 0, 0, "Almost/Day", FUSEAU_OK, "1970-01-01T00:00:00Z[Almost/Day]"},
    {"Europe/Paris", 0, 0, 0, "Europe/Pa ris", FUSEAU_ERR_NAME, NULL},
    {"Europe/Paris", 0, 0, 0, "../etc", FUSEAU_ERR_NAME_PART, NULL},
    {"Europe/Paris", 0, 0, 0, "", FUSEAU_OK, "1970-01-01T01:00:00+01:00"},
};

static void expect_written(const struct written *test)
{
    const struct fuseau_zone *zone = zone_of_name(test->zone, strlen(test->zone));
    struct fuseau_zoned zoned;
    struct fuseau_instant instant = {test->seconds, test->nanoseconds};
    assert_int_equal(fuseau_zoned_from_instant(zone, instant, &zoned).error, FUSEAU_OK);
    size_t size = test->text ? strlen(test->text) : 64;
    size_t name_size = test->name ? strlen(test->name) : 0;
    for (size_t room = 0; room <= size; room++) { /* each room but the last is too little */
        char *text = malloc(room + 1);
        assert_non_null(text);
        memset(text, '?', room + 1);
        struct fuseau_result result =
            fuseau_zoned_format(&zoned, test->name, name_size, test->digits, text, room);
        bool fits = test->text != NULL && room == size;
        assert_int_equal(result.error, test->error ? test->error
                                       : fits      ? FUSEAU_OK
                                                   : FUSEAU_ERR_ROOM);
        assert_int_equal(result.at, test->error ? 0 : size);
        assert_int_equal(text[room], '?');
        if (fits) {
            assert_memory_equal(text, test->text, size);
        } else {
            assert_true(room == 0 || text[0] == '?');
        }
        free(text);
    }
    fuseau_zone_release(zone);
}

static void what_is_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof written / sizeof written[0]; i++) {
        expect_written(&written[i]);
    }
}

static void expect_there_and_back(const struct fuseau_zone *zone, const char *name, int64_t seconds)
{
    struct fuseau_zoned zoned;
    struct fuseau_zoned back;
    struct fuseau_rfc9557 value;
    char text[80];
    struct fuseau_instant instant = {seconds, (int32_t)(seconds & 7) * 125000000};
    assert_int_equal(fuseau_zoned_from_instant(zone, instant, &zoned).error, FUSEAU_OK);
    struct fuseau_result result = fuseau_zoned_format(&zoned, name, strlen(name),
                                                      FUSEAU_FRACTION_SHORTEST, text, sizeof text);
    assert_int_equal(result.error, FUSEAU_OK);
    assert_int_equal(fuseau_rfc9557_parse(text, result.at, NULL, &value).error, FUSEAU_OK);
    result = fuseau_zoned_from_rfc9557(zone, &value, FUSEAU_INCONSISTENT_REFUSE,
                                       FUSEAU_PREFER_REFUSE, &back);
    if (result.error != FUSEAU_OK || back.instant.seconds != instant.seconds ||
        back.instant.nanoseconds != instant.nanoseconds || back.type != zoned.type) {
        fail_msg("%s is read as %s, %" PRId64, text, fuseau_error_name(result.error),
                 back.instant.seconds);
    }
}

/* Every half hour and a little of three years, folds and gaps included. */
static void there_and_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < RULES; i++) {
        const struct fuseau_zone *zone = zone_of_rule(rules[i].rule);
        for (int64_t seconds = 1704067200; seconds < 1704067200 + 3 * 31536000; seconds += 1801) {
            expect_there_and_back(zone, rules[i].name, seconds);
        }
        fuseau_zone_release(zone);
    }
}

/* A zone made of an offset keeps which of the three zeros it was made of. */
static void offsets_keep_their_kind(void **state)
{
    (void)state;
    static const struct {
        struct fuseau_offset offset;
        const char *text;
    } offsets[] = {
        {{0, FUSEAU_OFFSET_NUMERIC}, "1970-01-01T00:00:00+00:00"},
        {{0, FUSEAU_OFFSET_UNKNOWN}, "1970-01-01T00:00:00-00:00"},
        {{0, FUSEAU_OFFSET_ZULU}, "1970-01-01T00:00:00Z"},
        {{-3600, FUSEAU_OFFSET_NUMERIC}, "1969-12-31T23:00:00-01:00"},
    };
    for (size_t i = 0; i < sizeof offsets / sizeof offsets[0]; i++) {
        const struct fuseau_zone *zone = NULL;
        struct fuseau_zoned zoned;
        char text[FUSEAU_RFC3339_MAX_SIZE + 1] = "";
        assert_int_equal(fuseau_zone_from_offset(offsets[i].offset, &zone).error, FUSEAU_OK);
        fuseau_zoned_from_instant(zone, (struct fuseau_instant){0, 0}, &zoned);
        fuseau_zoned_format(&zoned, NULL, 0, 0, text, sizeof text - 1);
        fuseau_zone_release(zone);
        assert_string_equal(text, offsets[i].text);
    }
}

/* Without the zone nothing says how a rounded offset would be read. */
static void without_its_zone_a_rounded_offset_is_not_written(void **state)
{
    (void)state;
    const struct fuseau_local_type paris = {561, false, "PMT"};
    const struct fuseau_zoned zoned = {
        .instant = {-3786825600, 0}, .date = {1850, 1, 1}, .time = {0, 9, 21, 0}, .type = &paris};
    static const char expected[] = "1850-01-01T00:00:00Z[Europe/Paris]";
    char text[64];
    struct fuseau_result result =
        fuseau_zoned_format(&zoned, "Europe/Paris", 12, 0, text, sizeof text);
    assert_int_equal(result.error, FUSEAU_OK);
    assert_int_equal(result.at, sizeof expected - 1);
    assert_memory_equal(text, expected, result.at);
}

int main(void)
{
    const struct table tables[] = {TABLE(accepted, check_accepted), TABLE(refused, check_refused)};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_years_that_are_counted),
        cmocka_unit_test(nanoseconds_that_are_none),
        cmocka_unit_test(what_is_written),
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(offsets_keep_their_kind),
        cmocka_unit_test(without_its_zone_a_rounded_offset_is_not_written),
    };
    int failures = tables_run("zoned", tables, sizeof tables / sizeof tables[0]);
    return failures + cmocka_run_group_tests_name("zoned, written", tests, NULL, NULL);
}
