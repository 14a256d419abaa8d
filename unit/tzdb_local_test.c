/* tzdb_local_test.c -- the local zone: each form of TZ, and systems as distributions lay them out
 */
/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700

#include "zonedir.h"

#include "posixtz.h"
#include "tzdb_local.h"

/*
 * A system of its own: the database "…/zones" has "Area/There" (AAA), "Other" (BBB) and "EST5EDT"
 * (EEE), "…/zoneinfo" is a link to it, and "…/etc" has what a row puts there.
 */
static void prepare(struct zonedir *dir)
{
    zonedir_mkdir(dir, "Area");
    zonedir_write_zone(dir, "Area/There", 'A');
    zonedir_write_zone(dir, "Other", 'B');
    zonedir_write_zone(dir, "EST5EDT", 'E');
    zonedir_mkdir(dir, "../etc");
    zonedir_link(dir, "../zoneinfo", "zones");
}

static void nothing(struct zonedir *dir)
{
    (void)dir;
}

static void timezone_there(struct zonedir *dir)
{
    zonedir_write(dir, "../etc/timezone", "Area/There\n", 11);
}

static void timezone_of_another(struct zonedir *dir)
{
    zonedir_write(dir, "../etc/timezone", "Other\n", 6);
}

/* Debian: a link, and the same name in /etc/timezone. */
static void debian(struct zonedir *dir)
{
    zonedir_link(dir, "../etc/localtime", "../zoneinfo/Area/There");
    timezone_there(dir);
}

/* Where the two differ, the C library goes by the link. */
static void debian_with_an_old_timezone(struct zonedir *dir)
{
    zonedir_link(dir, "../etc/localtime", "../zoneinfo/Area/There");
    timezone_of_another(dir);
}

/* Debian without its package tzdata, or the name of a zone that was split off. */
static void dangling(struct zonedir *dir)
{
    zonedir_link(dir, "../etc/localtime", "/nowhere/zoneinfo/Area/There");
}

static void dangling_to_no_zone(struct zonedir *dir)
{
    zonedir_link(dir, "../etc/localtime", "/nowhere/zoneinfo/Area/Nowhere");
}

static void dangling_with_a_timezone(struct zonedir *dir)
{
    dangling_to_no_zone(dir);
    timezone_there(dir);
}

/* A name that is itself a link: what was chosen is what is named. */
static void link_to_a_link(struct zonedir *dir)
{
    zonedir_link(dir, "Old", "Area/There");
    zonedir_link(dir, "../etc/localtime", "../zoneinfo/Old");
}

static void link_by_way_of_another(struct zonedir *dir)
{
    zonedir_link(dir, "../etc/localtime", "chosen");
    zonedir_link(dir, "../etc/chosen", "../zones/Area/There"); /* the database's directory */
}

static void link_to_posix(struct zonedir *dir)
{
    zonedir_link(dir, "posix", ".");
    zonedir_link(dir, "../etc/localtime", "../zoneinfo/posix/Area/There");
}

static void link_to_posixrules(struct zonedir *dir)
{
    zonedir_write_zone(dir, "posixrules", 'D');
    zonedir_link(dir, "../etc/localtime", "../zoneinfo/posixrules");
}

/* A zone of the administrator's own, which the database does not have. */
static void link_elsewhere(struct zonedir *dir)
{
    zonedir_write_zone(dir, "../etc/own", 'C');
    zonedir_link(dir, "../etc/localtime", "own");
}

static void link_to_a_zone_of_others(struct zonedir *dir)
{
    zonedir_mkdir(dir, "../others");
    zonedir_mkdir(dir, "../others/zoneinfo");
    zonedir_write_zone(dir, "../others/zoneinfo/Alone", 'C');
    zonedir_link(dir, "../etc/localtime", "../others/zoneinfo/Alone");
}

/* Alpine: the file was copied, and the package that it came from was removed. */
static void alpine(struct zonedir *dir)
{
    zonedir_write_zone(dir, "../etc/localtime", 'A');
}

static void copy_with_a_timezone(struct zonedir *dir)
{
    alpine(dir);
    timezone_there(dir);
}

static void copy_with_an_old_timezone(struct zonedir *dir)
{
    alpine(dir);
    timezone_of_another(dir);
}

static void copy_with_a_timezone_of_no_zone(struct zonedir *dir)
{
    alpine(dir);
    zonedir_write(dir, "../etc/timezone", "../etc/passwd\n", 14);
}

/* What `docker -v /etc/localtime:/etc/localtime` makes where the host has none. */
static void directory_in_its_place(struct zonedir *dir)
{
    zonedir_mkdir(dir, "../etc/localtime");
}

static void empty_in_its_place(struct zonedir *dir)
{
    zonedir_write(dir, "../etc/localtime", "", 0);
}

static void timezone_empty(struct zonedir *dir)
{
    zonedir_write(dir, "../etc/timezone", "\n", 1);
}

static void timezone_of_no_zone(struct zonedir *dir)
{
    zonedir_write(dir, "../etc/timezone", "Area/Nowhere\n", 13);
}

static void timezone_with_blanks(struct zonedir *dir)
{
    zonedir_write(dir, "../etc/timezone", "Area/There \r\nOther\n", 19);
}

static void zone_utc(struct zonedir *dir)
{
    zonedir_write_zone(dir, "UTC", 'G'); /* not the true one, so that it shows */
}

static void file_elsewhere(struct zonedir *dir)
{
    zonedir_write_zone(dir, "../own", 'C');
}

static void file_of_the_same_name(struct zonedir *dir)
{
    zonedir_mkdir(dir, "../others");
    zonedir_mkdir(dir, "../others/zoneinfo");
    zonedir_write_zone(dir, "../others/zoneinfo/Other", 'C');
}

/* TZ is NULL where there is none; a "~" in it stands for where the system is. */
struct local {
    struct row row;
    const char *tz;
    void (*make)(struct zonedir *dir);
    enum fuseau_error error;
    enum fuseau_tzdb_local_from from;
    const char *designation;
    const char *name;
    bool privileged;
};

enum {
    TZ = FUSEAU_TZDB_LOCAL_TZ,
    LOCALTIME = FUSEAU_TZDB_LOCAL_LOCALTIME,
    TIMEZONE = FUSEAU_TZDB_LOCAL_TIMEZONE,
    DEFAULT = FUSEAU_TZDB_LOCAL_DEFAULT,
};

#define FOUND(from, designation, name)                                                             \
    FUSEAU_OK, (enum fuseau_tzdb_local_from)(from), designation, name, false
#define REFUSED(error) error, FUSEAU_TZDB_LOCAL_TZ, NULL, NULL, false

static const struct local locals[] = {
    {{"TZ is empty", TEXT("")}, "", debian, FOUND(TZ, "UTC", "")},
    {{"TZ is empty, and the database has UTC", TEXT("")}, "", zone_utc, FOUND(TZ, "GGG", "UTC")},
    {{"TZ is a colon", TEXT("")}, ":", debian, FOUND(TZ, "UTC", "")},
    {{"TZ=NAME", TEXT("")}, "Other", debian, FOUND(TZ, "BBB", "Other")},
    {{"TZ=:NAME", TEXT("")}, ":Other", debian, FOUND(TZ, "BBB", "Other")},
    {{"TZ=EST5EDT is a name", TEXT("")}, "EST5EDT", debian, FOUND(TZ, "EEE", "EST5EDT")},
    {{"TZ=EST5 is a rule", TEXT("")}, "EST5", debian, FOUND(TZ, "EST", "")},
    {{"TZ=:EST5 is a rule", TEXT("")}, ":EST5", debian, FOUND(TZ, "EST", "")},
    {{"TZ=UTC0 is a rule", TEXT("")}, "UTC0", debian, FOUND(TZ, "UTC", "")},
    {{"TZ is a rule", TEXT("")}, "EST5EDT,M3.2.0,M11.1.0", debian, FOUND(TZ, "EST", "")},
    {{"TZ is a rule with <>", TEXT("")}, "<+03>-3", debian, FOUND(TZ, "+03", "")},
    {{"TZ is a file", TEXT("")}, "~/own", file_elsewhere, FOUND(TZ, "CCC", "")},
    {{"TZ is a file, with a colon", TEXT("")}, ":~/own", file_elsewhere, FOUND(TZ, "CCC", "")},
    {{"TZ is a file of the database", TEXT("")},
     "~/zones/Other",
     debian,
     FOUND(TZ, "BBB", "Other")},
    {{"TZ is a file of zoneinfo", TEXT("")},
     ":~/zoneinfo/Other",
     debian,
     FOUND(TZ, "BBB", "Other")},
    {{"TZ is another file of that name", TEXT("")},
     "~/others/zoneinfo/Other",
     file_of_the_same_name,
     FOUND(TZ, "CCC", "")},
    {{"TZ is /etc/localtime", TEXT("")},
     ":~/etc/localtime",
     debian,
     FOUND(TZ, "AAA", "Area/There")},
    {{"TZ is no zone", TEXT("")}, "Area/Nowhere", debian, REFUSED(FUSEAU_ERR_NOT_FOUND)},
    {{"TZ is no name", TEXT("")}, "../etc/localtime", debian, REFUSED(FUSEAU_ERR_NOT_FOUND)},
    {{"TZ is half a rule", TEXT("")}, "EST5EDT,M3.2.0", debian, REFUSED(FUSEAU_ERR_NOT_FOUND)},
    {{"TZ is no file", TEXT("")}, "~/nothing", debian, REFUSED(FUSEAU_ERR_NOT_FOUND)},
    {{"TZ is a directory", TEXT("")}, "~/zones", debian, REFUSED(FUSEAU_ERR_FILE_KIND)},
    {{"TZ is a directory of the database", TEXT("")},
     "Area",
     debian,
     REFUSED(FUSEAU_ERR_FILE_KIND)},
    {{"TZ is no zone file", TEXT("")}, "~/etc/timezone", debian, REFUSED(FUSEAU_ERR_TZIF_MAGIC)},

    {{"privileged, TZ=NAME", TEXT("")},
     "Other",
     debian,
     FUSEAU_OK,
     FUSEAU_TZDB_LOCAL_TZ,
     "BBB",
     "Other",
     true},
    {{"privileged, TZ is a file", TEXT("")},
     "~/own",
     file_elsewhere,
     FUSEAU_OK,
     FUSEAU_TZDB_LOCAL_DEFAULT,
     "UTC",
     "",
     true},
    {{"privileged, TZ=:/PATH", TEXT("")},
     ":~/zones/Other",
     debian,
     FUSEAU_OK,
     FUSEAU_TZDB_LOCAL_LOCALTIME,
     "AAA",
     "Area/There",
     true},
    {{"privileged, TZ is /etc/localtime", TEXT("")},
     ":~/etc/localtime",
     debian,
     FUSEAU_OK,
     FUSEAU_TZDB_LOCAL_TZ,
     "AAA",
     "Area/There",
     true},

    {{"Debian", TEXT("")}, NULL, debian, FOUND(LOCALTIME, "AAA", "Area/There")},
    {{"Debian, an old /etc/timezone", TEXT("")},
     NULL,
     debian_with_an_old_timezone,
     FOUND(LOCALTIME, "AAA", "Area/There")},
    {{"a link to what is gone", TEXT("")}, NULL, dangling, FOUND(LOCALTIME, "AAA", "Area/There")},
    {{"a link to no zone", TEXT("")}, NULL, dangling_to_no_zone, REFUSED(FUSEAU_ERR_NOT_FOUND)},
    {{"a link to no zone, and /etc/timezone", TEXT("")},
     NULL,
     dangling_with_a_timezone,
     FOUND(TIMEZONE, "AAA", "Area/There")},
    {{"a link to a link", TEXT("")}, NULL, link_to_a_link, FOUND(LOCALTIME, "AAA", "Old")},
    {{"a link by way of another", TEXT("")},
     NULL,
     link_by_way_of_another,
     FOUND(LOCALTIME, "AAA", "Area/There")},
    {{"a link to posix/", TEXT("")}, NULL, link_to_posix, FOUND(LOCALTIME, "AAA", "Area/There")},
    {{"a link to posixrules", TEXT("")}, NULL, link_to_posixrules, FOUND(LOCALTIME, "DDD", "")},
    {{"a link elsewhere", TEXT("")}, NULL, link_elsewhere, FOUND(LOCALTIME, "CCC", "")},
    {{"a link to another database", TEXT("")},
     NULL,
     link_to_a_zone_of_others,
     FOUND(LOCALTIME, "CCC", "")},
    {{"Alpine", TEXT("")}, NULL, alpine, FOUND(LOCALTIME, "AAA", "")},
    {{"a copy, and its name", TEXT("")},
     NULL,
     copy_with_a_timezone,
     FOUND(LOCALTIME, "AAA", "Area/There")},
    {{"a copy, and an old name", TEXT("")},
     NULL,
     copy_with_an_old_timezone,
     FOUND(LOCALTIME, "AAA", "")},
    {{"a copy, and no name", TEXT("")},
     NULL,
     copy_with_a_timezone_of_no_zone,
     FOUND(LOCALTIME, "AAA", "")},
    {{"a directory", TEXT("")}, NULL, directory_in_its_place, REFUSED(FUSEAU_ERR_FILE_KIND)},
    {{"an empty file", TEXT("")}, NULL, empty_in_its_place, REFUSED(FUSEAU_ERR_END)},
    {{"/etc/timezone", TEXT("")}, NULL, timezone_there, FOUND(TIMEZONE, "AAA", "Area/There")},
    {{"/etc/timezone with blanks", TEXT("")},
     NULL,
     timezone_with_blanks,
     FOUND(TIMEZONE, "AAA", "Area/There")},
    {{"/etc/timezone names no zone", TEXT("")},
     NULL,
     timezone_of_no_zone,
     REFUSED(FUSEAU_ERR_NOT_FOUND)},
    {{"/etc/timezone is empty", TEXT("")}, NULL, timezone_empty, FOUND(DEFAULT, "UTC", "")},
    {{"nothing at all", TEXT("")}, NULL, nothing, FOUND(DEFAULT, "UTC", "")},
    {{"nothing at all, and the database has UTC", TEXT("")},
     NULL,
     zone_utc,
     FOUND(DEFAULT, "GGG", "UTC")},
};

/* What needs no database is found without one: NULL. */
static const struct local without_database[] = {
    {{"TZ is empty", TEXT("")}, "", debian, FOUND(TZ, "UTC", "")},
    {{"TZ=UTC", TEXT("")}, "UTC", debian, FOUND(TZ, "UTC", "")},
    {{"TZ is a rule", TEXT("")}, "EST5EDT,M3.2.0,M11.1.0", debian, FOUND(TZ, "EST", "")},
    {{"TZ is a name", TEXT("")}, "Other", debian, REFUSED(FUSEAU_ERR_NO_DATABASE)},
    {{"TZ is a file", TEXT("")}, "~/own", file_elsewhere, FOUND(TZ, "CCC", "")},
    {{"Debian", TEXT("")}, NULL, debian, FOUND(LOCALTIME, "AAA", "")},
    {{"Alpine", TEXT("")}, NULL, alpine, FOUND(LOCALTIME, "AAA", "")},
    {{"a copy, and its name", TEXT("")}, NULL, copy_with_a_timezone, FOUND(LOCALTIME, "AAA", "")},
    {{"a link to no zone", TEXT("")}, NULL, dangling_to_no_zone, REFUSED(FUSEAU_ERR_NOT_FOUND)},
    {{"/etc/timezone", TEXT("")}, NULL, timezone_there, REFUSED(FUSEAU_ERR_NO_DATABASE)},
    {{"nothing at all", TEXT("")}, NULL, nothing, FOUND(DEFAULT, "UTC", "")},
};

/* The text with the system's directory in the place of the "~"; the caller frees it. */
static char *expand(const char *text, const char *base)
{
    char *copy = text ? calloc(1, strlen(text) + strlen(base) + 1) : NULL;
    for (char *end = copy; copy && *text != '\0'; text++) {
        end += strlen(end);
        if (*text == '~') {
            memcpy(end, base, strlen(base));
        } else {
            *end = *text;
        }
    }
    return copy;
}

static struct fuseau_result find(struct zonedir *dir, struct fuseau_tzdb *db, const char *tz,
                                 bool privileged, struct fuseau_tzdb_local_zone *out)
{
    char *text = expand(tz, dir->base);
    char *localtime_path = expand("~/etc/localtime", dir->base);
    char *timezone_path = expand("~/etc/timezone", dir->base);
    const struct tzdb_local_places places = {text, privileged, localtime_path, timezone_path};
    struct fuseau_result result = tzdb_local_find(db, &places, out);
    free(text);
    free(localtime_path);
    free(timezone_path);
    return result;
}

static void check(const struct local *expected, bool with_database)
{
    struct fuseau_tzdb_local_zone local = {.zone = NULL, .name = "untouched"};
    void *made = NULL;
    assert_int_equal(zonedir_make(&made), 0);
    struct zonedir *dir = made;
    prepare(dir);
    expected->make(dir);
    struct fuseau_tzdb *db = with_database ? dir->db : NULL;
    struct fuseau_result result = find(dir, db, expected->tz, expected->privileged, &local);
    row_expect(&expected->row, result, expected->error, 0);
    if (expected->error != FUSEAU_OK) {
        assert_null(local.zone);
        assert_string_equal(local.name, "untouched");
    } else {
        assert_string_equal(fuseau_zone_at(local.zone, 0)->designation, expected->designation);
        assert_string_equal(local.name, expected->name);
        assert_int_equal(local.from, expected->from);
        if (local.name[0] != '\0') { /* then it is the database's */
            const struct fuseau_zone *zone = zonedir_zone(dir, local.name);
            assert_ptr_equal(zone, local.zone);
            fuseau_zone_release(zone);
        }
        fuseau_zone_release(local.zone);
    }
    assert_int_equal(zonedir_remove(&made), 0);
}

static void check_local(void **state)
{
    check(*state, true);
}

static void check_without_database(void **state)
{
    check(*state, false);
}

/* The zone of a file says which. */
static void a_file_is_the_source(void **state)
{
    struct zonedir *dir = *state;
    struct fuseau_tzdb_local_zone local;
    prepare(dir);
    alpine(dir);
    assert_int_equal(find(dir, dir->db, NULL, false, &local).error, FUSEAU_OK);
    const char *source = fuseau_zone_source(local.zone);
    assert_memory_equal(source, dir->base, strlen(dir->base));
    assert_string_equal(source + strlen(dir->base), "/etc/localtime");
    fuseau_zone_release(local.zone);
}

/* The environment is the process's, and is looked at in each call. */
static void the_environment_decides(void **state)
{
    (void)state;
    struct fuseau_tzdb_local_zone local;
    assert_int_equal(setenv("TZ", ":Asia/Tokyo", 1), 0);
    assert_int_equal(fuseau_tzdb_local(fuseau_tzdb_default(), &local).error, FUSEAU_OK);
    assert_string_equal(local.name, "Asia/Tokyo");
    assert_int_equal(local.from, FUSEAU_TZDB_LOCAL_TZ);
    fuseau_zone_release(local.zone);
    assert_int_equal(setenv("TZ", "Nowhere/At_All", 1), 0);
    assert_int_equal(fuseau_tzdb_local(fuseau_tzdb_default(), &local).error, FUSEAU_ERR_NOT_FOUND);
    assert_int_equal(unsetenv("TZ"), 0);
    struct fuseau_result result = fuseau_tzdb_local(fuseau_tzdb_default(), &local);
    if (result.error == FUSEAU_OK) { /* on any machine that is in order */
        printf("this machine's: \"%s\", by %s, from %s\n", local.name,
               fuseau_tzdb_local_from_name(local.from), fuseau_zone_source(local.zone));
        assert_int_not_equal(local.from, FUSEAU_TZDB_LOCAL_TZ);
        fuseau_zone_release(local.zone);
    }
}

static void each_origin_has_a_name(void **state)
{
    (void)state;
    assert_string_equal(fuseau_tzdb_local_from_name(FUSEAU_TZDB_LOCAL_TZ), "TZ");
    assert_string_equal(fuseau_tzdb_local_from_name(FUSEAU_TZDB_LOCAL_DEFAULT), "default");
    assert_string_equal(
        fuseau_tzdb_local_from_name((enum fuseau_tzdb_local_from)(FUSEAU_TZDB_LOCAL_DEFAULT + 1)),
        "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ZONEDIR_TEST(a_file_is_the_source),
        cmocka_unit_test(the_environment_decides),
        cmocka_unit_test(each_origin_has_a_name),
    };
    const struct table tables[] = {TABLE(locals, check_local),
                                   TABLE(without_database, check_without_database)};
    unsetenv("TZDIR");
    int failures = tables_run("tzdb_local", tables, sizeof tables / sizeof *tables);
    return failures + cmocka_run_group_tests_name("tzdb_local", tests, NULL, NULL);
}
