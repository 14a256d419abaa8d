/* tzdb_threads_test.c -- eight threads open, refresh and query at once, and TSan looks on */
/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700

#include "zonedir.h"

#include <pthread.h>
#include <stdatomic.h>

enum { THREADS = 8, ZONES = 4, SECONDS = 3 };

/* "Name0" to "Name3" are files that one thread replaces, "Link0" to "Link3" links to them. */
struct scene {
    struct zonedir *dir;
    struct fuseau_tzdb *system;
    atomic_bool stop;
    atomic_uint next_thread;
    atomic_ulong queries, refreshes, replacements;
};

/* A thread's own numbers: no two ask for the same things in the same order. */
static unsigned random_below(unsigned *seed, unsigned limit)
{
    *seed = *seed * 1664525 + 1013904223;
    return (*seed >> 16) % limit;
}

/* Asks for a zone in the scratch directory: any whole version of it will do. */
static const char *query_changing(struct scene *scene, unsigned *seed)
{
    static const char *const kinds[] = {"Name", "Link", "name", "LINK"};
    char name[8];
    unsigned kind = random_below(seed, 4);
    const struct fuseau_zone *zone = NULL;
    int size = snprintf(name, sizeof name, "%s%u", kinds[kind], random_below(seed, ZONES));
    struct fuseau_result result =
        fuseau_tzdb_zone(scene->dir->db, name, (size_t)size,
                         kind < 2 ? FUSEAU_TZDB_EXACT_CASE : FUSEAU_TZDB_ANY_CASE, &zone);
    if (result.error != FUSEAU_OK) {
        return fuseau_error_name(result.error);
    }
    char letter = zone_letter(zone);
    fuseau_zone_release(zone);
    return letter == 'A' || letter == 'B' ? NULL : "a mixture";
}

/* Asks the system's zones something whose answer is known, and which retains and releases much. */
static const char *query_system(struct scene *scene, unsigned *seed)
{
    static const struct {
        const char *name;
        int32_t offset_seconds; /* at 2024-07-11T01:14:00Z */
    } known[] = {{"America/New_York", -14400},
                 {"US/Eastern", -14400},
                 {"Asia/Kolkata", 19800},
                 {"Europe/Paris", 7200},
                 {"UTC", 0},
                 {"Asia/Kathmandu", 20700}};
    unsigned which = random_below(seed, sizeof known / sizeof *known);
    const struct fuseau_zone *zone = NULL;
    struct fuseau_result result = fuseau_tzdb_zone(
        scene->system, known[which].name, strlen(known[which].name), FUSEAU_TZDB_EXACT_CASE, &zone);
    if (result.error != FUSEAU_OK) {
        return fuseau_error_name(result.error);
    }
    int32_t offset = fuseau_zone_at(zone, 1720660440)->offset_seconds;
    fuseau_zone_release(zone);
    return offset == known[which].offset_seconds ? NULL : "a wrong offset";
}

static int count_name(const char *name, void *context)
{
    (void)name;
    ++*(unsigned *)context;
    return 0;
}

/* Lists, names the version, and refreshes. */
static const char *query_all(struct scene *scene)
{
    unsigned names = 0;
    char version[FUSEAU_TZDB_VERSION_MAX_SIZE + 1];
    fuseau_tzdb_each(scene->dir->db, count_name, &names);
    fuseau_tzdb_version(scene->dir->db, version);
    fuseau_tzdb_refresh(scene->dir->db);
    fuseau_tzdb_refresh(scene->system);
    atomic_fetch_add(&scene->refreshes, 1);
    if (names < 2 * ZONES || names > 2 * ZONES + 1) { /* one is new and not yet in its place */
        return "the wrong number of names";
    }
    return strcmp(version, "2025b") == 0 ? NULL : "a wrong version";
}

/* Puts another file in the place of one, as package managers do. */
static const char *replace(struct scene *scene, unsigned *seed)
{
    char from[128], to[128], bytes[ZONEFILE_LEAST_SIZE];
    struct timespec times[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000}};
    snprintf(from, sizeof from, "%s/new", scene->dir->zones);
    snprintf(to, sizeof to, "%s/Name%u", scene->dir->zones, random_below(seed, ZONES));
    zonefile_fill(bytes, (char)('A' + random_below(seed, 2)), 0);
    int file = open(from, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    bool done = file >= 0 && write(file, bytes, sizeof bytes) == sizeof bytes &&
                futimens(file, times) == 0 && close(file) == 0 && rename(from, to) == 0;
    atomic_fetch_add(&scene->replacements, 1);
    return done ? NULL : "a file could not be replaced";
}

/* NULL, or what went wrong. */
static void *act(void *context)
{
    struct scene *scene = context;
    unsigned index = atomic_fetch_add(&scene->next_thread, 1), seed = index * 7919 + 1;
    const char *failed = NULL;
    while (!failed && !atomic_load(&scene->stop)) {
        if (index == 0) {
            failed = replace(scene, &seed);
        } else if (random_below(&seed, 50) == 0) {
            failed = query_all(scene);
        } else {
            failed = random_below(&seed, 2) == 0 ? query_changing(scene, &seed)
                                                 : query_system(scene, &seed);
        }
        atomic_fetch_add(&scene->queries, index > 0);
    }
    return (void *)(uintptr_t)failed;
}

static void prepare(struct scene *scene)
{
    for (unsigned i = 0; i < ZONES; i++) {
        char name[8], link[8];
        snprintf(name, sizeof name, "Name%u", i % 10);
        snprintf(link, sizeof link, "Link%u", i % 10);
        zonedir_write_zone(scene->dir, name, 'A');
        zonedir_link(scene->dir, link, name);
    }
    zonedir_write(scene->dir, "version", "2025b\n", 6);
    assert_int_equal(fuseau_tzdb_open(NULL, &scene->system).error, FUSEAU_OK);
}

static void threads_ask_while_files_change(void **state)
{
    struct scene scene = {.dir = *state};
    pthread_t threads[THREADS];
    prepare(&scene);
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, act, &scene), 0);
    }
    nanosleep(&(struct timespec){.tv_sec = SECONDS}, NULL);
    atomic_store(&scene.stop, true);
    for (int i = 0; i < THREADS; i++) {
        void *failed = NULL;
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        if (failed != NULL) {
            fail_msg("thread %d: %s", i, (const char *)failed);
        }
    }
    printf("%d threads: %lu queries, %lu refreshes, %lu files replaced\n", THREADS, scene.queries,
           scene.refreshes, scene.replacements);
    assert_true(scene.queries > 0 && scene.refreshes > 0 && scene.replacements > 0);
    fuseau_tzdb_close(scene.system);
}

/* Whoever comes first opens it. */
static void *open_default(void *unused)
{
    (void)unused;
    return fuseau_tzdb_default();
}

static void threads_share_the_default(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, open_default, NULL), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        void *db = NULL;
        assert_int_equal(pthread_join(threads[i], &db), 0);
        assert_non_null(db);
        assert_ptr_equal(db, fuseau_tzdb_default());
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ZONEDIR_TEST(threads_ask_while_files_change),
        cmocka_unit_test(threads_share_the_default),
    };
    return cmocka_run_group_tests_name("tzdb_threads", tests, NULL, NULL);
}
