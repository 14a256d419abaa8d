/* tzdb_cache_test.c -- what the cache of a database keeps, and what it lets go of */
/* SPDX-License-Identifier: MIT */
#include "table.h"

#include "tzdb_cache.h"

/* A thread that was slow to read brings what it found before a refresh; another was faster. */
static void an_older_answer_gives_way_to_a_newer(void **state)
{
    (void)state;
    const struct fuseau_offset utc = {0, FUSEAU_OFFSET_NUMERIC};
    const struct fuseau_zone *zone = NULL;
    assert_int_equal(fuseau_zone_from_offset(utc, &zone).error, FUSEAU_OK);
    struct tzdb_cache cache = {{NULL}};
    struct tzdb_cache_entry older = {.generation = 1, .stamp = {.inode = 1}, .zone = zone};
    struct tzdb_cache_entry newer = {.generation = 2, .stamp = {.inode = 2}, .zone = zone};
    assert_true(tzdb_cache_put(&cache, "Name", &newer));
    assert_true(tzdb_cache_put(&cache, "Name", &older));
    const struct tzdb_cache_entry *kept = *tzdb_cache_place(&cache, "Name");
    assert_true(kept && kept->stamp.inode == 2);
    tzdb_cache_drop(&cache, "Name", 1);
    assert_non_null(*tzdb_cache_place(&cache, "Name"));
    tzdb_cache_drop(&cache, "Name", 2);
    assert_null(*tzdb_cache_place(&cache, "Name"));
    fuseau_zone_release(zone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(an_older_answer_gives_way_to_a_newer)};
    return cmocka_run_group_tests_name("tzdb_cache", tests, NULL, NULL);
}
