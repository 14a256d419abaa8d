/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <sqlite3.h>

#include "store.h"

#define FIRST  "0123456789abcdef"
#define SECOND "fedcba9876543210"
#define NOW    "2026-11-24T02:00:00Z"
#define LATER  "2026-11-25T02:00:00Z"

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
    assert_true(store_begin_night(store, NOW, 600, "1a2b", &night, &fault));
    return night;
}

static struct store_variant make_variant(const char *id, const char *crash, const char *key)
{
    struct store_variant variant = {.target = "offset",
                                    .control = "00112233aabbccdd",
                                    .tool = SANLOG_ASAN,
                                    .studied = true,
                                    .replays = 10,
                                    .reproduced = 4,
                                    .reproducibility = FLAKY};
    struct signature *signature = &variant.signature;
    (void)snprintf(variant.id, sizeof variant.id, "%s", id);
    (void)snprintf(variant.crash, sizeof variant.crash, "%s", crash);
    (void)snprintf(signature->id, sizeof signature->id, "%s", id);
    (void)snprintf(signature->key, sizeof signature->key, "%s", key);
    (void)snprintf(signature->kind, sizeof signature->kind, "data-race");
    (void)snprintf(signature->stack, sizeof signature->stack, "f|g|h|main");
    (void)snprintf(signature->title, sizeof signature->title, "data-race in f");
    signature->class = CLASS_RACE;
    signature->severity = SEVERITY_MEDIUM;
    return variant;
}

static void put(struct store *store, const char *id, const char *crash, const char *key)
{
    struct fault fault = {""};
    struct store_variant variant = make_variant(id, crash, key);
    if (!store_put_variant(store, &variant, NOW, &fault)) {
        fail_msg("%s", fault.text);
    }
}

static bool find(struct store *store, const char *key, struct store_variant *variant)
{
    struct fault fault = {""};
    bool found = false;
    assert_true(store_find_variant(store, key, variant, &found, &fault));
    return found;
}

struct crashes {
    struct store_crash all[4];
    size_t count;
};

static bool take_crash(void *context, const struct store_crash *crash)
{
    struct crashes *crashes = context;
    crashes->all[crashes->count++] = *crash;
    return crashes->count < 4;
}

static struct crashes read_crashes(struct store *store, int64_t night)
{
    struct fault fault = {""};
    struct crashes crashes = {.count = 0};
    assert_true(store_each_crash(store, night, take_crash, &crashes, &fault));
    return crashes;
}

static void all_of_a_variant_is_remembered(void **state)
{
    struct store_variant read, wanted = make_variant(FIRST, FIRST, "data-race|f");
    struct store *store = open_store(*state);
    assert_false(find(store, "data-race|f", &read));
    put(store, FIRST, FIRST, "data-race|f");
    store_close(store);
    store = open_store(*state);
    assert_true(find(store, "data-race|f", &read));
    assert_memory_equal(&read, &wanted, sizeof read);
    store_close(store);
}

static void a_crash_is_what_its_first_variant_is(void **state)
{
    struct fault fault = {""};
    struct store *store = open_store(*state);
    struct store_variant another = make_variant(SECOND, FIRST, "data-race|g");
    another.signature.severity = SEVERITY_HIGH;
    (void)snprintf(another.signature.title, sizeof another.signature.title, "data-race in g");
    put(store, FIRST, FIRST, "data-race|f");
    assert_true(store_put_variant(store, &another, LATER, &fault));
    struct crashes crashes = read_crashes(store, 0);
    assert_int_equal(crashes.count, 1);
    assert_string_equal(crashes.all[0].title, "data-race in f");
    assert_string_equal(crashes.all[0].first_seen, NOW);
    assert_int_equal(crashes.all[0].severity, SEVERITY_MEDIUM);
    assert_int_equal(crashes.all[0].class, CLASS_RACE);
    store_close(store);
}

static void nights_are_counted_once_each(void **state)
{
    struct fault fault = {""};
    struct store *store = open_store(*state);
    int64_t night = begin_night(store), next = begin_night(store);
    put(store, FIRST, FIRST, "data-race|f");
    assert_int_equal(read_crashes(store, night).all[0].nights, 0);
    for (int twice = 0; twice < 2; twice++) {
        assert_true(store_sight(store, night, FIRST, "offset", NOW, "1a2b", &fault));
        assert_true(store_sight(store, night, FIRST, "rfc3339", NOW, "1a2b", &fault));
    }
    assert_int_equal(read_crashes(store, night).all[0].nights, 1);
    assert_true(read_crashes(store, night).all[0].seen);
    assert_false(read_crashes(store, next).all[0].seen);
    assert_true(store_sight(store, next, FIRST, "offset", LATER, "3c4d", &fault));
    struct store_crash crash = read_crashes(store, next).all[0];
    assert_int_equal(crash.nights, 2);
    assert_string_equal(crash.last_seen, LATER);
    assert_string_equal(crash.revision, "3c4d");
    /* One of a crash that is not there is refused. */
    assert_false(store_sight(store, night, SECOND, "offset", NOW, "", &fault));
    store_close(store);
}

static void a_mended_crash_that_is_seen_is_mended_no_more(void **state)
{
    struct fault fault = {""};
    struct store *store = open_store(*state);
    int64_t night = begin_night(store);
    bool wanted = true;
    put(store, FIRST, FIRST, "data-race|f");
    assert_true(store_set_digested(store, FIRST, true, &fault));
    assert_true(store_set_mended(store, FIRST, "5e6f", LATER, &fault));
    assert_true(read_crashes(store, night).all[0].mended);
    assert_string_equal(read_crashes(store, night).all[0].good_revision, "5e6f");
    assert_string_equal(read_crashes(store, night).all[0].good_seen, LATER);
    assert_false(read_crashes(store, night).all[0].digested);
    assert_true(store_wants_control(store, "00112233aabbccdd", &wanted, &fault));
    assert_false(wanted);
    assert_true(store_sight(store, night, FIRST, "offset", NOW, "", &fault));
    assert_false(read_crashes(store, night).all[0].mended);
    assert_true(store_wants_control(store, "00112233aabbccdd", &wanted, &fault));
    assert_true(wanted);
    assert_string_equal(read_crashes(store, night).all[0].good_seen, LATER); /* for the comment */
    assert_true(store_set_mended(store, FIRST, "", "", &fault));
    assert_false(read_crashes(store, night).all[0].mended);
    assert_string_equal(read_crashes(store, night).all[0].good_seen, "");
    store_close(store);
}

static void a_variant_is_forgotten_with_its_crash(void **state)
{
    struct fault fault = {""};
    struct store_variant read;
    struct store *store = open_store(*state);
    int64_t night = begin_night(store);
    put(store, FIRST, FIRST, "data-race|f");
    put(store, SECOND, FIRST, "data-race|g");
    assert_true(store_sight(store, night, FIRST, "offset", NOW, "", &fault));
    assert_true(store_forget_variant(store, SECOND, &fault));
    assert_false(find(store, "data-race|g", &read));
    assert_int_equal(read_crashes(store, night).count, 1);
    assert_true(store_forget_variant(store, FIRST, &fault));
    assert_int_equal(read_crashes(store, night).count, 0);
    store_close(store);
}

static bool write_and_fail(void *context, struct fault *fault)
{
    put(context, FIRST, FIRST, "data-race|f");
    return fault_set(fault, "no");
}

static void a_transaction_is_all_or_nothing(void **state)
{
    struct fault fault = {""};
    struct store *store = open_store(*state);
    assert_false(store_transaction(store, write_and_fail, store, &fault));
    assert_string_equal(fault.text, "no");
    assert_int_equal(read_crashes(store, 0).count, 0);
    put(store, FIRST, FIRST, "data-race|f"); /* and none is left open */
    store_close(store);
}

static void an_action_waits_until_it_is_settled(void **state)
{
    struct fault fault = {""};
    bool found;
    struct store *store = open_store(*state);
    struct store_action read = {.id = 0}, action = {.verb = STORE_FILE,
                                                    .crash = FIRST,
                                                    .marker = "crash:" FIRST,
                                                    .title = "a title",
                                                    .target = "offset",
                                                    .signature = "data-race|f",
                                                    .seen = NOW,
                                                    .labels = "a\nb\n",
                                                    .assignee = "",
                                                    .body = "the body"};
    int64_t night = begin_night(store);
    put(store, FIRST, FIRST, "data-race|f");
    assert_true(store_post(store, night, &action, &fault));
    assert_true(store_next_action(store, 0, &read, &found, &fault) && found);
    assert_string_equal(read.title, "a title");
    assert_string_equal(read.labels, "a\nb\n");
    assert_string_equal(read.assignee, "");
    assert_string_equal(read.body, "the body");
    assert_string_equal(read.marker, "crash:" FIRST);
    assert_true(read_crashes(store, night).all[0].pending);
    assert_true(store_note_try(store, read.id, "no answer", &fault));
    assert_true(read_crashes(store, night).all[0].pending);
    assert_true(store_settle(store, &read, 7, true, &fault));
    struct store_crash crash = read_crashes(store, night).all[0];
    assert_true(crash.issue == 7 && crash.open && !crash.pending);
    store_action_free(&read);
    assert_true(store_next_action(store, 0, &read, &found, &fault) && !found);
    /* One of no night is refused. */
    assert_false(store_post(store, night + 1, &action, &fault));
    store_close(store);
}

/* As the first release of vigil left it. */
static const char former[] =
    "PRAGMA application_id = 1986489393; PRAGMA user_version = 1;"
    "CREATE TABLE nights(id INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT,"
    " budget REAL NOT NULL, status INTEGER);"
    "CREATE TABLE runs(night INTEGER NOT NULL REFERENCES nights(id), target TEXT NOT NULL,"
    " executions INTEGER NOT NULL, edges INTEGER NOT NULL, corpus INTEGER NOT NULL,"
    " seconds REAL NOT NULL, crashes INTEGER NOT NULL, ended TEXT NOT NULL,"
    " PRIMARY KEY(night, target));"
    "CREATE TABLE crashes(id TEXT PRIMARY KEY, signature TEXT NOT NULL UNIQUE,"
    " title TEXT NOT NULL, target TEXT NOT NULL, severity TEXT NOT NULL,"
    " first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, issue INTEGER NOT NULL DEFAULT 0);"
    "CREATE TABLE sightings(night INTEGER NOT NULL REFERENCES nights(id),"
    " crash TEXT NOT NULL REFERENCES crashes(id), target TEXT NOT NULL, seen TEXT NOT NULL,"
    " PRIMARY KEY(night, crash, target));"
    "INSERT INTO nights VALUES(1, '" NOW "', '" NOW "', 60, 1), (2, '" LATER "', NULL, 60, NULL);"
    "INSERT INTO crashes VALUES('" FIRST "', 'data-race|f', 'data-race in f', 'offset', 'medium',"
    " '" NOW "', '" LATER "', 3);"
    "INSERT INTO sightings VALUES(1, '" FIRST "', 'offset', '" NOW "'),"
    " (2, '" FIRST "', 'offset', '" LATER "');";

static void a_former_database_is_taken_over(void **state)
{
    sqlite3 *database;
    struct store_variant variant;
    assert_int_equal(sqlite3_open(scratch_path(*state, "vigil.sqlite"), &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, former, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
    struct store *store = open_store(*state);
    struct crashes crashes = read_crashes(store, 2);
    assert_int_equal(crashes.count, 1);
    assert_int_equal(crashes.all[0].issue, 3);
    assert_int_equal(crashes.all[0].nights, 2);
    assert_int_equal(crashes.all[0].severity, SEVERITY_MEDIUM);
    assert_string_equal(crashes.all[0].first_seen, NOW);
    assert_true(find(store, "data-race|f", &variant));
    assert_false(variant.studied); /* what it lacks is found out when it is */
    put(store, FIRST, FIRST, "data-race|f");
    assert_int_equal(read_crashes(store, 2).all[0].class, CLASS_RACE);
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
    assert_true(store_end_night(store, night, LATER, 1, &fault));
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
        SCRATCH_TEST(all_of_a_variant_is_remembered),
        SCRATCH_TEST(a_crash_is_what_its_first_variant_is),
        SCRATCH_TEST(nights_are_counted_once_each),
        SCRATCH_TEST(a_mended_crash_that_is_seen_is_mended_no_more),
        SCRATCH_TEST(a_variant_is_forgotten_with_its_crash),
        SCRATCH_TEST(a_transaction_is_all_or_nothing),
        SCRATCH_TEST(an_action_waits_until_it_is_settled),
        SCRATCH_TEST(a_former_database_is_taken_over),
        SCRATCH_TEST(a_run_is_recorded_for_a_night_only),
        SCRATCH_TEST(what_is_no_database_is_refused),
        SCRATCH_TEST(a_newer_schema_is_refused),
        SCRATCH_TEST(a_strangers_database_is_refused),
        SCRATCH_TEST(a_damaged_database_is_refused),
        SCRATCH_TEST(one_that_cannot_be_made_is_a_fault),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
