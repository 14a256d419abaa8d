/* tzdb_thin_test.c -- where the system's directory lacks a zone, the built-in copy has it */
/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700
#include "tzdb.c" /* NOLINT(bugprone-suspicious-include): it opens what is not the system's, too */

#include "zonedir.h"

/* Opens the directory as fuseau_tzdb_open(NULL, …) opens /usr/share/zoneinfo. */
static void open_as_systems(struct zonedir *dir)
{
    struct fuseau_tzdb *db = NULL;
    assert_int_equal(open_directory(dir->zones, true, &db).error, FUSEAU_OK);
    fuseau_tzdb_close(dir->db);
    dir->db = db;
    assert_string_equal(fuseau_tzdb_source(dir->db), dir->zones);
}

static void expect_built_in(struct zonedir *dir, const char *name, const char *designation)
{
    const struct fuseau_zone *zone = zonedir_zone(dir, name);
    assert_string_equal(fuseau_zone_source(zone), "built-in");
    assert_string_equal(fuseau_zone_at(zone, 1720660440)->designation, designation);
    fuseau_zone_release(zone);
}

static void expect_directorys(struct zonedir *dir, const char *name, char letter)
{
    const struct fuseau_zone *zone = zonedir_zone(dir, name);
    assert_string_equal(fuseau_zone_source(zone), dir->zones);
    assert_int_equal(zone_letter(zone), letter);
    fuseau_zone_release(zone);
}

/* How many names there are, and whether each comes behind the one before. */
struct count {
    unsigned names;
    char last[FUSEAU_TZDB_NAME_MAX_SIZE + 1];
};

static int count_in_order(const char *name, void *context)
{
    struct count *count = context;
    assert_true(strcmp(count->last, name) < 0);
    snprintf(count->last, sizeof count->last, "%s", name);
    count->names++;
    return 0;
}

static void expect_names(struct zonedir *dir, unsigned expected)
{
    struct count count = {0};
    assert_int_equal(fuseau_tzdb_each(dir->db, count_in_order, &count), 0);
    assert_int_equal(count.names, expected);
}

static void an_empty_directory(void **state)
{
    struct zonedir *dir = *state;
    struct fuseau_tzdb_nearest_names nearest;
    const struct fuseau_zone *zone = NULL;
    char text[16];
    open_as_systems(dir);
    expect_built_in(dir, "America/New_York", "EDT");
    expect_built_in(dir, "US/Eastern", "EDT");
    expect_names(dir, tzdb_bundle_count);
    assert_int_equal(fuseau_tzdb_spell(dir->db, "us/EASTERN", 10, text, sizeof text).error,
                     FUSEAU_OK);
    assert_memory_equal(text, "US/Eastern", 10);
    assert_int_equal(fuseau_tzdb_zone(dir->db, "us/EASTERN", 10, FUSEAU_TZDB_ANY_CASE, &zone).error,
                     FUSEAU_OK);
    fuseau_zone_release(zone);
    fuseau_tzdb_nearest(dir->db, "Pariss", 6, &nearest);
    assert_string_equal(nearest.names[0], "Europe/Paris");
    zonedir_refuse(dir, "Europe/Atlantis", 15, FUSEAU_ERR_NOT_FOUND, 15);
}

/* As images have it from which all but UTC was taken out, or the old names. */
static void a_directory_of_a_few(void **state)
{
    struct zonedir *dir = *state;
    zonedir_write_zone(dir, "UTC", 'A');
    zonedir_mkdir(dir, "America");
    zonedir_write_zone(dir, "America/New_York", 'B');
    zonedir_write_zone(dir, "Own", 'C');
    open_as_systems(dir);
    expect_directorys(dir, "UTC", 'A');
    expect_directorys(dir, "America/New_York", 'B');
    expect_directorys(dir, "Own", 'C');
    expect_built_in(dir, "US/Eastern", "EDT");
    expect_built_in(dir, "Europe/Paris", "CEST");
    expect_names(dir, tzdb_bundle_count + 1);
}

/* What is there and broken is an error, and not taken from elsewhere. It is a name all the same, in
 * any case: a list that left it out would say nothing of it. */
static void what_is_broken_is_no_lack(void **state)
{
    struct zonedir *dir = *state;
    zonedir_mkdir(dir, "Europe");
    zonedir_write(dir, "Europe/Paris", "", 0);
    zonedir_mkdir(dir, "Europe/London");
    zonedir_link(dir, "Europe/Berlin", "../nothing");
    zonedir_link(dir, "Europe/Rome", "Rome");
    open_as_systems(dir);
    zonedir_refuse(dir, "Europe/Paris", 12, FUSEAU_ERR_END, 0);
    zonedir_refuse(dir, "Europe/London", 13, FUSEAU_ERR_FILE_KIND, 13);
    zonedir_refuse(dir, "Europe/Rome", 11, FUSEAU_ERR_FILE_KIND, 11);
    expect_built_in(dir, "Europe/Berlin", "CEST");
    expect_names(dir, tzdb_bundle_count);
    const struct fuseau_zone *zone;
    assert_int_equal(
        fuseau_tzdb_zone(dir->db, "europe/london", 13, FUSEAU_TZDB_ANY_CASE, &zone).error,
        FUSEAU_ERR_FILE_KIND);
}

static void a_refresh_looks_at_both_again(void **state)
{
    struct zonedir *dir = *state;
    open_as_systems(dir);
    const struct fuseau_zone *before = zonedir_zone(dir, "UTC");
    fuseau_tzdb_refresh(dir->db);
    const struct fuseau_zone *after = zonedir_zone(dir, "UTC");
    assert_ptr_equal(before, after);
    fuseau_zone_release(before);
    fuseau_zone_release(after);
    zonedir_write_zone(dir, "UTC", 'A');
    fuseau_tzdb_refresh(dir->db);
    expect_directorys(dir, "UTC", 'A');
    assert_int_equal(unlink(zonedir_path(dir, "UTC")), 0);
    fuseau_tzdb_refresh(dir->db);
    expect_built_in(dir, "UTC", "UTC");
    expect_names(dir, tzdb_bundle_count);
}

/* With the directory gone, as when a package is replaced, each name is answered. */
static void a_directory_that_is_gone(void **state)
{
    struct zonedir *dir = *state;
    struct count count = {0};
    open_as_systems(dir);
    assert_int_equal(rmdir(dir->zones), 0);
    expect_built_in(dir, "Europe/Paris", "CEST");
    assert_int_equal(fuseau_tzdb_each(dir->db, count_in_order, &count),
                     FUSEAU_TZDB_EACH_INCOMPLETE);
    assert_int_equal(count.names, tzdb_bundle_count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ZONEDIR_TEST(an_empty_directory),        ZONEDIR_TEST(a_directory_of_a_few),
        ZONEDIR_TEST(what_is_broken_is_no_lack), ZONEDIR_TEST(a_refresh_looks_at_both_again),
        ZONEDIR_TEST(a_directory_that_is_gone),
    };
    return cmocka_run_group_tests_name("tzdb_thin", tests, NULL, NULL);
}
