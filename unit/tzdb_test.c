/* tzdb_test.c -- opening, links, versions, sources, and what the cache keeps */
/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700

#include "zonedir.h"

#include <malloc.h>

#include "fuseau.h"

/* Bytes on the heap. Under a sanitizer the C library's own count knows nothing. */
extern size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));

static size_t heap(void)
{
    return __sanitizer_get_current_allocated_bytes != NULL
               ? __sanitizer_get_current_allocated_bytes()
               : mallinfo2().uordblks;
}

static void expect_source(const char *path, enum fuseau_error error, const char *source)
{
    struct fuseau_tzdb *db = NULL;
    struct fuseau_result result = fuseau_tzdb_open(path, &db);
    row_expect(&(struct row){"", path ? path : "", path ? strlen(path) : 0}, result, error, 0);
    if (error == FUSEAU_OK) {
        assert_string_equal(fuseau_tzdb_source(db), source);
    }
    fuseau_tzdb_close(db);
}

static void a_directory_is_opened_by_its_path(void **state)
{
    struct zonedir *dir = *state;
    zonedir_write_zone(dir, "file", 'A');
    expect_source(dir->zones, FUSEAU_OK, dir->zones);
    expect_source(zonedir_path(dir, "nothing"), FUSEAU_ERR_NOT_FOUND, NULL);
    expect_source(zonedir_path(dir, "file"), FUSEAU_ERR_NOT_FOUND, NULL);
    expect_source("", FUSEAU_ERR_NOT_FOUND, NULL);
}

/* TZDIR goes before the system's; if it is wrong, that is not passed over in silence. */
static void the_environment_names_a_directory(void **state)
{
    struct zonedir *dir = *state;
    assert_int_equal(setenv("TZDIR", dir->zones, 1), 0);
    expect_source(NULL, FUSEAU_OK, dir->zones);
    assert_int_equal(setenv("TZDIR", zonedir_path(dir, "nothing"), 1), 0);
    expect_source(NULL, FUSEAU_ERR_NOT_FOUND, NULL);
    assert_int_equal(setenv("TZDIR", "", 1), 0);
    expect_source(NULL, FUSEAU_OK, "/usr/share/zoneinfo");
    assert_int_equal(unsetenv("TZDIR"), 0);
    expect_source(NULL, FUSEAU_OK, "/usr/share/zoneinfo");
}

/* A directory that is named from where the program stands stays the same when it goes elsewhere. */
static void a_relative_path_is_made_absolute(void **state)
{
    struct zonedir *dir = *state;
    struct fuseau_tzdb *db = NULL;
    const struct fuseau_zone *zone = NULL;
    zonedir_write_zone(dir, "Name", 'A');
    assert_int_equal(chdir(dir->base), 0);
    assert_int_equal(fuseau_tzdb_open("zones", &db).error, FUSEAU_OK);
    assert_int_equal(chdir("/"), 0);
    assert_string_equal(fuseau_tzdb_source(db), dir->zones);
    assert_int_equal(fuseau_tzdb_zone(db, "Name", 4, FUSEAU_TZDB_EXACT_CASE, &zone).error,
                     FUSEAU_OK);
    fuseau_zone_release(zone);
    fuseau_tzdb_close(db);
}

static void the_default_is_one(void **state)
{
    (void)state;
    struct fuseau_tzdb *db = fuseau_tzdb_default();
    assert_non_null(db);
    assert_ptr_equal(fuseau_tzdb_default(), db);
    assert_string_equal(fuseau_tzdb_source(db), "/usr/share/zoneinfo");
}

/* Daemons close all files that they did not open. */
static void no_file_stays_open(void **state)
{
    struct zonedir *dir = *state;
    int before = open("/", O_RDONLY | O_CLOEXEC);
    close(before);
    zonedir_write_zone(dir, "Name", 'A');
    zonedir_link(dir, "Out", "../outside");
    zonedir_link(dir, "Link", "Name");
    zonedir_expect(dir, "Link", 'A');
    zonedir_refuse(dir, "Out", 3, FUSEAU_ERR_NOT_FOUND, 3);
    zonedir_mkdir(dir, "Area");
    zonedir_refuse(dir, "Area", 4, FUSEAU_ERR_FILE_KIND, 4);
    zonedir_refuse(dir, "No", 2, FUSEAU_ERR_NOT_FOUND, 2);
    char text[4];
    assert_int_equal(fuseau_tzdb_spell(dir->db, "name", 4, text, 4).error, FUSEAU_OK);
    int after = open("/", O_RDONLY | O_CLOEXEC);
    close(after);
    assert_int_equal(before, after);
}

static void one_zone_for_one_name(void **state)
{
    struct zonedir *dir = *state;
    zonedir_write_zone(dir, "Name", 'A');
    const struct fuseau_zone *first = zonedir_zone(dir, "Name");
    const struct fuseau_zone *second = zonedir_zone(dir, "Name");
    assert_ptr_equal(first, second);
    fuseau_zone_release(first);
    fuseau_zone_release(second);
}

static void expect_same(struct zonedir *dir, const char *left, const char *right, bool same)
{
    const struct fuseau_zone *first = zonedir_zone(dir, left);
    const struct fuseau_zone *second = zonedir_zone(dir, right);
    assert_int_equal(first == second, same);
    fuseau_zone_release(first);
    fuseau_zone_release(second);
}

static void one_zone_for_all_links(void **state)
{
    struct zonedir *dir = *state;
    char target[1024];
    zonedir_write_zone(dir, "Name", 'A');
    zonedir_write_zone(dir, "Other", 'A');
    zonedir_link(dir, "Symbolic", "Name");
    memcpy(target, zonedir_path(dir, "Name"), sizeof target);
    assert_int_equal(link(target, zonedir_path(dir, "Hard")), 0);
    expect_same(dir, "Symbolic", "Name", true);
    expect_same(dir, "Name", "Hard", true);
    expect_same(dir, "Name", "Other", false);
}

static void the_system_has_links(void **state)
{
    struct zonedir *dir = *state;
    fuseau_tzdb_close(dir->db);
    assert_int_equal(fuseau_tzdb_open("/usr/share/zoneinfo", &dir->db).error, FUSEAU_OK);
    expect_same(dir, "US/Eastern", "America/New_York", true);
    expect_same(dir, "UTC", "Etc/UCT", true);
    expect_same(dir, "Europe/Paris", "Europe/London", false);
    zonedir_refuse(dir, "Europe", 6, FUSEAU_ERR_FILE_KIND, 6);
}

struct version {
    struct row row; /* the text of `file` */
    const char *file;
    const char *expected;
};

static const struct version versions[] = {
    {{"tzdata.zi", TEXT("# version 2025b\nR A 19 o\n")}, "tzdata.zi", "2025b"},
    {{"its first line alone", TEXT("# version 2025b-1-g2f")}, "tzdata.zi", "2025b-1-g2f"},
    {{"+VERSION", TEXT("2024a\n")}, "+VERSION", "2024a"},
    {{"version", TEXT("2023c\n")}, "version", "2023c"},
    {{"version, with a CR", TEXT("2023c\r\n")}, "version", "2023c"},
    {{"31 bytes", TEXT("1234567890123456789012345678901\n")},
     "version",
     "1234567890123456789012345678901"},
    {{"32 bytes", TEXT("12345678901234567890123456789012\n")}, "version", "unknown"},
    {{"another first line", TEXT("# This file\n# version 2025b\n")}, "tzdata.zi", "unknown"},
    {{"an empty file", TEXT("")}, "version", "unknown"},
    {{"NUL", TEXT("\0"
                  "2025b")},
     "version",
     "unknown"},
    {{"an escape sequence", TEXT("2025b\x1b[2J\n")}, "version", "unknown"},
    {{"a quotation mark", TEXT("2025b\";\n")}, "version", "unknown"},
    {{"a file of another name", TEXT("2025b\n")}, "Version.txt", "unknown"},
};

static void check_version(void **state)
{
    const struct version *expected = *state;
    char version[FUSEAU_TZDB_VERSION_MAX_SIZE + 1];
    void *made = NULL;
    assert_int_equal(zonedir_make(&made), 0);
    struct zonedir *dir = made;
    zonedir_write(dir, expected->file, expected->row.text, expected->row.size);
    fuseau_tzdb_version(dir->db, version);
    assert_int_equal(zonedir_remove(&made), 0);
    assert_string_equal(version, expected->expected);
}

/* As much as before, but for how the C library cuts its blocks; a zone alone takes more. */
static void expect_heap(size_t before)
{
    size_t after = heap();
    if (after > before + 2048) {
        fail_msg("%zu bytes more are on the heap", after - before);
    }
}

/* ClickHouse#119634: a cache that also keeps what was not found grows as long as somebody asks. */
static void what_is_not_found_takes_no_memory(void **state)
{
    struct zonedir *dir = *state;
    char name[16];
    const struct fuseau_zone *zone = NULL;
    size_t before = 0;
    zonedir_write_zone(dir, "Name", 'A');
    for (int i = 0; i < 20000; i++) {
        size_t size = (size_t)snprintf(name, sizeof name, "No_%d", i);
        struct fuseau_result result =
            fuseau_tzdb_zone(dir->db, name, size, FUSEAU_TZDB_ANY_CASE, &zone);
        assert_int_equal(result.error, FUSEAU_ERR_NOT_FOUND);
        before = i == 0 ? heap() : before; /* after the first, which made the list of names */
    }
    expect_heap(before);
}

/* Refreshing for ever keeps as much as once. */
static void refreshing_takes_no_memory(void **state)
{
    struct zonedir *dir = *state;
    size_t before = 0;
    zonedir_write_zone(dir, "Name", 'A');
    for (int i = 0; i < 100; i++) {
        zonedir_write_zone(dir, "Name", (char)('A' + i % 2));
        fuseau_tzdb_refresh(dir->db);
        zonedir_expect(dir, "Name", (char)('A' + i % 2));
        before = i == 0 ? heap() : before;
    }
    expect_heap(before);
}

static void what_is_gone_takes_no_memory(void **state)
{
    struct zonedir *dir = *state;
    char name[16];
    size_t before = 0;
    for (int i = 0; i < 100; i++) {
        size_t size = (size_t)snprintf(name, sizeof name, "Name_%d", i);
        zonedir_write_zone(dir, name, 'A');
        zonedir_expect(dir, name, 'A');
        assert_int_equal(unlink(zonedir_path(dir, name)), 0);
        fuseau_tzdb_refresh(dir->db);
        zonedir_refuse(dir, name, size, FUSEAU_ERR_NOT_FOUND, size);
        before = i == 0 ? heap() : before;
    }
    expect_heap(before);
}

/* Nothing crashes where a database could not be opened: it is an error, or nothing is there. */
static void no_database_is_no_crash(void **state)
{
    (void)state;
    const struct fuseau_zone *zone = NULL;
    struct fuseau_tzdb_nearest_names nearest = {.count = 1};
    char text[16] = "untouched", version[FUSEAU_TZDB_VERSION_MAX_SIZE + 1];
    for (int letter_case = FUSEAU_TZDB_EXACT_CASE; letter_case <= FUSEAU_TZDB_ANY_CASE;
         letter_case++) {
        struct fuseau_result result =
            fuseau_tzdb_zone(NULL, "UTC", 3, (enum fuseau_tzdb_case)letter_case, &zone);
        row_expect(&(struct row){"", "UTC", 3}, result, FUSEAU_ERR_NO_DATABASE, 0);
        assert_null(zone);
    }
    struct fuseau_result result = fuseau_tzdb_spell(NULL, "utc", 3, text, sizeof text);
    row_expect(&(struct row){"", "utc", 3}, result, FUSEAU_ERR_NO_DATABASE, 0);
    assert_string_equal(text, "untouched");
    fuseau_tzdb_refresh(NULL);
    fuseau_tzdb_version(NULL, version);
    assert_string_equal(version, "unknown");
    assert_string_equal(fuseau_tzdb_source(NULL), "");
    assert_int_equal(fuseau_tzdb_each(NULL, NULL, NULL), FUSEAU_TZDB_EACH_INCOMPLETE);
    fuseau_tzdb_nearest(NULL, "UTC", 3, &nearest);
    assert_int_equal(nearest.count, 0);
    fuseau_tzdb_close(NULL);
}

/* Where a zone was read lives as long as the zone. */
static void a_zone_says_its_source(void **state)
{
    struct zonedir *dir = *state;
    const struct fuseau_zone *made = NULL;
    zonedir_write_zone(dir, "Name", 'A');
    const struct fuseau_zone *zone = zonedir_zone(dir, "Name");
    fuseau_tzdb_close(dir->db);
    dir->db = NULL;
    assert_string_equal(fuseau_zone_source(zone), dir->zones);
    fuseau_zone_release(zone);
    assert_int_equal(fuseau_zone_from_offset((struct fuseau_offset){0}, &made).error, FUSEAU_OK);
    assert_string_equal(fuseau_zone_source(made), "");
    fuseau_zone_release(made);
}

/* A directory is named with slashes behind it, as people do; links in it may name it too. */
static void a_directory_with_slashes_behind_it(void **state)
{
    struct zonedir *dir = *state;
    char target[160];
    zonedir_write_zone(dir, "There", 'A');
    snprintf(target, sizeof target, "%s/There", dir->zones);
    zonedir_link(dir, "Name", target);
    for (const char *slashes = "//"; *slashes != '\0'; slashes++) {
        snprintf(target, sizeof target, "%s%s", dir->zones, slashes);
        assert_int_equal(setenv("TZDIR", target, 1), 0);
        fuseau_tzdb_close(dir->db);
        assert_int_equal(fuseau_tzdb_open(NULL, &dir->db).error, FUSEAU_OK);
        assert_string_equal(fuseau_tzdb_source(dir->db), dir->zones);
        zonedir_expect(dir, "Name", 'A');
    }
    assert_int_equal(unsetenv("TZDIR"), 0);
    expect_source("//", FUSEAU_OK, "/");
}

/* The four things that the comment in fuseau.h shows. */
static void what_fuseau_h_shows(void **state)
{
    (void)state;
    struct fuseau_rfc3339 read;
    struct fuseau_result result = fuseau_rfc3339_parse("2024-07-11T01:14:00Z", 20, NULL, &read);
    assert_int_equal(result.error, FUSEAU_OK);
    assert_int_equal(read.instant.seconds, 1720660440);
    const struct fuseau_zone *zone;
    result = fuseau_tzdb_zone(fuseau_tzdb_default(), "America/New_York", 16, FUSEAU_TZDB_EXACT_CASE,
                              &zone);
    assert_int_equal(result.error, FUSEAU_OK);
    const struct fuseau_local_type *type = fuseau_zone_at(zone, read.instant.seconds);
    assert_int_equal(type->offset_seconds, -14400);
    assert_true(type->dst);
    assert_string_equal(type->designation, "EDT");
    struct fuseau_date date = {2024, 11, 3};
    struct fuseau_time time = {1, 30, 0, 0};
    struct fuseau_resolution times = fuseau_zone_resolve(zone, fuseau_civil_to_seconds(date, time));
    int64_t seconds;
    result = fuseau_resolution_pick(&times, FUSEAU_PREFER_COMPATIBLE, &seconds);
    assert_int_equal(result.error, FUSEAU_OK);
    assert_int_equal(seconds, 1730611800);
    fuseau_zone_release(zone);
    struct fuseau_tzdb_local_zone here;
    struct fuseau_zoned shown;
    char text[FUSEAU_ZONED_MAX_SIZE];
    assert_int_equal(setenv("TZ", "Europe/Paris", 1), 0);
    result = fuseau_tzdb_local(fuseau_tzdb_default(), &here);
    assert_int_equal(result.error, FUSEAU_OK);
    result = fuseau_zoned_from_instant(here.zone, read.instant, &shown);
    assert_int_equal(result.error, FUSEAU_OK);
    result = fuseau_zoned_format(&shown, NULL, 0, FUSEAU_FRACTION_TRUNCATE + 3, text, sizeof text);
    assert_int_equal(result.error, FUSEAU_OK);
    assert_int_equal(result.at, 29);
    assert_memory_equal(text, "2024-07-11T03:14:00.000+02:00", 29);
    assert_int_equal(unsetenv("TZ"), 0);
    fuseau_zone_release(here.zone);
}

int main(void)
{
    unsetenv("TZDIR");
    const struct table tables[] = {TABLE(versions, check_version)};
    const struct CMUnitTest tests[] = {
        ZONEDIR_TEST(a_directory_is_opened_by_its_path),
        ZONEDIR_TEST(the_environment_names_a_directory),
        ZONEDIR_TEST(a_relative_path_is_made_absolute),
        ZONEDIR_TEST(no_file_stays_open),
        ZONEDIR_TEST(one_zone_for_one_name),
        ZONEDIR_TEST(one_zone_for_all_links),
        ZONEDIR_TEST(the_system_has_links),
        ZONEDIR_TEST(a_zone_says_its_source),
        ZONEDIR_TEST(a_directory_with_slashes_behind_it),
        ZONEDIR_TEST(what_is_not_found_takes_no_memory),
        ZONEDIR_TEST(refreshing_takes_no_memory),
        ZONEDIR_TEST(what_is_gone_takes_no_memory),
        cmocka_unit_test(no_database_is_no_crash),
        cmocka_unit_test(the_default_is_one),
        cmocka_unit_test(what_fuseau_h_shows),
    };
    int failures = tables_run("tzdb", tables, sizeof tables / sizeof *tables);
    return failures + cmocka_run_group_tests_name("tzdb", tests, NULL, NULL);
}
