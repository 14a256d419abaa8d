/* zone_cells_test.c -- what a zone looks up is what its transitions and its rule say one by one */
/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* NOLINT: scandir */
#include <inttypes.h>

#include "table.h"

#include "oracle/slow_resolve.h"
#include "posixtz_random.h"
#include "zone_inline.h"
#include "zonefiles.h"

enum {
    FILES_MAX = 4096,
    AT_RANDOM = 200, /* instants of each zone */
    RULES = 120,
    POISON = 77,
};

static const int64_t year_1900 = INT64_C(-2208988800);
static const int64_t year_2040 = INT64_C(2208988800);
static const int64_t year_2100 = INT64_C(4102444800);
static const int64_t year_2107 = INT64_C(4323283200);
static const int64_t year_2430 = INT64_C(14516064000);
static const int64_t year_2450 = INT64_C(15147216000);
static const int64_t beyond = INT64_C(1) << 62; /* up to it sums need no care */

struct asked {
    const char *name;
    const struct fuseau_zone *zone;
    struct slow_offsets offsets;
    uint64_t state;
    uint64_t instants, locals; /* how many have been asked about */
    uint64_t zones, in_cells, in_years;
};

/* The transitions and the rule, read plainly. */
static void ask_instant(struct asked *asked, int64_t seconds)
{
    const struct fuseau_local_type *plain = zone_type_anywhere(asked->zone, seconds);
    if (fuseau_zone_at(asked->zone, seconds) != plain ||
        fuseau_zone_offset_at(asked->zone, seconds) != plain->offset_seconds) {
        fail_msg("%s at %" PRId64 ": %d and %d, the plain reading says %d \"%s\"", asked->name,
                 seconds, (int)fuseau_zone_at(asked->zone, seconds)->offset_seconds,
                 (int)fuseau_zone_offset_at(asked->zone, seconds), (int)plain->offset_seconds,
                 plain->designation);
    }
    asked->instants++;
}

/* Each preference picks of the resolution what it says, and refuses what it refuses. */
static void ask_picked(struct asked *asked, int64_t local_seconds,
                       const struct fuseau_resolution *resolution)
{
    for (int prefer = FUSEAU_PREFER_COMPATIBLE; prefer <= FUSEAU_PREFER_REFUSE; prefer++) {
        int64_t got = POISON;
        int64_t expected = POISON;
        struct fuseau_result result =
            fuseau_zone_instant(asked->zone, local_seconds, (enum fuseau_prefer)prefer, &got);
        struct fuseau_result picked =
            fuseau_resolution_pick(resolution, (enum fuseau_prefer)prefer, &expected);
        if (got != expected || result.error != picked.error || result.at != picked.at) {
            fail_msg("%s, local %" PRId64 " with preference %d: %s, %" PRId64 "; picked: %s, "
                     "%" PRId64,
                     asked->name, local_seconds, prefer, fuseau_error_name(result.error), got,
                     fuseau_error_name(picked.error), expected);
        }
    }
}

static void ask_local(struct asked *asked, int64_t local_seconds)
{
    struct fuseau_resolution got = fuseau_zone_resolve(asked->zone, local_seconds);
    ask_picked(asked, local_seconds, &got);
    asked->locals++;
    if (local_seconds <= -beyond || local_seconds >= beyond) {
        return;
    }
    struct fuseau_resolution slow = slow_resolve(asked->zone, &asked->offsets, local_seconds);
    if (got.kind != slow.kind || got.seconds[0] != slow.seconds[0] ||
        got.seconds[1] != slow.seconds[1]) {
        fail_msg("%s, local %" PRId64 ": kind %d, %" PRId64 " and %" PRId64
                 "; the search says %d, %" PRId64 " and %" PRId64,
                 asked->name, local_seconds, got.kind, got.seconds[0], got.seconds[1], slow.kind,
                 slow.seconds[0], slow.seconds[1]);
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(got.seconds[i] + got.types[i]->offset_seconds, local_seconds);
        if (got.kind != FUSEAU_LOCAL_GAP) {
            assert_ptr_equal(got.types[i], zone_type_anywhere(asked->zone, got.seconds[i]));
        }
    }
}

static void ask(struct asked *asked, int64_t seconds)
{
    ask_instant(asked, seconds);
    ask_local(asked, seconds);
}

/* At `seconds` and beside it. */
static void ask_around(struct asked *asked, int64_t seconds)
{
    for (int64_t beside = -2; beside <= 2; beside++) {
        int64_t sum;
        if (!__builtin_add_overflow(seconds, beside, &sum)) {
            ask(asked, sum);
        }
    }
}

static void ask_change(struct asked *asked, const struct fuseau_transition *change)
{
    ask_around(asked, change->seconds);
    ask_around(asked, zone_add(change->seconds, change->before->offset_seconds));
    ask_around(asked, zone_add(change->seconds, change->after->offset_seconds));
}

static void ask_changes(struct asked *asked, int64_t from, int64_t to)
{
    struct fuseau_transition change = {.seconds = from};
    while (fuseau_zone_next(asked->zone, change.seconds, &change) && change.seconds < to) {
        ask_change(asked, &change);
    }
}

static void ask_cells(struct asked *asked, const struct zone_cells *cells)
{
    int64_t length = INT64_C(1) << cells->shift;
    for (int64_t i = -(int64_t)cells->past; i <= (int64_t)cells->size; i++) {
        ask(asked, i * length - 1);
        ask(asked, i * length);
    }
    asked->in_cells += cells->size > 0;
}

/* As far as the years go: a cycle's are the same 400 years earlier and later. */
static void ask_years(struct asked *asked)
{
    const struct zone_years *years = &asked->zone->years;
    int64_t ends[] = {years->first, asked->zone->local_first,
                      years->first + (int64_t)(years->length % (UINT64_C(1) << 40)),
                      asked->zone->local_first +
                          (int64_t)(asked->zone->local_length % (UINT64_C(1) << 40))};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        ask_around(asked, ends[i]);
    }
    asked->in_years += years->length > 0;
}

static void ask_at_random(struct asked *asked)
{
    for (int i = 0; i < AT_RANDOM; i++) {
        uint64_t drawn = next(&asked->state);
        int64_t seconds = (int64_t)drawn >> (next(&asked->state) % 60);
        ask(asked, seconds);
        ask(asked, seconds % year_2450);
    }
}

static void ask_everywhere(struct asked *asked)
{
    asked->offsets.count = 0;
    for (uint32_t i = 0; i < asked->zone->type_count; i++) {
        slow_offsets_add(&asked->offsets, asked->zone->types[i].offset_seconds);
    }
    ask_changes(asked, year_1900, year_2040);
    ask_changes(asked, year_2100, year_2107);
    ask_changes(asked, year_2430, year_2450);
    ask_cells(asked, &asked->zone->instants);
    ask_cells(asked, &asked->zone->locals);
    ask_years(asked);
    ask_around(asked, INT64_MIN);
    ask_around(asked, INT64_MAX);
    ask_around(asked, 0);
    ask_at_random(asked);
    asked->zones++;
}

/* ---- every zone of the system ---- */

struct files {
    struct asked asked;
    uint64_t seen[FILES_MAX]; /* what files hash to: most have several names */
    size_t seen_count;
    uint64_t memory;
};

/* FNV-1a: Fowler, Noll and Vo. */
static uint64_t hash(const char *bytes, size_t size)
{
    uint64_t value = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < size; i++) {
        value = (value ^ (uint8_t)bytes[i]) * UINT64_C(1099511628211);
    }
    return value;
}

static bool is_seen(struct files *files, const struct zonefile *file)
{
    uint64_t value = hash(file->bytes, file->size);
    for (size_t i = 0; i < files->seen_count; i++) {
        if (files->seen[i] == value) {
            return true;
        }
    }
    assert_true(files->seen_count < FILES_MAX);
    files->seen[files->seen_count++] = value;
    return false;
}

static void ask_file(const struct zonefile *file, void *context)
{
    struct files *files = context;
    if (strncmp(file->name, "right/", 6) == 0 || is_seen(files, file)) {
        return; /* the same zones once more */
    }
    files->asked.name = file->name;
    assert_int_equal(fuseau_zone_from_tzif(file->bytes, file->size, &files->asked.zone).error,
                     FUSEAU_OK);
    files->memory += fuseau_zone_memory(files->asked.zone);
    ask_everywhere(&files->asked);
    fuseau_zone_release(files->asked.zone);
}

static void every_zone_answers_alike(void **state)
{
    (void)state;
    static struct files files;
    if (zonefiles_each(ZONEFILES_SYSTEM, ask_file, &files) == 0) {
        fail_msg("there is no zone file in %s: install tzdata", ZONEFILES_SYSTEM);
    }
    struct asked *asked = &files.asked;
    print_message("%" PRIu64 " zones, %" PRIu64 " tables of cells, %" PRIu64 " zones with years: "
                  "%" PRIu64 " instants and %" PRIu64 " local times, 0 differ; %" PRIu64
                  " bytes a zone\n",
                  asked->zones, asked->in_cells, asked->in_years, asked->instants, asked->locals,
                  files.memory / asked->zones);
    assert_true(asked->in_cells > asked->zones * 19 / 10 && asked->in_years > asked->zones / 2);
    assert_true(files.memory / asked->zones < 14800);
}

/* ---- rules made at random ---- */

/* Daylight saving time as the rule itself says, where the year's start and end are. */
static void ask_rule(const struct asked *asked, const struct fuseau_posixtz *rule, int64_t year)
{
    int64_t strikes[] = {fuseau_posixtz_start(rule, year), fuseau_posixtz_end(rule, year)};
    for (int i = 0; i < 6; i++) {
        int64_t seconds = strikes[i % 2] + i / 2 - 1;
        bool daylight = fuseau_posixtz_is_daylight(rule, seconds);
        if (fuseau_zone_at(asked->zone, seconds)->dst != daylight) {
            fail_msg("%s at %" PRId64 ": the rule says daylight saving time is %s", asked->name,
                     seconds, daylight ? "in force" : "over");
        }
    }
}

static void rules_answer_alike(void **state)
{
    (void)state;
    static struct asked asked;
    struct text text = {.state = UINT64_C(20380119031408)};
    uint64_t in_timelines = 0;
    for (int i = 0; i < RULES; i++) {
        struct fuseau_posixtz rule;
        make_text(&text);
        asked.name = text.bytes;
        assert_int_equal(fuseau_posixtz_parse(text.bytes, text.size, &rule).error, FUSEAU_OK);
        assert_int_equal(fuseau_zone_from_posixtz(&rule, &asked.zone).error, FUSEAU_OK);
        ask_everywhere(&asked);
        for (int64_t year = 1890; rule.has_daylight && year < 2450;
             year += year == 2050 ? 340 : 1) {
            ask_rule(&asked, &rule, year);
        }
        in_timelines += asked.zone->cycle.changes.size > 0;
        fuseau_zone_release(asked.zone);
    }
    print_message("%" PRIu64 " rules, %" PRIu64 " of them with a timeline: %" PRIu64
                  " instants and %" PRIu64 " local times, 0 differ\n",
                  asked.zones, in_timelines, asked.instants, asked.locals);
    assert_true(in_timelines > 0 && asked.in_years > in_timelines);
}

/* ---- what is of which kind ---- */

struct kind {
    struct row row;
    bool has_cells, has_local_cells, has_halves, has_years;
};

static const struct kind kinds[] = {
    {{"New York", TEXT("EST5EDT,M3.2.0,M11.1.0")}, true, true, true, true},
    {{"Sydney", TEXT("AEST-10AEDT,M10.1.0,M4.1.0/3")}, true, true, true, true},
    {{"Dublin, negative", TEXT("IST-1GMT0,M10.5.0,M3.5.0/1")}, true, true, true, true},
    {{"days without weekdays", TEXT("AAA0BBB,J100,J300")}, true, true, true, true},
    {{"times of a week", TEXT("AAA0BBB,M3.1.0/167,M10.1.0/-167")}, true, true, true, true},
    {{"no rule", TEXT("JST-9")}, true, true, false, true},
    {{"for ever", TEXT("XXX3EDT4,0/0,J365/23")}, true, true, false, true},
    {{"never", TEXT("AAA3BBB,J100/2,J100/3")}, true, true, false, true},
    {{"a season of twenty days", TEXT("AAA0BBB,J100,J120")}, true, true, true, true},
    {{"a season of a day", TEXT("AAA0BBB,J100,J101")}, false, false, false, false},
    {{"a season shorter than its gap", TEXT("AAA12BBB-12,J100/0,J100/36")},
     false,
     false,
     false,
     false},
    {{"start and end change places", TEXT("AAA0BBB,M3.2.0,J70/3")}, false, false, false, false},
};

static void check_kinds(void **state)
{
    const struct kind *expected = *state;
    struct asked asked = {.name = expected->row.text};
    struct fuseau_posixtz rule;
    row_expect(&expected->row, fuseau_posixtz_parse(expected->row.text, expected->row.size, &rule),
               FUSEAU_OK, expected->row.size);
    assert_int_equal(fuseau_zone_from_posixtz(&rule, &asked.zone).error, FUSEAU_OK);
    row_expect_number(&expected->row, "cells", asked.zone->instants.size > 0, expected->has_cells);
    row_expect_number(&expected->row, "local cells", asked.zone->locals.size > 0,
                      expected->has_local_cells);
    row_expect_number(&expected->row, "half years", asked.zone->cycle.halves != NULL,
                      expected->has_halves);
    row_expect_number(&expected->row, "years", asked.zone->years.length > 0, expected->has_years);
    ask_everywhere(&asked);
    fuseau_zone_release(asked.zone);
}

/* ---- files that nobody has ---- */

#define HEADER(transitions, types, chars)                                                          \
    "TZif3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" transitions "\0\0\0" types \
    "\0\0\0" chars

/* What comes before the transition times of a file; and an offset of 53,927 s, one of -32,473 s. */
#define BLOCKS(transitions)                                                                        \
    HEADER("\0", "\1", "\1") "\0\0\0\0\0\0\0" HEADER(transitions, "\2", "\4")
#define TYPES "\0\0\xd2\xa7\0\0\xff\xff\x81\x27\0\0LMT\0\n\n"

static const struct row made_up[] = {
    {"a fold around 1970", TEXT(BLOCKS("\1") "\0\0\0\0\0\0\0\0\1" TYPES)},
    {"a gap around 1970", TEXT(BLOCKS("\2") "\xff\xff\xff\xff\0\0\0\0\0\0\0\0\0\0\0\0\1\0" TYPES)},
    {"a fold around 2038", TEXT(BLOCKS("\1") "\0\0\0\0\x80\0\0\0\1" TYPES)},
    {"a fold around 2106", TEXT(BLOCKS("\1") "\0\0\0\1\0\0\0\0\1" TYPES)},
    {"a fold where cells may begin", TEXT(BLOCKS("\1") "\xff\xff\xff\xff\x84\0\0\0\1" TYPES)},
};

static void check_made_up(void **state)
{
    const struct row *row = *state;
    struct asked asked = {.name = row->name};
    char *copy = row_copy(row);
    row_expect(row, fuseau_zone_from_tzif(copy, row->size, &asked.zone), FUSEAU_OK, row->size);
    ask_everywhere(&asked);
    fuseau_zone_release(asked.zone);
    row_release(copy);
}

int main(void)
{
    const struct table tables[] = {TABLE(kinds, check_kinds), TABLE(made_up, check_made_up)};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_zone_answers_alike),
        cmocka_unit_test(rules_answer_alike),
    };
    int failures = cmocka_run_group_tests_name("zone cells, at large", tests, NULL, NULL);
    return failures + tables_run("zone cells", tables, sizeof tables / sizeof tables[0]);
}
