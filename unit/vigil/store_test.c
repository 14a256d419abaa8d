/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include "store.h"

static const struct store_crash crash = {.id = "0123456789abcdef",
                                         .signature = "abort|f",
                                         .title = "abort in f",
                                         .target = "offset",
                                         .severity = "low",
                                         .first_seen = "2024-07-11T01:14:00Z",
                                         .last_seen = "2024-07-11T01:14:00Z"};

static struct store *open_store(struct scratch *scratch)
{
    struct fault fault;
    struct store *store = store_open(scratch_path(scratch, "vigil.sqlite"), &fault);
    if (store == NULL) {
        fail_msg("%s", fault.text);
    }
    return store;
}

static int64_t begin_night(struct store *store)
{
    int64_t night = 0;
    struct fault fault;
    assert_true(store_begin_night(store, "2024-07-11T01:00:00Z", 600, &night, &fault));
    return night;
}

static void a_crash_is_remembered(void **state)
{
    struct fault fault;
    struct store_crash read;
    bool found;
    struct store *store = open_store(*state);
    assert_true(store_find_crash(store, "abort|f", &read, &found, &fault));
    assert_false(found);
    assert_true(store_put_crash(store, &crash, &fault));
    store_close(store);
    store = open_store(*state);
    assert_true(store_find_crash(store, "abort|f", &read, &found, &fault));
    assert_true(found);
    assert_string_equal(read.id, crash.id);
    assert_string_equal(read.title, crash.title);
    assert_string_equal(read.target, crash.target);
    assert_int_equal(read.issue, 0);
    store_close(store);
}

static void put_again_it_keeps_when_it_was_first_seen(void **state)
{
    struct fault fault;
    bool found;
    struct store *store = open_store(*state);
    struct store_crash later = crash, read;
    assert_true(store_put_crash(store, &crash, &fault));
    later.issue = 7;
    memcpy(later.first_seen, "2025-01-01T00:00:00Z", 21);
    memcpy(later.last_seen, "2025-01-01T00:00:00Z", 21);
    assert_true(store_put_crash(store, &later, &fault));
    assert_true(store_find_crash(store, "abort|f", &read, &found, &fault));
    assert_int_equal(read.issue, 7);
    assert_string_equal(read.first_seen, "2024-07-11T01:14:00Z");
    assert_string_equal(read.last_seen, "2025-01-01T00:00:00Z");
    store_close(store);
}

static void a_sighting_moves_last_seen(void **state)
{
    struct fault fault;
    struct store_crash read;
    bool found;
    struct store *store = open_store(*state);
    int64_t night = begin_night(store);
    assert_true(store_put_crash(store, &crash, &fault));
    for (int twice = 0; twice < 2; twice++) {
        assert_true(
            store_add_sighting(store, night, crash.id, "offset", "2024-07-12T01:00:00Z", &fault));
    }
    assert_true(store_find_crash(store, "abort|f", &read, &found, &fault));
    assert_string_equal(read.last_seen, "2024-07-12T01:00:00Z");
    /* One of a crash that is not there is refused, and leaves no transaction open. */
    assert_false(store_add_sighting(store, night, "ffffffffffffffff", "offset", "x", &fault));
    assert_true(store_end_night(store, night, "2024-07-12T02:00:00Z", 1, &fault));
    store_close(store);
}

static bool count_one(void *context, const struct store_crash *each)
{
    size_t *count = context;
    assert_string_equal(each->target, "offset");
    return ++*count < 2;
}

static void crashes_are_listed_by_target(void **state)
{
    struct fault fault;
    struct store_crash other = crash;
    size_t count = 0;
    struct store *store = open_store(*state);
    for (size_t i = 0; i < 4; i++) {
        other.id[0] = "0123"[i];
        other.signature[0] = "0123"[i];
        memcpy(other.target, i == 0 ? "tzif\0\0" : "offset", 7);
        assert_true(store_put_crash(store, &other, &fault));
    }
    assert_true(store_each_crash(store, "offset", count_one, &count, &fault));
    assert_int_equal(count, 2); /* of three: the second was told to be the last */
    store_close(store);
}

static void a_run_is_recorded_for_a_night_only(void **state)
{
    struct fault fault;
    struct store *store = open_store(*state);
    int64_t night = begin_night(store);
    struct store_run run = {.target = "offset", .ended = "finished", .executions = 9};
    assert_true(store_add_run(store, night, &run, &fault));
    assert_false(store_add_run(store, night + 1, &run, &fault));
    store_close(store);
}

/* The file must be as it was: what we could not read may be someone's. */
static void refused(struct scratch *scratch, const char *words)
{
    struct fault fault = {""};
    struct buffer before = {0}, after = {0};
    char path[PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s", scratch_path(scratch, "vigil.sqlite"));
    assert_true(files_read(path, 1 << 20, &before, &fault));
    assert_null(store_open(path, &fault));
    if (strstr(fault.text, words) == NULL) {
        fail_msg("the fault reads \"%s\", without \"%s\"", fault.text, words);
    }
    assert_true(files_read(path, 1 << 20, &after, &fault));
    assert_int_equal(before.size, after.size);
    assert_memory_equal(before.data, after.data, before.size);
    buffer_free(&before);
    buffer_free(&after);
}

static void what_is_no_database_is_refused(void **state)
{
    scratch_write(*state, "vigil.sqlite",
                  "This is a letter, and long enough that SQLite looks at its first page.");
    refused(*state, "not a database");
}

/* Sets a number of the header, big-endian at this byte (sqlite.org/fileformat, s. 1.3). */
static void set_header(struct scratch *scratch, size_t at, unsigned char value)
{
    struct fault fault;
    struct buffer file = {0};
    const char *path = scratch_path(scratch, "vigil.sqlite");
    assert_true(files_read(path, 1 << 20, &file, &fault));
    file.data[at + 3] = (char)value;
    assert_true(files_write(path, file.data, file.size, &fault));
    buffer_free(&file);
}

static void a_newer_schema_is_refused(void **state)
{
    store_close(open_store(*state));
    set_header(*state, 60, 99);
    refused(*state, "written by a newer vigil (schema 99");
}

static void a_strangers_database_is_refused(void **state)
{
    store_close(open_store(*state));
    set_header(*state, 68, 0);
    refused(*state, "not one of vigil's");
}

static void a_damaged_database_is_refused(void **state)
{
    struct fault fault;
    struct buffer file = {0};
    store_close(open_store(*state));
    const char *path = scratch_path(*state, "vigil.sqlite");
    assert_true(files_read(path, 1 << 20, &file, &fault));
    memset(file.data + 100, 0xa5, file.size - 100);
    assert_true(files_write(path, file.data, file.size, &fault));
    buffer_free(&file);
    refused(*state, "malformed");
}

static void one_that_cannot_be_made_is_a_fault(void **state)
{
    struct fault fault = {""};
    assert_null(store_open(scratch_path(*state, "none/vigil.sqlite"), &fault));
    assert_non_null(strstr(fault.text, "unable to open"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(a_crash_is_remembered),
        SCRATCH_TEST(put_again_it_keeps_when_it_was_first_seen),
        SCRATCH_TEST(a_sighting_moves_last_seen),
        SCRATCH_TEST(crashes_are_listed_by_target),
        SCRATCH_TEST(a_run_is_recorded_for_a_night_only),
        SCRATCH_TEST(what_is_no_database_is_refused),
        SCRATCH_TEST(a_newer_schema_is_refused),
        SCRATCH_TEST(a_strangers_database_is_refused),
        SCRATCH_TEST(a_damaged_database_is_refused),
        SCRATCH_TEST(one_that_cannot_be_made_is_a_fault),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
