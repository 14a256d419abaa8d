/* tzdb_fault_test.c -- each call to the system fails once: that is said, and nothing is lost or
 * kept
 */
/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700
#include "tzdb.c" /* NOLINT(bugprone-suspicious-include): it opens what is not the system's, too */

#include "zonedir.h"

#include <dirent.h>
#include <errno.h>

#include "tzdb_local.h"

/* Bytes on the heap, where a sanitizer counts them. */
extern size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));

static size_t heap(void)
{
    return __sanitizer_get_current_allocated_bytes != NULL
               ? __sanitizer_get_current_allocated_bytes()
               : 0;
}

/* ---- what the linker puts in the place of the C library's functions (unit/CMakeLists.txt) ---- */

enum kind { ALLOCATION, STAT, OPEN, READ, CLOSE, CLOCK, SLEEP, DIRECTORY, LINK, REALPATH, KINDS };

/* How many calls succeed before one fails; none does while it is negative. */
static int left = -1;
static enum kind failed; /* the kind of the one that did */
static unsigned failures[KINDS];
static bool is_ancient; /* files were changed as long ago as can be */

/* What is put in the place of a file that has been looked at, before it is opened; or NULL. */
static const char *replacement;
static char replaced[1024];

static bool fails(enum kind kind)
{
    if (kind == OPEN && replacement) {
        assert_int_equal(rename(replacement, replaced), 0);
        replacement = NULL;
    }
    if (left < 0 || left-- != 0) {
        return false;
    }
    failed = kind;
    failures[kind]++;
    errno = kind == ALLOCATION ? ENOMEM : EIO;
    return true;
}

static int told(int answer, struct stat *status)
{
    if (answer == 0 && is_ancient) {
        status->st_mtim.tv_sec = (time_t)INT64_MIN;
    }
    return answer;
}

/*
 * FAILING(TYPE, NAME, PARAMETERS, ARGUMENTS, KIND, FAILURE): NAME fails when its turn comes. With
 * files of 64 bits glibc has other names for some, so these are there twice.
 */
#define FAILING(type, name, parameters, arguments, kind, failure)                                  \
    type __real_##name parameters;                                                                 \
    type __wrap_##name parameters;                                                                 \
    type __wrap_##name parameters                                                                  \
    {                                                                                              \
        return fails(kind) ? (failure) : __real_##name arguments;                                  \
    }

FAILING(void *, malloc, (size_t size), (size), ALLOCATION, NULL)
FAILING(void *, calloc, (size_t count, size_t size), (count, size), ALLOCATION, NULL)
FAILING(void *, realloc, (void *block, size_t size), (block, size), ALLOCATION, NULL)
FAILING(char *, strdup, (const char *text), (text), ALLOCATION, NULL)
FAILING(int, open, (const char *path, int flags), (path, flags), OPEN, -1)
FAILING(int, open64, (const char *path, int flags), (path, flags), OPEN, -1)
FAILING(ssize_t, read, (int file, void *bytes, size_t size), (file, bytes, size), READ, -1)
FAILING(int, clock_gettime, (clockid_t clock, struct timespec *time), (clock, time), CLOCK, -1)
FAILING(DIR *, opendir, (const char *path), (path), DIRECTORY, NULL)
FAILING(struct dirent *, readdir, (DIR * stream), (stream), DIRECTORY, NULL)
FAILING(struct dirent *, readdir64, (DIR * stream), (stream), DIRECTORY, NULL)
FAILING(char *, realpath, (const char *path, char *out), (path, out), REALPATH, NULL)
FAILING(ssize_t, readlink, (const char *path, char *out, size_t size), (path, out, size), LINK, -1)
FAILING(int, nanosleep, (const struct timespec *time, struct timespec *rest), (time, rest), SLEEP,
        -1)

#define FAILING_STAT(name, parameters, arguments, status)                                          \
    int __real_##name parameters;                                                                  \
    int __wrap_##name parameters;                                                                  \
    int __wrap_##name parameters                                                                   \
    {                                                                                              \
        return fails(STAT) ? -1 : told(__real_##name arguments, status);                           \
    }

FAILING_STAT(stat, (const char *path, struct stat *out), (path, out), out)
FAILING_STAT(stat64, (const char *path, struct stat *out), (path, out), out)
FAILING_STAT(fstat, (int file, struct stat *out), (file, out), out)
FAILING_STAT(fstat64, (int file, struct stat *out), (file, out), out)

/* These close all the same, as Linux does. */
#define FAILING_CLOSE(name, type)                                                                  \
    int __real_##name(type open);                                                                  \
    int __wrap_##name(type open);                                                                  \
    int __wrap_##name(type open)                                                                   \
    {                                                                                              \
        int closed = __real_##name(open);                                                          \
        return fails(CLOSE) ? -1 : closed;                                                         \
    }

FAILING_CLOSE(close, int)
FAILING_CLOSE(closedir, DIR *)

/* ---- what is asked, each of a database that has read nothing ---- */

static enum fuseau_error opened(struct fuseau_result result, struct fuseau_tzdb *db)
{
    fuseau_tzdb_close(result.error == FUSEAU_OK ? db : NULL);
    return result.error;
}

static enum fuseau_error open_by_path(struct zonedir *dir)
{
    struct fuseau_tzdb *db = NULL;
    return opened(fuseau_tzdb_open(dir->zones, &db), db);
}

static enum fuseau_error open_relative(struct zonedir *dir)
{
    struct fuseau_tzdb *db = NULL;
    assert_int_equal(chdir(dir->base), 0);
    return opened(fuseau_tzdb_open("zones", &db), db);
}

static enum fuseau_error open_systems(struct zonedir *dir)
{
    struct fuseau_tzdb *db = NULL;
    (void)dir;
    return opened(fuseau_tzdb_open(NULL, &db), db);
}

static enum fuseau_error ask(struct zonedir *dir, const char *name,
                             enum fuseau_tzdb_case letter_case)
{
    const struct fuseau_zone *zone = NULL;
    enum fuseau_error error =
        fuseau_tzdb_zone(dir->db, name, strlen(name), letter_case, &zone).error;
    assert_int_equal(zone != NULL, error == FUSEAU_OK);
    fuseau_zone_release(zone);
    return error;
}

static enum fuseau_error find_zone(struct zonedir *dir)
{
    return ask(dir, "Area/Name", FUSEAU_TZDB_EXACT_CASE);
}

static enum fuseau_error find_rich_zone(struct zonedir *dir)
{
    return ask(dir, "Rich", FUSEAU_TZDB_EXACT_CASE);
}

static enum fuseau_error find_by_link(struct zonedir *dir)
{
    return ask(dir, "Link", FUSEAU_TZDB_EXACT_CASE);
}

static enum fuseau_error find_zone_in_any_case(struct zonedir *dir)
{
    return ask(dir, "AREA/NAME", FUSEAU_TZDB_ANY_CASE);
}

/* Twice, the second time in a new generation. */
static enum fuseau_error find_again(struct zonedir *dir)
{
    enum fuseau_error error = find_rich_zone(dir);
    fuseau_tzdb_refresh(dir->db);
    return error == FUSEAU_OK ? find_by_link(dir) : error;
}

static enum fuseau_error find_what_changes(struct zonedir *dir)
{
    enum fuseau_error error = find_zone(dir);
    int turned = left;
    left = -1;
    zonedir_write_zone(dir, "Area/Name", 'B');
    left = turned;
    fuseau_tzdb_refresh(dir->db);
    return error == FUSEAU_OK ? find_zone(dir) : error;
}

/* A file of this moment is waited for. */
static enum fuseau_error find_fresh_zone(struct zonedir *dir)
{
    int turned = left;
    left = -1;
    assert_int_equal(utimensat(AT_FDCWD, zonedir_path(dir, "Area/Name"), NULL, 0), 0);
    left = turned;
    fuseau_tzdb_refresh(dir->db);
    return find_zone(dir);
}

static enum fuseau_error find_what_the_directory_lacks(struct zonedir *dir)
{
    struct zonedir other = {.db = NULL};
    enum fuseau_error error = open_directory(dir->zones, true, &other.db).error;
    error = error == FUSEAU_OK ? ask(&other, "America/New_York", FUSEAU_TZDB_EXACT_CASE) : error;
    fuseau_tzdb_close(other.db);
    return error;
}

static enum fuseau_error find_built_in(struct zonedir *dir)
{
    struct zonedir other = {.db = NULL};
    (void)dir;
    enum fuseau_error error = fuseau_tzdb_open_bundled(&other.db).error;
    error = error == FUSEAU_OK ? ask(&other, "America/New_York", FUSEAU_TZDB_EXACT_CASE) : error;
    fuseau_tzdb_close(other.db);
    return error;
}

static enum fuseau_error spell(struct zonedir *dir)
{
    char text[9];
    return fuseau_tzdb_spell(dir->db, "AREA/NAME", 9, text, sizeof text).error;
}

static int count_name(const char *name, void *context)
{
    (void)name;
    ++*(int *)context;
    return 0;
}

static enum fuseau_error list_of(struct fuseau_tzdb *db, int expected)
{
    int names = 0;
    int answer = fuseau_tzdb_each(db, count_name, &names);
    if (answer == FUSEAU_TZDB_EACH_MEMORY) {
        assert_int_equal(names, 0);
        return FUSEAU_ERR_MEMORY;
    }
    assert_true(answer == 0 ? names == expected : names <= expected);
    return answer == 0 ? FUSEAU_OK : FUSEAU_ERR_FILE_READ;
}

static enum fuseau_error list(struct zonedir *dir)
{
    return list_of(dir->db, 4); /* "Area/Name", "Link", "Linked/Name", "Rich" */
}

static enum fuseau_error list_with_built_in(struct zonedir *dir)
{
    struct fuseau_tzdb *db = NULL;
    enum fuseau_error error = open_directory(dir->zones, true, &db).error;
    error = error == FUSEAU_OK ? list_of(db, 4 + (int)tzdb_bundle_count) : error;
    fuseau_tzdb_close(db);
    return error;
}

static enum fuseau_error ask_version(struct zonedir *dir)
{
    char version[FUSEAU_TZDB_VERSION_MAX_SIZE + 1];
    fuseau_tzdb_version(dir->db, version);
    if (strcmp(version, "unknown") == 0) {
        return failed == ALLOCATION ? FUSEAU_ERR_MEMORY : FUSEAU_ERR_FILE_READ;
    }
    assert_string_equal(version, "2025b");
    return FUSEAU_OK;
}

static enum fuseau_error ask_nearest(struct zonedir *dir)
{
    struct fuseau_tzdb_nearest_names nearest;
    fuseau_tzdb_nearest(dir->db, "Area/Nama", 9, &nearest);
    if (nearest.count == 0) {
        return failed == ALLOCATION ? FUSEAU_ERR_MEMORY : FUSEAU_ERR_FILE_READ;
    }
    return FUSEAU_OK;
}

/* The local zone of a system that has this TZ, /etc/localtime and /etc/timezone, or does not. */
static enum fuseau_error local(struct zonedir *dir, const char *tz, const char *localtime_name,
                               const char *timezone_name)
{
    char paths[2][128];
    struct fuseau_tzdb_local_zone found = {.zone = NULL};
    snprintf(paths[0], sizeof paths[0], "%s/%s", dir->base, localtime_name);
    snprintf(paths[1], sizeof paths[1], "%s/%s", dir->base, timezone_name);
    const struct tzdb_local_places places = {tz, false, paths[0], paths[1]};
    enum fuseau_error error = tzdb_local_find(dir->db, &places, &found).error;
    assert_int_equal(found.zone != NULL, error == FUSEAU_OK);
    fuseau_zone_release(found.zone);
    return error;
}

static enum fuseau_error local_link(struct zonedir *dir)
{
    return local(dir, NULL, "link", "nothing");
}

static enum fuseau_error local_link_of_a_link(struct zonedir *dir)
{
    return local(dir, NULL, "link-to-link", "nothing");
}

static enum fuseau_error local_copy(struct zonedir *dir)
{
    return local(dir, NULL, "copy", "timezone");
}

static enum fuseau_error local_timezone(struct zonedir *dir)
{
    return local(dir, NULL, "nothing", "timezone");
}

static enum fuseau_error local_default(struct zonedir *dir)
{
    return local(dir, NULL, "nothing", "nothing");
}

static enum fuseau_error local_rule(struct zonedir *dir)
{
    return local(dir, "EST5EDT,M3.2.0,M11.1.0", "nothing", "nothing");
}

static enum fuseau_error local_file(struct zonedir *dir)
{
    char path[128];
    snprintf(path, sizeof path, ":%s/Rich", dir->zones);
    return local(dir, path, "nothing", "nothing");
}

struct call {
    struct row row;
    enum fuseau_error (*make)(struct zonedir *dir);
    bool shrugs; /* does without some of the files that it cannot read */
};

static const struct call calls[] = {
    {{"open", TEXT("")}, open_by_path, false},
    {{"open a relative path", TEXT("")}, open_relative, false},
    {{"zone", TEXT("")}, find_zone, false},
    {{"rich zone", TEXT("")}, find_rich_zone, false},
    {{"by a link", TEXT("")}, find_by_link, false},
    {{"any case", TEXT("")}, find_zone_in_any_case, true},
    {{"again", TEXT("")}, find_again, false},
    {{"a file that changes", TEXT("")}, find_what_changes, false},
    {{"a fresh file", TEXT("")}, find_fresh_zone, false},
    {{"spell", TEXT("")}, spell, true},
    {{"each", TEXT("")}, list, false},
    {{"version", TEXT("")}, ask_version, true},
    {{"nearest", TEXT("")}, ask_nearest, true},
    {{"local, a link", TEXT("")}, local_link, false},
    {{"local, a link of a link", TEXT("")}, local_link_of_a_link, true},
    {{"local, a copy", TEXT("")}, local_copy, true},
    {{"local, /etc/timezone", TEXT("")}, local_timezone, false},
    {{"local, nothing", TEXT("")}, local_default, false},
    {{"local, a rule", TEXT("")}, local_rule, false},
    {{"local, a file", TEXT("")}, local_file, true},
};

/* The same where there is a built-in copy. */
static const struct call bundle_calls[] = {
    {{"open the system's", TEXT("")}, open_systems, true},
    {{"zone", TEXT("")}, find_built_in, false},
    {{"what the directory lacks", TEXT("")}, find_what_the_directory_lacks, false},
    {{"each", TEXT("")}, list_with_built_in, false},
};

/* A copy of a zone with many transitions, and a rule for the time after them. */
static void write_rich_zone(struct zonedir *dir, const char *name)
{
    static char bytes[1 << 14];
    FILE *file = fopen("/usr/share/zoneinfo/America/New_York", "rb");
    assert_non_null(file);
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    zonedir_write(dir, name, bytes, size);
}

static struct zonedir *prepare(void)
{
    void *made = NULL;
    assert_int_equal(zonedir_make(&made), 0);
    struct zonedir *dir = made;
    zonedir_mkdir(dir, "Area");
    zonedir_write_zone(dir, "Area/Name", 'A');
    zonedir_link(dir, "Linked", "Area");
    write_rich_zone(dir, "Rich");
    zonedir_link(dir, "Link", "Rich");
    zonedir_write(dir, "version", "2025b\n", 6);
    zonedir_link(dir, "../zoneinfo", "zones");
    zonedir_link(dir, "../link", "zoneinfo/Rich");
    zonedir_link(dir, "../link-to-link", "link");
    zonedir_write_zone(dir, "../copy", 'A');
    zonedir_write(dir, "../timezone", "Area/Name\n", 10);
    return dir;
}

static unsigned open_files(void)
{
    unsigned count = 0;
    DIR *stream = opendir("/proc/self/fd");
    assert_non_null(stream);
    while (readdir(stream) != NULL) {
        count++;
    }
    closedir(stream);
    return count;
}

/* What a call has to answer if this kind of call to the system failed under it. */
static void expect_answer(const struct call *call, enum fuseau_error error)
{
    static const enum fuseau_error expected[KINDS] = {
        [ALLOCATION] = FUSEAU_ERR_MEMORY,
        [STAT] = FUSEAU_ERR_FILE_READ,
        [OPEN] = FUSEAU_ERR_FILE_READ,
        [READ] = FUSEAU_ERR_FILE_READ,
        [DIRECTORY] = FUSEAU_ERR_FILE_READ,
        [REALPATH] = FUSEAU_ERR_FILE_READ,
        [CLOSE] = FUSEAU_OK,
        [CLOCK] = FUSEAU_OK,
        [SLEEP] = FUSEAU_OK,
        [LINK] = FUSEAU_OK,
    };
    bool shrugged = error == FUSEAU_OK && call->shrugs && failed != ALLOCATION;
    if (error != expected[failed] && !shrugged) {
        fail_msg("%s: a call of kind %d failed: %s", call->row.name, (int)failed,
                 fuseau_error_name(error));
    }
}

/*
 * Lets the first call to the system fail, then the second, and so on, until none is left; of the
 * many for a list of hundreds of names, one in nineteen.
 */
static void check_call(void **state)
{
    const struct call *call = *state;
    bool all_succeeded = false;
    int count = 0;
    while (!all_succeeded) {
        size_t heap_before = heap();
        void *made = prepare();
        unsigned files_before = open_files();
        left = count;
        count += count < 100 ? 1 : 19;
        failed = KINDS;
        enum fuseau_error error = call->make(made);
        int why = errno;
        all_succeeded = left >= 0;
        left = -1;
        if (all_succeeded) {
            assert_int_equal(error, FUSEAU_OK);
        } else {
            expect_answer(call, error);
        }
        if (!all_succeeded && error == FUSEAU_ERR_FILE_READ && failed <= READ) {
            assert_true(call->shrugs || call->make == list || call->make == ask_version ||
                        call->make == list_with_built_in || why == EIO); /* errno says why */
        }
        failed = KINDS;
        assert_int_equal(call->make(made), FUSEAU_OK); /* and then it works */
        assert_int_equal(open_files(), files_before);
        assert_int_equal(zonedir_remove(&made), 0);
        if (count > 1) { /* the C library keeps some of what it takes at first */
            assert_int_equal(heap(), heap_before);
        }
    }
    printf("%s: of %d calls, each\n", call->row.name, count);
    assert_true(count > 1);
}

/* No clock is needed to see that a file of the year -292277022657 rests. */
static void a_file_as_old_as_can_be(void **state)
{
    struct zonedir *dir = *state;
    zonedir_write_zone(dir, "Name", 'A');
    is_ancient = true;
    zonedir_expect(dir, "Name", 'A');
    is_ancient = false;
}

/* Puts what is at `path` in the place of "Name" when that has been looked at. */
static void replace_when_looked_at(struct zonedir *dir, const char *path)
{
    zonedir_write_zone(dir, "Name", 'A');
    snprintf(replaced, sizeof replaced, "%s", zonedir_path(dir, "Name"));
    replacement = path;
}

static void a_file_put_in_place_before_it_is_opened(void **state)
{
    struct zonedir *dir = *state;
    char next[1024];
    zonedir_write_zone(dir, "../next", 'B');
    snprintf(next, sizeof next, "%s", zonedir_path(dir, "../next"));
    replace_when_looked_at(dir, next);
    zonedir_expect(dir, "Name", 'B');
    assert_null(replacement);
    fuseau_tzdb_refresh(dir->db);
    zonedir_expect(dir, "Name", 'B');
}

/* A reader of a pipe waits until somebody writes. */
static void a_pipe_put_in_place_before_it_is_opened(void **state)
{
    struct zonedir *dir = *state;
    char next[1024];
    snprintf(next, sizeof next, "%s", zonedir_path(dir, "../next"));
    assert_int_equal(mkfifo(next, 0644), 0);
    replace_when_looked_at(dir, next);
    zonedir_refuse(dir, "Name", 4, FUSEAU_ERR_FILE_KIND, 4);
    assert_null(replacement);
}

/* Whoever asks for a zone that is open waits for nobody: else this waits for ever. */
static void an_open_zone_is_found_without_the_lock(void **state)
{
    struct zonedir *dir = *state;
    zonedir_write_zone(dir, "Name", 'A');
    zonedir_expect(dir, "Name", 'A');
    assert_int_equal(pthread_mutex_lock(&dir->db->lock), 0);
    zonedir_expect(dir, "Name", 'A');
    assert_int_equal(pthread_mutex_unlock(&dir->db->lock), 0);
}

/* Otherwise the walk went past it: a name of the C library that is not among ours. */
static void each_kind_has_failed(void **state)
{
    (void)state;
    for (int kind = 0; kind < KINDS; kind++) {
        /* Where time_t was of 32 bits once, these have names of their own. */
        bool has_other_name =
            sizeof(void *) == 4 && (kind == STAT || kind == CLOCK || kind == SLEEP);
        assert_true(failures[kind] > 0 || has_other_name);
    }
}

int main(void)
{
    unsetenv("TZDIR");
    const struct table tables[] = {TABLE(calls, check_call), TABLE(bundle_calls, check_call)};
    const struct CMUnitTest tests[] = {
        ZONEDIR_TEST(a_file_as_old_as_can_be),
        ZONEDIR_TEST(an_open_zone_is_found_without_the_lock),
        ZONEDIR_TEST(a_file_put_in_place_before_it_is_opened),
        ZONEDIR_TEST(a_pipe_put_in_place_before_it_is_opened),
        cmocka_unit_test(each_kind_has_failed),
    };
    size_t count = tzdb_bundle_count > 0 ? 2 : 1;
    int failures_of_rows = tables_run("tzdb_fault", tables, count);
    return failures_of_rows + cmocka_run_group_tests_name("tzdb_fault", tests, NULL, NULL);
}
