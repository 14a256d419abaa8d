/* resolve_test.c -- local -> instant in every zone, as a slow search has it */
/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* NOLINT: scandir */
#include "table.h"

#include "civil.h"
#include "oracle/slow_resolve.h"
#include "zone.h"
#include "zonefiles.h"

enum {
    AROUND = 3 * 3600, /* seconds of local time before and after a transition */
    STEP = 607,        /* a prime, so that all seconds of a minute come up */
};

struct search {
    const struct fuseau_zone *zone;
    const char *name;
    struct slow_offsets offsets;
    unsigned long long asked[3]; /* by enum fuseau_local_kind */
    unsigned long long zones;
};

static void ask(struct search *search, int64_t local_seconds)
{
    struct fuseau_resolution got = fuseau_zone_resolve(search->zone, local_seconds);
    struct fuseau_resolution expected = slow_resolve(search->zone, &search->offsets, local_seconds);
    if (got.kind != expected.kind || got.seconds[0] != expected.seconds[0] ||
        got.seconds[1] != expected.seconds[1]) {
        fail_msg("%s, local %lld: kind %d, %lld and %lld; the search says kind %d, %lld and %lld",
                 search->name, (long long)local_seconds, got.kind, (long long)got.seconds[0],
                 (long long)got.seconds[1], expected.kind, (long long)expected.seconds[0],
                 (long long)expected.seconds[1]);
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(got.seconds[i] + got.types[i]->offset_seconds, local_seconds);
    }
    search->asked[got.kind]++;
}

static void ask_around(struct search *search, const struct fuseau_transition *transition)
{
    int64_t ends[] = {transition->seconds + transition->before->offset_seconds,
                      transition->seconds + transition->after->offset_seconds};
    int64_t first = (ends[0] < ends[1] ? ends[0] : ends[1]) - AROUND;
    int64_t last = (ends[0] < ends[1] ? ends[1] : ends[0]) + AROUND;
    for (int64_t local = first; local <= last; local += STEP) {
        ask(search, local);
    }
    for (int i = 0; i < 2; i++) {
        for (int64_t local = ends[i] - 1; local <= ends[i] + 1; local++) {
            ask(search, local);
        }
    }
}

static int64_t january_1(int32_t year)
{
    return fuseau_civil_to_seconds((struct fuseau_date){year, 1, 1}, (struct fuseau_time){0});
}

static void search_zone(const struct zonefile *file, void *context)
{
    struct search *search = context;
    if (strncmp(file->name, "posix/", 6) == 0 || strncmp(file->name, "right/", 6) == 0) {
        return; /* the same zones once more */
    }
    search->name = file->name;
    search->offsets.count = 0;
    assert_int_equal(fuseau_zone_from_tzif(file->bytes, file->size, &search->zone).error,
                     FUSEAU_OK);
    slow_offsets_add(&search->offsets, fuseau_zone_at(search->zone, INT64_MIN)->offset_seconds);
    struct fuseau_transition transition = {.seconds = INT64_MIN};
    while (fuseau_zone_next(search->zone, transition.seconds, &transition) &&
           transition.seconds < january_1(2101)) {
        slow_offsets_add(&search->offsets, transition.after->offset_seconds);
    }
    transition.seconds = january_1(1900);
    while (fuseau_zone_next(search->zone, transition.seconds, &transition) &&
           transition.seconds < january_1(2101)) {
        ask_around(search, &transition);
    }
    fuseau_zone_release(search->zone);
    search->zones++;
}

static void every_zone_around_every_transition(void **state)
{
    (void)state;
    struct search search = {0};
    if (zonefiles_each(ZONEFILES_SYSTEM, search_zone, &search) == 0) {
        fail_msg("there is no zone file in %s: install tzdata", ZONEFILES_SYSTEM);
    }
    printf("local times: %llu zones: %llu unique, %llu in gaps, %llu in folds as a slow search "
           "says, 0 differ\n",
           search.zones, search.asked[FUSEAU_LOCAL_UNIQUE], search.asked[FUSEAU_LOCAL_GAP],
           search.asked[FUSEAU_LOCAL_FOLD]);
    assert_true(search.asked[FUSEAU_LOCAL_GAP] > 0 && search.asked[FUSEAU_LOCAL_FOLD] > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_zone_around_every_transition)};
    return cmocka_run_group_tests_name("resolve", tests, NULL, NULL);
}
