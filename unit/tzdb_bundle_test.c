/* tzdb_bundle_test.c -- the built-in copy says what the files say that it was made from */
/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700

#include "table.h"

#include "tzdb.h"
#include "tzdb_bundle.h"

/* A million and more questions: until 2500, to which it is 16,725,225,600 s. */
static const int64_t until = INT64_C(16725225600);

struct pair {
    struct fuseau_tzdb *directory;
    struct fuseau_tzdb *bundled;
    unsigned zones, links, transitions;
};

static int pair_open(void **state)
{
    struct pair *pair = calloc(1, sizeof *pair);
    *state = pair;
    return pair && fuseau_tzdb_open(FUSEAU_TZDATA_DIR, &pair->directory).error == FUSEAU_OK &&
                   fuseau_tzdb_open_bundled(&pair->bundled).error == FUSEAU_OK
               ? 0
               : -1;
}

static int pair_close(void **state)
{
    struct pair *pair = *state;
    fuseau_tzdb_close(pair->directory);
    fuseau_tzdb_close(pair->bundled);
    free(pair);
    return 0;
}

static const struct fuseau_zone *zone_of(struct fuseau_tzdb *db, const char *name)
{
    const struct fuseau_zone *zone = NULL;
    struct fuseau_result result =
        fuseau_tzdb_zone(db, name, strlen(name), FUSEAU_TZDB_EXACT_CASE, &zone);
    row_expect(&(struct row){"", name, strlen(name)}, result, FUSEAU_OK, strlen(name));
    return zone;
}

/* The two zones agree at this instant. */
static void expect_same(const char *name, const struct fuseau_zone *left,
                        const struct fuseau_zone *right, int64_t seconds)
{
    const struct fuseau_local_type *one = fuseau_zone_at(left, seconds);
    const struct fuseau_local_type *other = fuseau_zone_at(right, seconds);
    if (one->offset_seconds != other->offset_seconds || one->dst != other->dst ||
        strcmp(one->designation, other->designation) != 0) {
        fail_msg("%s at %lld: %d %s in the directory, %d %s built in", name, (long long)seconds,
                 (int)one->offset_seconds, one->designation, (int)other->offset_seconds,
                 other->designation);
    }
}

/* They agree on when it changes, and on what it is before and after. Returns how often. */
static unsigned compare(const char *name, const struct fuseau_zone *left,
                        const struct fuseau_zone *right)
{
    struct fuseau_transition one = {.seconds = INT64_MIN}, other;
    unsigned transitions = 0;
    expect_same(name, left, right, INT64_MIN);
    expect_same(name, left, right, INT64_MAX);
    while (fuseau_zone_next(left, one.seconds, &one) && one.seconds < until) {
        assert_true(fuseau_zone_next(right, transitions ? other.seconds : INT64_MIN, &other));
        assert_int_equal(one.seconds, other.seconds);
        expect_same(name, left, right, one.seconds - 1);
        expect_same(name, left, right, one.seconds);
        transitions++;
    }
    assert_int_equal(fuseau_zone_is_fixed(left), fuseau_zone_is_fixed(right));
    return transitions;
}

static int compare_name(const char *name, void *context)
{
    struct pair *pair = context;
    const struct fuseau_zone *left = zone_of(pair->directory, name);
    const struct fuseau_zone *right = zone_of(pair->bundled, name);
    pair->transitions += compare(name, left, right);
    pair->zones++;
    fuseau_zone_release(left);
    fuseau_zone_release(right);
    return 0;
}

static void every_zone_is_the_directorys(void **state)
{
    struct pair *pair = *state;
    char left[FUSEAU_TZDB_VERSION_MAX_SIZE + 1], right[FUSEAU_TZDB_VERSION_MAX_SIZE + 1];
    fuseau_tzdb_version(pair->directory, left);
    fuseau_tzdb_version(pair->bundled, right);
    assert_string_equal(left, right);
    assert_int_equal(fuseau_tzdb_each(pair->directory, compare_name, pair), 0);
    printf("built-in copy of %s: %u names, %u transitions until 2500 as in the directory\n", right,
           pair->zones, pair->transitions);
    assert_int_equal(pair->zones, tzdb_bundle_count);
    assert_true(pair->zones > 300 && pair->transitions > 10000);
}

static int add_name(const char *name, void *context)
{
    char **end = context;
    size_t size = strlen(name) + 1;
    memcpy(*end, name, size);
    *end += size;
    return 0;
}

static void the_names_are_the_directorys(void **state)
{
    struct pair *pair = *state;
    char *left = calloc(2, 1 << 16), *right = left + (1 << 16);
    char *left_end = left, *right_end = right;
    assert_non_null(left);
    fuseau_tzdb_each(pair->directory, add_name, &left_end);
    fuseau_tzdb_each(pair->bundled, add_name, &right_end);
    assert_int_equal(left_end - left, right_end - right);
    assert_memory_equal(left, right, (size_t)(left_end - left));
    free(left);
}

static void links_share_a_zone(void **state)
{
    struct pair *pair = *state;
    const struct fuseau_zone *link = zone_of(pair->bundled, "US/Eastern");
    const struct fuseau_zone *zone = zone_of(pair->bundled, "America/New_York");
    assert_ptr_equal(link, zone);
    fuseau_zone_release(link);
    fuseau_zone_release(zone);
}

static void it_is_a_database_as_others(void **state)
{
    struct pair *pair = *state;
    const struct fuseau_zone *zone = NULL;
    char text[16];
    assert_string_equal(fuseau_tzdb_source(pair->bundled), "built-in");
    assert_int_equal(
        fuseau_tzdb_zone(pair->bundled, "Europe/Atlantis", 15, FUSEAU_TZDB_ANY_CASE, &zone).error,
        FUSEAU_ERR_NOT_FOUND);
    assert_int_equal(
        fuseau_tzdb_zone(pair->bundled, "europe/paris", 12, FUSEAU_TZDB_EXACT_CASE, &zone).error,
        FUSEAU_ERR_NOT_FOUND);
    assert_int_equal(fuseau_tzdb_spell(pair->bundled, "europe/PARIS", 12, text, sizeof text).error,
                     FUSEAU_OK);
    assert_memory_equal(text, "Europe/Paris", 12);
    fuseau_tzdb_refresh(pair->bundled);
    assert_int_equal(
        fuseau_tzdb_zone(pair->bundled, "europe/paris", 12, FUSEAU_TZDB_ANY_CASE, &zone).error,
        FUSEAU_OK);
    fuseau_zone_release(zone);
}

/* The last zone ends where the data does. */
static void it_is_small(void **state)
{
    (void)state;
    uint32_t last = 0;
    for (uint32_t i = 0; i < tzdb_bundle_count; i++) {
        last = tzdb_bundle_names[i].zone > last ? tzdb_bundle_names[i].zone : last;
    }
    size_t size = tzdb_bundle_zones[last].at + tzdb_bundle_zones[last].size;
    printf("built-in copy: %u names of %u zones in %zu bytes\n", tzdb_bundle_count, last + 1, size);
    assert_in_range(size, 50000, 500000);
}

#define PAIR_TEST(test) cmocka_unit_test_setup_teardown(test, pair_open, pair_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PAIR_TEST(every_zone_is_the_directorys), PAIR_TEST(the_names_are_the_directorys),
        PAIR_TEST(links_share_a_zone),           PAIR_TEST(it_is_a_database_as_others),
        cmocka_unit_test(it_is_small),
    };
    return cmocka_run_group_tests_name("tzdb_bundle", tests, NULL, NULL);
}
