/* zone_test.c -- instant -> local, local -> instant, transitions: what is known of known zones */
/* SPDX-License-Identifier: MIT */
#include "table.h"

#include "civil.h"
#include "tzif_bases.h"
#include "zone.h"

static const struct fuseau_zone *zone_of(const struct row *row)
{
    struct fuseau_posixtz rule;
    const struct fuseau_zone *zone = NULL;
    row_expect(row, fuseau_posixtz_parse(row->text, row->size, &rule), FUSEAU_OK, row->size);
    row_expect(row, fuseau_zone_from_posixtz(&rule, &zone), FUSEAU_OK, 0);
    return zone;
}

#define NEW_YORK TEXT("EST5EDT,M3.2.0,M11.1.0")
#define LONDON   TEXT("GMT0BST,M3.5.0/1,M10.5.0")
#define DUBLIN   TEXT("IST-1GMT0,M10.5.0,M3.5.0/1")
#define SYDNEY   TEXT("AEST-10AEDT,M10.1.0,M4.1.0/3")
#define LORD     TEXT("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0")
#define NUUK     TEXT("<-02>2<-01>,M3.5.0/-1,M10.5.0/0")
#define FOREVER  TEXT("XXX3EDT4,0/0,J365/23")
#define NEVER    TEXT("AAA3BBB,J100/2,J100/3")
#define DECEMBER TEXT("AAA0BBB,J360,J180")
#define SWAPPED  TEXT("swTeL8:00:50<+0545>7,M7.1.4/119,M7.1.3/20:45")
#define KOLKATA  TEXT("IST-5:30")

struct at_instant {
    struct row row;
    int64_t seconds;
    int32_t offset;
    bool dst;
    const char *designation;
};

static const struct at_instant at_instant[] = {
    {{"New York in summer", NEW_YORK}, 1720660440, -14400, true, "EDT"},
    {{"New York, a second before summer", NEW_YORK}, 1710053999, -18000, false, "EST"},
    {{"New York, when summer begins", NEW_YORK}, 1710054000, -14400, true, "EDT"},
    {{"New York, the last second of summer", NEW_YORK}, 1730613599, -14400, true, "EDT"},
    {{"New York, when summer ends", NEW_YORK}, 1730613600, -18000, false, "EST"},
    {{"New York in July 2400", NEW_YORK}, 13585377600, -14400, true, "EDT"},
    {{"New York in the first instant", NEW_YORK}, INT64_MIN, -18000, false, "EST"},
    {{"Dublin in winter, when it saves", DUBLIN}, 1704067200, 0, true, "GMT"},
    {{"Dublin in summer, which is standard", DUBLIN}, 1720000000, 3600, false, "IST"},
    {{"Dublin in the winter of 2100", DUBLIN}, 4102444800, 0, true, "GMT"},
    {{"Sydney at New Year", SYDNEY}, 1704067200, 39600, true, "AEDT"},
    {{"Sydney in July", SYDNEY}, 1720000000, 36000, false, "AEST"},
    {{"Lord Howe, half an hour", LORD}, 1704067200, 39600, true, "+11"},
    {{"Nuuk, a second before", NUUK}, 1711846799, -7200, false, "-02"},
    {{"Nuuk, on the evening before", NUUK}, 1711846800, -3600, true, "-01"},
    {{"daylight saving for ever", FOREVER}, 1704067200, -14400, true, "EDT"},
    {{"the same at its seam", FOREVER}, 1704078000, -14400, true, "EDT"},
    {{"daylight saving of no length", NEVER}, 1712728800, -10800, false, "AAA"},
    {{"days before the cycle turns, and a change", DECEMBER}, -800000, 0, false, "AAA"},
    {{"days before the cycle turns, behind it", DECEMBER}, -400000, 3600, true, "BBB"},
    {{"Kolkata", KOLKATA}, INT64_MAX, 19800, false, "IST"},
    {{"a rule whose start and end change places", SWAPPED}, 1705276800, -25200, true, "+0545"},
    {{"its start, before which it had not ended", SWAPPED}, 1690473650, -25200, true, "+0545"},
};

static void check_at_instant(void **state)
{
    const struct at_instant *expected = *state;
    const struct fuseau_zone *zone = zone_of(&expected->row);
    const struct fuseau_local_type *type = fuseau_zone_at(zone, expected->seconds);
    row_expect_number(&expected->row, "offset", type->offset_seconds, expected->offset);
    row_expect_number(&expected->row, "dst", type->dst, expected->dst);
    row_expect_number(&expected->row, "offset alone",
                      fuseau_zone_offset_at(zone, expected->seconds), expected->offset);
    assert_string_equal(type->designation, expected->designation);
    fuseau_zone_release(zone);
}

/* Files whose footer is at odds with the rest of them, and what is said of instants in them. */
struct at_odds {
    struct row row;
    const struct tzif_file *base;
    const char *tail; /* NULL: the base's */
    int64_t seconds;
    int32_t offset;
    bool dst;
    const char *designation;
};

static const struct at_odds at_odds[] = {
    {{"Ojinaga before", TEXT("")}, &ojinaga, NULL, 1667116799, -21600, true, "MDT"},
    {{"Ojinaga, at the last transition", TEXT("")},
     &ojinaga,
     NULL,
     1667116800,
     -21600,
     false,
     "CST"},
    {{"Ojinaga on 2022-11-01", TEXT("")}, &ojinaga, NULL, 1667260800, -21600, false, "CST"},
    {{"Ojinaga, at the footer's next end", TEXT("")},
     &ojinaga,
     NULL,
     1667718000,
     -21600,
     false,
     "CST"},
    {{"Ojinaga, before the footer's next start", TEXT("")},
     &ojinaga,
     NULL,
     1678607999,
     -21600,
     false,
     "CST"},
    {{"Ojinaga, at that start", TEXT("")}, &ojinaga, NULL, 1678608000, -18000, true, "CDT"},
    {{"Ojinaga in July 2400", TEXT("")}, &ojinaga, NULL, 13585377600, -18000, true, "CDT"},
    {{"another rule, whose start is next", TEXT("")},
     &ojinaga,
     "\nEST5EDT,M12.1.0,M10.1.0\n",
     1670137199,
     -21600,
     false,
     "CST"},
    {{"and then", TEXT("")},
     &ojinaga,
     "\nEST5EDT,M12.1.0,M10.1.0\n",
     1670137200,
     -14400,
     true,
     "EDT"},
    {{"Vancouver before", TEXT("")}, &vancouver, NULL, 1772963999, -28800, false, "PST"},
    {{"Vancouver, at the last transition", TEXT("")},
     &vancouver,
     NULL,
     1772964000,
     -25200,
     false,
     "MST"},
    {{"Vancouver in December 2026", TEXT("")}, &vancouver, NULL, 1796083200, -25200, false, "MST"},
    {{"a footer of daylight saving for ever", TEXT("")},
     &vancouver,
     "\nXXX3EDT4,0/0,J365/23\n",
     1772964000,
     -14400,
     true,
     "EDT"},
    {{"designations in which POSIX knows no \"_\"", TEXT("")},
     &vancouver,
     "\n<P_T>7\n",
     1772964000,
     -25200,
     false,
     "P_T"},
};

static const struct fuseau_zone *zone_at_odds(const struct at_odds *row)
{
    static struct tzif_bytes bytes;
    struct tzif_file file = *row->base;
    const struct fuseau_zone *zone = NULL;
    if (row->tail) {
        file.tail = row->tail;
        file.tail_size = strlen(row->tail);
    }
    tzif_build(&file, &bytes);
    row_expect(&row->row, fuseau_zone_from_tzif((const char *)bytes.byte, bytes.size, &zone),
               FUSEAU_OK, bytes.size);
    return zone;
}

static void check_at_odds(void **state)
{
    const struct at_odds *expected = *state;
    const struct fuseau_zone *zone = zone_at_odds(expected);
    const struct fuseau_local_type *type = fuseau_zone_at(zone, expected->seconds);
    row_expect_number(&expected->row, "offset", type->offset_seconds, expected->offset);
    row_expect_number(&expected->row, "dst", type->dst, expected->dst);
    row_expect_number(&expected->row, "offset alone",
                      fuseau_zone_offset_at(zone, expected->seconds), expected->offset);
    assert_string_equal(type->designation, expected->designation);
    assert_true(fuseau_zone_tolerated(zone) & FUSEAU_TZIF_TOLERATED_FOOTER_TYPE);

    struct fuseau_resolution back =
        fuseau_zone_resolve(zone, expected->seconds + type->offset_seconds);
    assert_true(back.seconds[0] == expected->seconds || back.seconds[1] == expected->seconds);
    fuseau_zone_release(zone);
}

struct local {
    struct row row;
    struct fuseau_date date;
    struct fuseau_time time;
    enum fuseau_local_kind kind;
    int64_t earlier, later;
};

static const struct local local[] = {
    {{"noon", NEW_YORK}, {2024, 7, 11}, {12, 0, 0, 0}, FUSEAU_LOCAL_UNIQUE, 1720713600, 1720713600},
    {{"the last minute before the gap", NEW_YORK},
     {2024, 3, 10},
     {1, 59, 59, 0},
     FUSEAU_LOCAL_UNIQUE,
     1710053999,
     1710053999},
    {{"in the gap", NEW_YORK},
     {2024, 3, 10},
     {2, 30, 0, 0},
     FUSEAU_LOCAL_GAP,
     1710052200,
     1710055800},
    {{"the end of the gap", NEW_YORK},
     {2024, 3, 10},
     {3, 0, 0, 0},
     FUSEAU_LOCAL_UNIQUE,
     1710054000,
     1710054000},
    {{"in the fold", NEW_YORK},
     {2024, 11, 3},
     {1, 30, 0, 0},
     FUSEAU_LOCAL_FOLD,
     1730611800,
     1730615400},
    {{"the end of the fold", NEW_YORK},
     {2024, 11, 3},
     {2, 0, 0, 0},
     FUSEAU_LOCAL_UNIQUE,
     1730617200,
     1730617200},
    {{"second 60 is the next minute", NEW_YORK},
     {2024, 3, 10},
     {1, 59, 60, 0},
     FUSEAU_LOCAL_GAP,
     1710050400,
     1710054000},
    {{"half an hour of gap", LORD},
     {2024, 10, 6},
     {2, 15, 0, 0},
     FUSEAU_LOCAL_GAP,
     1728141300,
     1728143100},
    {{"half an hour of fold", LORD},
     {2024, 4, 7},
     {1, 45, 0, 0},
     FUSEAU_LOCAL_FOLD,
     1712414700,
     1712416500},
    {{"negative saving has its gap in spring", DUBLIN},
     {2024, 3, 31},
     {1, 30, 0, 0},
     FUSEAU_LOCAL_GAP,
     1711845000,
     1711848600},
    {{"and its fold in autumn", DUBLIN},
     {2024, 10, 27},
     {1, 30, 0, 0},
     FUSEAU_LOCAL_FOLD,
     1729989000,
     1729992600},
    {{"the fold of 2400", LONDON},
     {2400, 10, 29},
     {1, 30, 0, 0},
     FUSEAU_LOCAL_FOLD,
     13595560200,
     13595563800},
    {{"year -32767", KOLKATA},
     {-32767, 1, 1},
     {0, 0, 0, 0},
     FUSEAU_LOCAL_UNIQUE,
     -1096193799000,
     -1096193799000},
};

static void check_local(void **state)
{
    const struct local *expected = *state;
    const struct fuseau_zone *zone = zone_of(&expected->row);
    int64_t local_seconds = fuseau_civil_to_seconds(expected->date, expected->time);
    struct fuseau_resolution got = fuseau_zone_resolve(zone, local_seconds);
    row_expect_number(&expected->row, "kind", got.kind, expected->kind);
    row_expect_number(&expected->row, "earlier", got.seconds[0], expected->earlier);
    row_expect_number(&expected->row, "later", got.seconds[1], expected->later);
    for (int i = 0; i < 2; i++) {
        row_expect_number(&expected->row, "a candidate's local time",
                          got.seconds[i] + got.types[i]->offset_seconds, local_seconds);
    }
    fuseau_zone_release(zone);
}

/* What the comment of fuseau_zone_resolve shows. */
struct shown {
    struct row row;
    struct fuseau_date date;
    struct fuseau_time time;
    enum fuseau_local_kind kind;
    int64_t seconds[2];
    const char *types[2];
    const char *clocks[2]; /* at the instants */
    int64_t compatible;
};

static const struct shown shown[] = {
    {{"unique", NEW_YORK},
     {2024, 7, 11},
     {12, 0, 0, 0},
     FUSEAU_LOCAL_UNIQUE,
     {1720713600, 1720713600},
     {"EDT", "EDT"},
     {"12:00 EDT", "12:00 EDT"},
     1720713600},
    {{"a gap", NEW_YORK},
     {2024, 3, 10},
     {2, 30, 0, 0},
     FUSEAU_LOCAL_GAP,
     {1710052200, 1710055800},
     {"EDT", "EST"},
     {"01:30 EST", "03:30 EDT"},
     1710055800},
    {{"a fold", NEW_YORK},
     {2024, 11, 3},
     {1, 30, 0, 0},
     FUSEAU_LOCAL_FOLD,
     {1730611800, 1730615400},
     {"EDT", "EST"},
     {"01:30 EDT", "01:30 EST"},
     1730611800},
};

static void check_shown(void **state)
{
    const struct shown *expected = *state;
    const struct fuseau_zone *zone = zone_of(&expected->row);
    struct fuseau_resolution got =
        fuseau_zone_resolve(zone, fuseau_civil_to_seconds(expected->date, expected->time));
    int64_t picked = 0;
    row_expect_number(&expected->row, "kind", got.kind, expected->kind);
    for (int i = 0; i < 2; i++) {
        const struct fuseau_local_type *type = fuseau_zone_at(zone, got.seconds[i]);
        struct fuseau_date date;
        struct fuseau_time time;
        char clock[16];
        fuseau_civil_from_seconds(got.seconds[i] + type->offset_seconds, &date, &time);
        snprintf(clock, sizeof clock, "%02u:%02u %s", time.hour, time.minute, type->designation);
        row_expect_number(&expected->row, "seconds", got.seconds[i], expected->seconds[i]);
        assert_string_equal(got.types[i]->designation, expected->types[i]);
        assert_string_equal(clock, expected->clocks[i]);
    }
    row_expect(&expected->row, fuseau_resolution_pick(&got, FUSEAU_PREFER_COMPATIBLE, &picked),
               FUSEAU_OK, 0);
    row_expect_number(&expected->row, "compatible", picked, expected->compatible);
    row_expect(&expected->row,
               fuseau_zone_instant(zone, fuseau_civil_to_seconds(expected->date, expected->time),
                                   FUSEAU_PREFER_COMPATIBLE, &picked),
               FUSEAU_OK, 0);
    row_expect_number(&expected->row, "the instant alone", picked, expected->compatible);
    fuseau_zone_release(zone);
}

struct pick {
    struct row row;
    enum fuseau_local_kind kind;
    enum fuseau_prefer prefer;
    enum fuseau_error error;
    int64_t seconds;
};

static const struct pick picks[] = {
    {{"unique, compatible", TEXT("")}, FUSEAU_LOCAL_UNIQUE, FUSEAU_PREFER_COMPATIBLE, FUSEAU_OK, 1},
    {{"unique, or refuse", TEXT("")}, FUSEAU_LOCAL_UNIQUE, FUSEAU_PREFER_REFUSE, FUSEAU_OK, 1},
    {{"gap, compatible", TEXT("")}, FUSEAU_LOCAL_GAP, FUSEAU_PREFER_COMPATIBLE, FUSEAU_OK, 2},
    {{"gap, earlier", TEXT("")}, FUSEAU_LOCAL_GAP, FUSEAU_PREFER_EARLIER, FUSEAU_OK, 1},
    {{"gap, later", TEXT("")}, FUSEAU_LOCAL_GAP, FUSEAU_PREFER_LATER, FUSEAU_OK, 2},
    {{"gap, or refuse", TEXT("")}, FUSEAU_LOCAL_GAP, FUSEAU_PREFER_REFUSE, FUSEAU_ERR_GAP, 9},
    {{"fold, compatible", TEXT("")}, FUSEAU_LOCAL_FOLD, FUSEAU_PREFER_COMPATIBLE, FUSEAU_OK, 1},
    {{"fold, earlier", TEXT("")}, FUSEAU_LOCAL_FOLD, FUSEAU_PREFER_EARLIER, FUSEAU_OK, 1},
    {{"fold, later", TEXT("")}, FUSEAU_LOCAL_FOLD, FUSEAU_PREFER_LATER, FUSEAU_OK, 2},
    {{"fold, or refuse", TEXT("")}, FUSEAU_LOCAL_FOLD, FUSEAU_PREFER_REFUSE, FUSEAU_ERR_FOLD, 9},
};

static void check_picks(void **state)
{
    const struct pick *expected = *state;
    bool unique = expected->kind == FUSEAU_LOCAL_UNIQUE;
    struct fuseau_resolution resolution = {expected->kind, {1, unique ? 1 : 2}, {NULL, NULL}};
    int64_t seconds = 9;
    struct fuseau_result result = fuseau_resolution_pick(&resolution, expected->prefer, &seconds);
    row_expect(&expected->row, result, expected->error, 0);
    row_expect_number(&expected->row, "seconds", seconds, expected->seconds);
}

/* The same of New York: noon of 2024-07-11, 02:30 of 2024-03-10, 01:30 of 2024-11-03. */
struct instant {
    struct row row;
    int64_t local_seconds;
    enum fuseau_prefer prefer;
    enum fuseau_error error;
    int64_t seconds;
};

static const struct instant instants[] = {
    {{"unique, compatible", NEW_YORK}, 1720699200, FUSEAU_PREFER_COMPATIBLE, FUSEAU_OK, 1720713600},
    {{"unique, earlier", NEW_YORK}, 1720699200, FUSEAU_PREFER_EARLIER, FUSEAU_OK, 1720713600},
    {{"unique, later", NEW_YORK}, 1720699200, FUSEAU_PREFER_LATER, FUSEAU_OK, 1720713600},
    {{"unique, or refuse", NEW_YORK}, 1720699200, FUSEAU_PREFER_REFUSE, FUSEAU_OK, 1720713600},
    {{"gap, compatible", NEW_YORK}, 1710037800, FUSEAU_PREFER_COMPATIBLE, FUSEAU_OK, 1710055800},
    {{"gap, earlier", NEW_YORK}, 1710037800, FUSEAU_PREFER_EARLIER, FUSEAU_OK, 1710052200},
    {{"gap, later", NEW_YORK}, 1710037800, FUSEAU_PREFER_LATER, FUSEAU_OK, 1710055800},
    {{"gap, or refuse", NEW_YORK}, 1710037800, FUSEAU_PREFER_REFUSE, FUSEAU_ERR_GAP, 9},
    {{"fold, compatible", NEW_YORK}, 1730597400, FUSEAU_PREFER_COMPATIBLE, FUSEAU_OK, 1730611800},
    {{"fold, earlier", NEW_YORK}, 1730597400, FUSEAU_PREFER_EARLIER, FUSEAU_OK, 1730611800},
    {{"fold, later", NEW_YORK}, 1730597400, FUSEAU_PREFER_LATER, FUSEAU_OK, 1730615400},
    {{"fold, or refuse", NEW_YORK}, 1730597400, FUSEAU_PREFER_REFUSE, FUSEAU_ERR_FOLD, 9},
    {{"the first local time", NEW_YORK},
     INT64_MIN,
     FUSEAU_PREFER_COMPATIBLE,
     FUSEAU_OK,
     INT64_MIN + 18000},
    {{"the last, whose instant is past the last", NEW_YORK},
     INT64_MAX,
     FUSEAU_PREFER_COMPATIBLE,
     FUSEAU_OK,
     INT64_MAX},
};

static void check_instants(void **state)
{
    const struct instant *expected = *state;
    const struct fuseau_zone *zone = zone_of(&expected->row);
    int64_t seconds = 9;
    row_expect(&expected->row,
               fuseau_zone_instant(zone, expected->local_seconds, expected->prefer, &seconds),
               expected->error, 0);
    row_expect_number(&expected->row, "seconds", seconds, expected->seconds);
    fuseau_zone_release(zone);
}

struct neighbour {
    struct row row;
    int64_t seconds;
    bool has_previous;
    int64_t previous;
    bool has_next;
    int64_t next;
};

static const struct neighbour neighbours[] = {
    {{"in summer", NEW_YORK}, 1720660440, true, 1710054000, true, 1730613600},
    {{"at a transition", NEW_YORK}, 1710054000, true, 1699164000, true, 1730613600},
    {{"just before it", NEW_YORK}, 1710053999, true, 1699164000, true, 1710054000},
    {{"just after it", NEW_YORK}, 1710054001, true, 1710054000, true, 1730613600},
    {{"over the turn of the cycle", NEW_YORK}, 0, true, -5162400, true, 5727600},
    {{"the last representable", NEW_YORK}, INT64_MAX, true, INT64_C(9223372036852322400), false, 0},
    {{"for ever has none", FOREVER}, 0, false, 0, false, 0},
    {{"never has none", NEVER}, 0, false, 0, false, 0},
    {{"fixed has none", KOLKATA}, 0, false, 0, false, 0},
};

static void check_neighbours(void **state)
{
    const struct neighbour *expected = *state;
    const struct fuseau_zone *zone = zone_of(&expected->row);
    struct fuseau_transition found = {.seconds = 0};
    assert_int_equal(fuseau_zone_next(zone, expected->seconds, &found), expected->has_next);
    row_expect_number(&expected->row, "next", found.seconds, expected->next);
    if (expected->has_next) {
        assert_ptr_equal(fuseau_zone_at(zone, found.seconds), found.after);
        assert_ptr_equal(fuseau_zone_at(zone, found.seconds - 1), found.before);
    }
    found.seconds = 0;
    assert_int_equal(fuseau_zone_previous(zone, expected->seconds, &found), expected->has_previous);
    row_expect_number(&expected->row, "previous", found.seconds, expected->previous);
    assert_int_equal(fuseau_zone_is_fixed(zone), !expected->has_next && !expected->has_previous);
    fuseau_zone_release(zone);
}

static void an_offset_is_a_zone(void **state)
{
    (void)state;
    const struct fuseau_zone *zone = NULL;
    struct fuseau_offset nepal = {20700, FUSEAU_OFFSET_NUMERIC};
    assert_int_equal(fuseau_zone_from_offset(nepal, &zone).error, FUSEAU_OK);
    assert_true(fuseau_zone_is_fixed(zone));
    assert_int_equal(fuseau_zone_at(zone, 0)->offset_seconds, 20700);
    assert_string_equal(fuseau_zone_at(zone, 0)->designation, "+05:45");
    assert_int_equal(fuseau_zone_resolve(zone, 20700).seconds[1], 0);
    fuseau_zone_release(zone);
    zone = NULL;
    struct fuseau_offset none = {1, FUSEAU_OFFSET_NUMERIC};
    assert_int_equal(fuseau_zone_from_offset(none, &zone).error, FUSEAU_ERR_RANGE);
    assert_null(zone);
}

static void a_rule_out_of_range_is_no_zone(void **state)
{
    (void)state;
    const struct fuseau_zone *zone = NULL;
    struct fuseau_posixtz rule = {.standard = {"AAA", 100000}};
    assert_int_equal(fuseau_zone_from_posixtz(&rule, &zone).error, FUSEAU_ERR_RANGE);
    assert_null(zone);
}

static void the_last_release_frees(void **state)
{
    (void)state;
    const struct row row = {"", KOLKATA};
    const struct fuseau_zone *zone = zone_of(&row);
    assert_ptr_equal(fuseau_zone_retain(zone), zone);
    fuseau_zone_release(zone);
    assert_int_equal(fuseau_zone_at(zone, 0)->offset_seconds, 19800); /* it is still there */
    assert_true(fuseau_zone_memory(zone) > 0);
    assert_int_equal(fuseau_zone_tolerated(zone), 0);
    fuseau_zone_release(zone);
    fuseau_zone_release(NULL);
}

static const struct CMUnitTest others[] = {
    cmocka_unit_test(an_offset_is_a_zone),
    cmocka_unit_test(a_rule_out_of_range_is_no_zone),
    cmocka_unit_test(the_last_release_frees),
};

int main(void)
{
    const struct table tables[] = {
        TABLE(at_instant, check_at_instant), TABLE(at_odds, check_at_odds),
        TABLE(local, check_local),           TABLE(shown, check_shown),
        TABLE(picks, check_picks),           TABLE(instants, check_instants),
        TABLE(neighbours, check_neighbours),
    };
    int failed = tables_run("zone", tables, sizeof tables / sizeof tables[0]);
    return failed + cmocka_run_group_tests_name("zone, made", others, NULL, NULL);
}
