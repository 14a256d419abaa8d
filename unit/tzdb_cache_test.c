/* tzdb_cache_test.c -- what the cache of a database keeps, lets go of, and shows to other threads
 */
/* SPDX-License-Identifier: MIT */
#include "table.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "tzdb_cache.h"

static int make_cache(void **state)
{
    *state = calloc(1, sizeof(struct tzdb_cache));
    return *state ? 0 : -1;
}

static int clear_cache(void **state)
{
    tzdb_cache_clear(*state);
    free(*state);
    return 0;
}

#define CACHE_TEST(test) cmocka_unit_test_setup_teardown(test, make_cache, clear_cache)

/* A zone that is always so many minutes ahead. */
static const struct fuseau_zone *make_zone(int32_t minutes)
{
    const struct fuseau_zone *zone = NULL;
    const struct fuseau_offset offset = {60 * minutes, FUSEAU_OFFSET_NUMERIC};
    return fuseau_zone_from_offset(offset, &zone).error == FUSEAU_OK ? zone : NULL;
}

static int32_t minutes_of(const struct fuseau_zone *zone)
{
    return fuseau_zone_at(zone, 0)->offset_seconds / 60;
}

/* Lets the name stand for file number `inode`, whose zone is so many minutes ahead. */
static bool put(struct tzdb_cache *cache, const char *name, size_t generation, unsigned inode,
                int32_t minutes)
{
    const struct tzdb_stamp stamp = {.inode = inode};
    const struct fuseau_zone *zone = make_zone(minutes);
    bool kept = zone && tzdb_cache_put(cache, name, strlen(name), generation, &stamp, &zone);
    fuseau_zone_release(zone);
    return kept;
}

enum { NO_ZONE = -1 };

/* How many minutes the zone of the name is ahead, or NO_ZONE. */
static int32_t found(struct tzdb_cache *cache, const char *name, size_t size, size_t generation)
{
    const struct fuseau_zone *zone = tzdb_cache_zone(cache, name, size, generation);
    int32_t minutes = zone ? minutes_of(zone) : NO_ZONE;
    fuseau_zone_release(zone);
    return minutes;
}

/* A thread that was slow to read brings what it found before a refresh; another was faster. */
static void an_older_answer_gives_way_to_a_newer(void **state)
{
    struct tzdb_cache *cache = *state;
    assert_true(put(cache, "Name", 2, 2, 20));
    assert_true(put(cache, "Name", 1, 1, 10));
    assert_int_equal(found(cache, "Name", 4, 2), 20);
    tzdb_cache_drop(cache, "Name", 4, 1);
    assert_true(tzdb_cache_knows(cache, "Name", 4));
    tzdb_cache_drop(cache, "Name", 4, 2);
    assert_false(tzdb_cache_knows(cache, "Name", 4));
    assert_int_equal(found(cache, "Name", 4, 2), NO_ZONE);
}

/* What was found missing, and is brought by a thread that saw it before, is looked at again. */
static void an_older_answer_after_a_drop_is_old(void **state)
{
    struct tzdb_cache *cache = *state;
    assert_true(put(cache, "Name", 1, 1, 10));
    tzdb_cache_drop(cache, "Name", 4, 2);
    assert_true(put(cache, "Name", 1, 1, 10));
    assert_true(tzdb_cache_knows(cache, "Name", 4));
    assert_int_equal(found(cache, "Name", 4, 2), NO_ZONE);
    assert_true(put(cache, "Name", 2, 1, 10));
    assert_int_equal(found(cache, "Name", 4, 2), 10);
}

static void an_answer_counts_in_its_generation_alone(void **state)
{
    struct tzdb_cache *cache = *state;
    assert_true(put(cache, "Name", 2, 1, 10));
    assert_int_equal(found(cache, "Name", 4, 1), NO_ZONE);
    assert_int_equal(found(cache, "Name", 4, 2), 10);
    assert_int_equal(found(cache, "Name", 4, 3), NO_ZONE);
    assert_true(tzdb_cache_knows(cache, "Name", 4));
}

/* Names are compared by words, which overlap at the end: of each size, with each byte another. */
static void a_name_is_found_by_all_of_its_bytes(void **state)
{
    struct tzdb_cache *cache = *state;
    static const char letters[] = "Abcdefghijklmnopqrstuvwxyz_Abcdefghijklmnop";
    char name[48];
    for (size_t size = 1; size <= 40; size++) {
        memcpy(name, letters, size);
        name[size] = '\0';
        assert_true(put(cache, name, 1, (unsigned)size, (int32_t)size));
    }
    for (size_t size = 0; size <= 41; size++) {
        char *copy = malloc(size + 1); /* ends where its memory does */
        assert_non_null(copy);
        memcpy(copy + 1, letters, size);
        assert_int_equal(found(cache, copy + 1, size, 1),
                         size >= 1 && size <= 40 ? (int32_t)size : NO_ZONE);
        for (size_t at = 1; at <= size; at++) {
            copy[at] ^= 0x20;
            assert_int_equal(found(cache, copy + 1, size, 1), NO_ZONE);
            copy[at] ^= 0x20;
        }
        free(copy);
    }
    assert_int_equal(found(cache, NULL, 0, 1), NO_ZONE);
}

static void the_longest_name(void **state)
{
    struct tzdb_cache *cache = *state;
    char name[TZDB_CACHE_NAME_MOST + 2];
    memset(name, 'a', sizeof name);
    name[TZDB_CACHE_NAME_MOST] = '\0';
    assert_true(put(cache, name, 1, 1, 10));
    assert_int_equal(found(cache, name, TZDB_CACHE_NAME_MOST, 1), 10);
    name[TZDB_CACHE_NAME_MOST] = 'a';
    name[TZDB_CACHE_NAME_MOST + 1] = '\0';
    assert_int_equal(found(cache, name, TZDB_CACHE_NAME_MOST + 1, 1), NO_ZONE);
    assert_false(put(cache, name, 1, 1, 10));
}

/* Many names share a chain, and all are found. */
static void more_names_than_chains(void **state)
{
    struct tzdb_cache *cache = *state;
    enum { NAMES = 3 * TZDB_CACHE_CHAINS };
    char name[24];
    for (unsigned i = 0; i < NAMES; i++) {
        snprintf(name, sizeof name, "Area/Location_%u", i);
        assert_true(put(cache, name, 1, i % 1000 + 1, (int32_t)(i % 1000)));
    }
    for (unsigned i = 0; i < NAMES; i++) {
        snprintf(name, sizeof name, "Area/Location_%u", i);
        assert_int_equal(found(cache, name, strlen(name), 1), i % 1000);
    }
}

static void two_names_of_a_file_have_one_zone(void **state)
{
    struct tzdb_cache *cache = *state;
    const struct tzdb_stamp stamp = {.inode = 7};
    assert_true(put(cache, "Name", 1, 7, 10) && put(cache, "Link", 1, 7, 20));
    const struct fuseau_zone *zone = tzdb_cache_zone(cache, "Name", 4, 1);
    const struct fuseau_zone *link = tzdb_cache_zone(cache, "Link", 4, 1);
    const struct fuseau_zone *file = tzdb_cache_file_zone(cache, &stamp);
    assert_non_null(zone);
    assert_ptr_equal(zone, link);
    assert_ptr_equal(zone, file);
    fuseau_zone_release(zone);
    fuseau_zone_release(link);
    fuseau_zone_release(file);
    tzdb_cache_drop(cache, "Name", 4, 1);
    assert_int_equal(found(cache, "Link", 4, 1), 10);
    tzdb_cache_drop(cache, "Link", 4, 1);
    assert_null(tzdb_cache_file_zone(cache, &stamp));
}

static size_t retired(const struct tzdb_cache *cache)
{
    size_t count = 0;
    for (const struct tzdb_cache_file *file = cache->retired; file; file = file->next) {
        count++;
    }
    return count;
}

/* The record of a file is used again, but not while somebody has the zone. */
static void a_record_waits_for_the_last_owner(void **state)
{
    struct tzdb_cache *cache = *state;
    assert_true(put(cache, "Name", 1, 1, 10));
    const struct fuseau_zone *zone = tzdb_cache_zone(cache, "Name", 4, 1);
    assert_non_null(zone);
    for (unsigned i = 2; i < 100; i++) {
        assert_true(put(cache, "Name", i, i, (int32_t)i));
        assert_int_equal(retired(cache), i == 2 ? 1 : 2);
        assert_int_equal(minutes_of(zone), 10);
    }
    fuseau_zone_release(zone);
    assert_true(put(cache, "Name", 100, 100, 100) && put(cache, "Other", 100, 101, 101));
    assert_int_equal(retired(cache), 1);
}

/* All names turned away from a file while somebody read it, who then brings its zone. */
static void a_retired_record_comes_back(void **state)
{
    struct tzdb_cache *cache = *state;
    const struct tzdb_stamp stamp = {.inode = 1};
    assert_true(put(cache, "Name", 1, 1, 10));
    const struct fuseau_zone *zone = tzdb_cache_file_zone(cache, &stamp);
    const struct fuseau_zone *same = zone;
    assert_true(put(cache, "Name", 2, 2, 20));
    assert_int_equal(retired(cache), 1);
    assert_true(tzdb_cache_put(cache, "Link", 4, 2, &stamp, &same));
    assert_ptr_equal(zone, same);
    assert_int_equal(retired(cache), 0);
    fuseau_zone_release(zone);
    assert_int_equal(found(cache, "Link", 4, 2), 10);
    assert_int_equal(found(cache, "Name", 4, 2), 20);
}

static void a_zone_outlives_the_cache(void **state)
{
    struct tzdb_cache *cache = *state;
    assert_true(put(cache, "Name", 1, 1, 10));
    const struct fuseau_zone *zone = tzdb_cache_zone(cache, "Name", 4, 1);
    tzdb_cache_clear(cache);
    assert_null(tzdb_cache_zone(cache, "Name", 4, 1));
    assert_int_equal(minutes_of(zone), 10);
    fuseau_zone_release(zone);
}

/* ---- readers beside a writer ---- */

enum { READERS = 4, NAMES = 12, TURNS = 60000, LASTING = 100 };

/*
 * Of name number n the zones are 100 n minutes ahead, and up to 99 more. Some differ in their first
 * word or their last alone, so that a mixture of two is a third.
 */
static const char *const names[NAMES] = {"A/0",          "A/1",          "A/22",
                                         "Aaaaaa/b",     "Bbbbbb/aAa",   "Bbbbbb/aBb",
                                         "Aaaaaa/aAa",   "Aaaaaa/aBb",   "Aaaaaaa/Bbbbbbb/aA",
                                         "Aaaaaaa/B/aA", "Aaaaaaa/B/aB", "Aaaaaaa/Bbbbbbb/aB"};

struct scene {
    struct tzdb_cache *cache;
    pthread_mutex_t lock; /* the database's, which writers hold */
    atomic_size_t generation;
    atomic_bool stop;
    atomic_ulong answers;
};

/* Holds on to a zone now and then, so that records are retired whose zones live. */
static void *read_names(void *context)
{
    struct scene *scene = context;
    const struct fuseau_zone *held = NULL;
    const char *failed = NULL;
    for (unsigned i = 0; !failed && !atomic_load(&scene->stop); i++) {
        int32_t n = (int32_t)(i % NAMES);
        size_t generation = atomic_load(&scene->generation);
        const struct fuseau_zone *zone =
            tzdb_cache_zone(scene->cache, names[n], strlen(names[n]), generation);
        if (!zone) {
            continue;
        }
        failed = minutes_of(zone) / 100 == n ? NULL : "the zone of another name";
        atomic_fetch_add_explicit(&scene->answers, 1, memory_order_relaxed);
        if (i % 64 == 0) {
            const struct fuseau_zone *before = held;
            held = zone;
            zone = before;
        }
        fuseau_zone_release(zone);
    }
    fuseau_zone_release(held);
    return (void *)(uintptr_t)failed;
}

/* Each name stands for a file of its own, then another, then none; records go from name to name. */
static bool change_names(struct scene *scene)
{
    bool kept = true;
    for (unsigned i = 0; kept && i < TURNS; i++) {
        unsigned n = i * 5 / 2 % NAMES;
        pthread_mutex_lock(&scene->lock);
        size_t generation = atomic_load(&scene->generation);
        if (i % 3 == 0) {
            tzdb_cache_drop(scene->cache, names[n], strlen(names[n]), generation);
        } else {
            kept = put(scene->cache, names[n], generation, n << 16 | i,
                       (int32_t)(100 * n + i % LASTING));
        }
        if (i % 11 == 0) {
            atomic_fetch_add(&scene->generation, 1);
        }
        pthread_mutex_unlock(&scene->lock);
    }
    return kept;
}

static void readers_beside_a_writer(void **state)
{
    struct scene scene = {.cache = *state, .generation = 1};
    pthread_t threads[READERS];
    assert_int_equal(pthread_mutex_init(&scene.lock, NULL), 0);
    for (int i = 0; i < READERS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, read_names, &scene), 0);
    }
    bool kept = change_names(&scene);
    atomic_store(&scene.stop, true);
    for (int i = 0; i < READERS; i++) {
        void *failed = NULL;
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        if (failed != NULL) {
            fail_msg("reader %d: %s", i, (const char *)failed);
        }
    }
    pthread_mutex_destroy(&scene.lock);
    assert_true(kept);
    /* One a name, the one that is about to be, and one a reader. */
    assert_true(retired(scene.cache) <= NAMES + READERS + 1 + READERS);
    printf("%lu answers beside %d changes\n", atomic_load(&scene.answers), TURNS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CACHE_TEST(an_older_answer_gives_way_to_a_newer),
        CACHE_TEST(an_older_answer_after_a_drop_is_old),
        CACHE_TEST(an_answer_counts_in_its_generation_alone),
        CACHE_TEST(a_name_is_found_by_all_of_its_bytes),
        CACHE_TEST(the_longest_name),
        CACHE_TEST(more_names_than_chains),
        CACHE_TEST(two_names_of_a_file_have_one_zone),
        CACHE_TEST(a_record_waits_for_the_last_owner),
        CACHE_TEST(a_retired_record_comes_back),
        CACHE_TEST(a_zone_outlives_the_cache),
        CACHE_TEST(readers_beside_a_writer),
    };
    return cmocka_run_group_tests_name("tzdb_cache", tests, NULL, NULL);
}
