/* SPDX-License-Identifier: MIT */
/* A database that was damaged between two nights, or during one. */
#include "store_sample.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_NAME "vigil.sqlite"

/* What becomes of the file. */
enum becomes { AS_IT_WAS, MENDED, REFUSED };

struct damage_row {
    const char *name;
    void (*damage)(const char *path);
    enum becomes becomes;
    const char *words; /* in the fault, or in what is said of the mending */
};

static off_t size_of(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 ? status.st_size : -1;
}

static void overwrite(const char *path, off_t at, const char *text, size_t size)
{
    int descriptor = open(path, O_WRONLY | O_CREAT, 0644);
    assert_true(descriptor >= 0);
    assert_int_equal(pwrite(descriptor, text, size, at), (ssize_t)size);
    assert_int_equal(close(descriptor), 0);
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *database;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

static void nothing(const char *path)
{
    (void)path;
}

static void empty(const char *path)
{
    assert_int_equal(truncate(path, 0), 0);
}

static void halve(const char *path)
{
    assert_int_equal(truncate(path, size_of(path) / 2 / 4096 * (off_t)4096), 0);
}

static void cut_within_a_page(const char *path)
{
    assert_int_equal(truncate(path, size_of(path) - 100), 0);
}

static void zero_a_page(const char *path)
{
    static const char zeros[4096];
    overwrite(path, 4096, zeros, sizeof zeros);
}

static void zero_another_page(const char *path)
{
    static const char zeros[4096];
    overwrite(path, 12288, zeros, sizeof zeros);
}

static void zero_the_last_page(const char *path)
{
    static const char zeros[4096];
    overwrite(path, size_of(path) - 4096, zeros, sizeof zeros);
}

static void garble_the_head(const char *path)
{
    overwrite(path, 0, "garbage, garbage, garbage, garbage", 34);
}

static void write_a_text(const char *path)
{
    empty(path);
    overwrite(path, 0, "a text, and no database\n", 24);
}

static void garble_the_log(const char *path)
{
    char log[PATH_SIZE];
    (void)snprintf(log, sizeof log, "%.4000s-wal", path);
    overwrite(log, 0, "garbage, garbage, garbage, garbage, garbage", 43);
}

static void cut_the_log(const char *path)
{
    char log[PATH_SIZE];
    (void)snprintf(log, sizeof log, "%.4000s-wal", path);
    overwrite(log, 0, "\x37\x7f\x06", 3);
}

static void drop_a_table(const char *path)
{
    run_sql(path, "DROP TABLE sightings");
}

static void drop_a_column(const char *path)
{
    run_sql(path, "ALTER TABLE variants DROP COLUMN half");
}

static void drop_an_index(const char *path)
{
    run_sql(path, "DROP INDEX waiting");
}

static void lack_a_table_of_an_older_vigil(const char *path)
{
    run_sql(path, "DROP TABLE variants; PRAGMA user_version = 3");
}

static void come_from_a_newer_vigil(const char *path)
{
    run_sql(path, "PRAGMA user_version = 99");
}

static void be_anothers(const char *path)
{
    run_sql(path, "PRAGMA application_id = 1");
}

static void be_a_directory(const char *path)
{
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
}

static void be_gone(const char *path)
{
    assert_int_equal(unlink(path), 0);
}

static const struct damage_row damages[] = {
    {"whole", nothing, AS_IT_WAS, ""},
    {"gone", be_gone, AS_IT_WAS, ""},
    {"a log that a kill cut short", cut_the_log, AS_IT_WAS, ""},
    {"empty", empty, MENDED, "it is empty"},
    {"cut to half", halve, MENDED, "malformed"},
    {"cut within a page", cut_within_a_page, MENDED, "within a page"},
    {"a page of zeros", zero_a_page, MENDED, "btreeInitPage"},
    {"zeros at the end", zero_the_last_page, MENDED, "damaged"},
    {"a garbled head", garble_the_head, MENDED, "not a database"},
    {"a text", write_a_text, MENDED, "not a database"},
    {"a garbled log", garble_the_log, MENDED, "its log is none"},
    {"a table is missing", drop_a_table, MENDED, "sightings has no "},
    {"a column is missing", drop_a_column, MENDED, "variants has no half"},
    {"an index is missing", drop_an_index, MENDED, "outbox has no waiting"},
    {"a table of an older vigil's is missing", lack_a_table_of_an_older_vigil, MENDED, "no such"},
    {"a newer vigil's", come_from_a_newer_vigil, REFUSED, "(schema 99; this one knows "},
    {"another program's", be_anothers, REFUSED, "not one of vigil's"},
    {"a directory", be_a_directory, REFUSED, "unable to open"},
};

static size_t names_with(const char *directory, const char *words)
{
    struct file_list files = {0};
    struct fault fault;
    size_t count = 0;
    assert_true(files_list(directory, &files, &fault));
    for (size_t i = 0; i < files.count; i++) {
        count += strstr(files.paths[i], words) != NULL;
    }
    files_list_free(&files);
    return count;
}

static void make(struct scratch *scratch, char path[PATH_SIZE])
{
    struct fault fault = {""};
    memcpy(path, scratch_path(scratch, FILE_NAME), PATH_SIZE);
    struct store *store = store_open(path, &fault);
    assert_non_null(store);
    store_close(store);
}

static void between_two_nights(void **state)
{
    const struct damage_row *row = *state;
    void *made = NULL;
    char path[PATH_SIZE];
    struct fault fault = {""}, mended = {""};
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    make(scratch, path);
    row->damage(path);
    struct store *store = store_open_mended(path, true, &mended, &fault);
    enum becomes becomes = store == NULL ? REFUSED : mended.text[0] != '\0' ? MENDED : AS_IT_WAS;
    const char *said = becomes == MENDED ? mended.text : fault.text;
    if (becomes != row->becomes || strstr(said, row->words) == NULL) {
        fail_msg("%s: \"%s\"", becomes == MENDED ? "mended" : "not mended", said);
    }
    assert_int_equal(names_with(scratch->directory, ".corrupt-") > 0, becomes == MENDED);
    if (store != NULL) {
        assert_true(store_check(store, &fault));
        store_close(store);
    }
    assert_int_equal(scratch_remove(&made), 0);
}

/* A first night that was killed before it wrote leaves an empty file, and no crash. */
static void an_empty_file_is_no_damage_where_nothing_was_known(void **state)
{
    char path[PATH_SIZE];
    struct fault fault = {""}, mended = {""};
    make(*state, path);
    empty(path);
    struct store *store = store_open_mended(path, false, &mended, &fault);
    assert_non_null(store);
    assert_string_equal(mended.text, "");
    store_close(store);
}

/* As where the disk was full when a database was to be made anew. */
static void one_that_holds_nothing_is_told_of(void **state)
{
    char path[PATH_SIZE];
    struct fault fault = {""}, mended = {""};
    memcpy(path, scratch_path(*state, FILE_NAME), PATH_SIZE);
    run_sql(path, "PRAGMA journal_mode = WAL");
    struct store *store = store_open_mended(path, true, &mended, &fault);
    assert_non_null(store);
    assert_non_null(strstr(mended.text, "held nothing"));
    store_close(store);
}

static void remove_it(const char *path)
{
    assert_int_equal(unlink(path), 0);
}

static void replace_it(const char *path)
{
    assert_int_equal(unlink(path), 0);
    run_sql(path, "CREATE TABLE other(x)");
}

static const struct damage_row meanwhile[] = {
    {"nothing", nothing, AS_IT_WAS, ""},
    {"removed", remove_it, REFUSED, "gone while it was open"},
    {"replaced", replace_it, REFUSED, "replaced while it was open"},
    {"cut to nothing", empty, REFUSED, FILE_NAME},
    {"cut to half", halve, REFUSED, FILE_NAME},
    {"a page of zeros", zero_another_page, REFUSED, FILE_NAME},
    /* The log holds this one, and is what counts. */
    {"a page of zeros that was written anew", zero_a_page, AS_IT_WAS, ""},
    {"a garbled head that was written anew", garble_the_head, AS_IT_WAS, ""},
};

static void while_it_is_open(void **state)
{
    const struct damage_row *row = *state;
    void *made = NULL;
    char path[PATH_SIZE];
    struct fault fault = {""};
    assert_int_equal(scratch_make(&made), 0);
    struct scratch *scratch = made;
    make(scratch, path);
    struct store *store = store_open(path, &fault);
    assert_non_null(store);
    int64_t night;
    assert_true(store_begin_night(
        store, &(struct store_start){.date = "2026-11-30", .when = NOW, .revision = ""}, &night,
        &fault));
    row->damage(path);
    bool whole = store_check(store, &fault);
    if (whole != (row->becomes == AS_IT_WAS) || strstr(fault.text, row->words) == NULL) {
        fail_msg("%s: \"%s\"", whole ? "whole" : "not whole", fault.text);
    }
    store_close(store);
    assert_int_equal(scratch_remove(&made), 0);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(damages) + COUNT(meanwhile) + 2] = {
        SCRATCH_TEST(one_that_holds_nothing_is_told_of),
        SCRATCH_TEST(an_empty_file_is_no_damage_where_nothing_was_known)};
    size_t count = 2;
    ADD_ROWS(tests, count, damages, between_two_nights);
    ADD_ROWS(tests, count, meanwhile, while_it_is_open);
    return cmocka_run_group_tests_name("health", tests, NULL, NULL);
}
