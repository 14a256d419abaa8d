/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <sqlite3.h>

#include "store/store.h"

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

static int64_t begin_on(struct store *store, const char *date)
{
    int64_t night = 0;
    struct fault fault;
    struct store_start start = {
        .date = date, .when = NOW, .revision = "1a2b", .budget = 600, .late = 90};
    assert_true(store_begin_night(store, &start, &night, &fault));
    return night;
}

static int64_t begin_night(struct store *store)
{
    return begin_on(store, "2026-11-24");
}

static void end_night(struct store *store, int64_t night, bool whole, double late)
{
    struct fault fault;
    struct store_end end = {.when = LATER,
                            .status = 1,
                            .whole = whole,
                            .late = late,
                            .untriaged = 3600,
                            .open = {1, 2, 3},
                            .found = 4,
                            .filed = 5};
    assert_true(store_end_night(store, night, &end, &fault));
}

static void add_run(struct store *store, int64_t night, double seconds, uint64_t edges)
{
    struct fault fault;
    struct store_run run = {.target = "offset",
                            .ended = "finished",
                            .executions = 100,
                            .edges = edges,
                            .corpus_inputs = 7,
                            .seconds = seconds,
                            .crashes = 1};
    assert_true(store_add_run(store, night, &run, &fault));
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

static struct crashes read_crashes(struct store *store, int64_t night)
{
    struct fault fault = {""};
    struct crashes crashes = {.count = 0};
    struct store_crash *list;
    assert_true(store_list_crashes(store, night, &list, &crashes.count, &fault));
    assert_in_range(crashes.count, 0, COUNT(crashes.all));
    for (size_t i = 0; i < crashes.count; i++) {
        crashes.all[i] = list[i];
    }
    free(list);
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
    int64_t night = begin_night(store), next = begin_on(store, "2026-11-25");
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
    /* A sighting of a crash that is not there is refused. */
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

static void a_variant_tells_what_became_of_its_crash(void **state)
{
    struct fault fault = {""};
    struct store_variant read;
    struct store *store = open_store(*state);
    put(store, FIRST, FIRST, "data-race|f");
    put(store, SECOND, FIRST, "data-race|g");
    assert_true(find(store, "data-race|g", &read) && !read.mended && !read.declined);
    assert_true(store_set_mended(store, FIRST, "5e6f", LATER, &fault));
    assert_true(find(store, "data-race|g", &read) && read.mended && !read.declined);
    assert_true(store_set_issue(store, FIRST,
                                &(struct tracker_issue){.number = 7, .declined = true}, &fault));
    assert_true(find(store, "data-race|g", &read) && read.mended && read.declined);
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
    assert_true(crash.issue == 7 && crash.open && !crash.pending && crash.filed);
    assert_true(read_crashes(store, begin_night(store)).all[0].filed);
    assert_false(read_crashes(store, begin_on(store, "2026-11-25")).all[0].filed);
    store_action_free(&read);
    assert_true(store_next_action(store, 0, &read, &found, &fault) && !found);
    /* An action of no night is refused. */
    assert_false(store_post(store, night + 9, &action, &fault));
    store_close(store);
}

static void settle(struct store *store, int64_t night, enum store_verb verb, const char *assignee,
                   uint64_t number)
{
    struct fault fault = {""};
    struct store_action read = {.id = 0}, action = {.verb = verb,
                                                    .crash = FIRST,
                                                    .marker = "m",
                                                    .seen = NOW,
                                                    .assignee = assignee};
    bool found = false;
    assert_true(store_post(store, night, &action, &fault));
    assert_true(store_next_action(store, 0, &read, &found, &fault) && found);
    assert_true(store_settle(store, &read, number, true, &fault));
    store_action_free(&read);
}

/* The owner is whom the issue was addressed to when it was filed, not whom a comment was. */
static void a_crash_is_theirs_whom_its_issue_was_addressed_to(void **state)
{
    struct fault fault = {""};
    struct store *store = open_store(*state);
    int64_t night = begin_night(store);
    put(store, FIRST, FIRST, "data-race|f");
    put(store, SECOND, SECOND, "abort|x");
    assert_string_equal(read_crashes(store, night).all[0].owner, "");
    settle(store, night, STORE_FILE, "ada", 7);
    assert_string_equal(read_crashes(store, night).all[0].owner, "ada");
    assert_string_equal(read_crashes(store, night).all[1].owner, "");
    settle(store, night, STORE_REOPEN, "bob", 7);
    assert_string_equal(read_crashes(store, night).all[0].owner, "ada");
    assert_true(store_set_issue(store, FIRST, &(struct tracker_issue){.number = 7, .triaged = true},
                                &fault));
    assert_string_equal(read_crashes(store, night).all[0].owner, "ada");
    assert_true(read_crashes(store, night).all[0].triaged);
    settle(store, night, STORE_CLOSE, "", 0); /* it was deleted */
    assert_string_equal(read_crashes(store, night).all[0].owner, "");
    settle(store, night, STORE_FILE, "eve", 8);
    assert_string_equal(read_crashes(store, night).all[0].owner, "eve");
    assert_true(store_set_issue(store, FIRST, &(struct tracker_issue){.number = 0}, &fault));
    assert_string_equal(read_crashes(store, night).all[0].owner, "");
    settle(store, night, STORE_FILE, "", 9);
    assert_string_equal(read_crashes(store, night).all[0].owner, "");
    store_close(store);
}

/* A database as the first release of vigil left it. */
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

/* A database as the second release left it. */
static const char second[] =
    "PRAGMA application_id = 1986489393; PRAGMA user_version = 2;"
    "CREATE TABLE nights(id INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT,"
    " budget REAL NOT NULL, status INTEGER, revision TEXT NOT NULL DEFAULT '');"
    "CREATE TABLE runs(night INTEGER NOT NULL REFERENCES nights(id), target TEXT NOT NULL,"
    " executions INTEGER NOT NULL, edges INTEGER NOT NULL, corpus INTEGER NOT NULL,"
    " seconds REAL NOT NULL, crashes INTEGER NOT NULL, ended TEXT NOT NULL,"
    " PRIMARY KEY(night, target));"
    "CREATE TABLE crashes(id TEXT PRIMARY KEY, title TEXT NOT NULL, target TEXT NOT NULL,"
    " severity INTEGER NOT NULL, class TEXT NOT NULL, first_seen TEXT NOT NULL,"
    " last_seen TEXT NOT NULL, revision TEXT NOT NULL DEFAULT '',"
    " first_bad TEXT NOT NULL DEFAULT '', handle TEXT NOT NULL DEFAULT '',"
    " issue INTEGER NOT NULL DEFAULT 0, open INTEGER NOT NULL DEFAULT 0,"
    " declined INTEGER NOT NULL DEFAULT 0, digested INTEGER NOT NULL DEFAULT 0,"
    " mended INTEGER NOT NULL DEFAULT 0, good_revision TEXT NOT NULL DEFAULT '',"
    " good_seen TEXT NOT NULL DEFAULT '');"
    "CREATE TABLE variants(id TEXT PRIMARY KEY, crash TEXT NOT NULL REFERENCES crashes(id),"
    " signature TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, class TEXT NOT NULL,"
    " stack TEXT NOT NULL, title TEXT NOT NULL, severity INTEGER NOT NULL, target TEXT NOT NULL,"
    " tool INTEGER NOT NULL, control TEXT NOT NULL, studied INTEGER NOT NULL,"
    " replays INTEGER NOT NULL, reproduced INTEGER NOT NULL, reproducibility INTEGER NOT NULL);"
    "CREATE TABLE sightings(night INTEGER NOT NULL REFERENCES nights(id),"
    " crash TEXT NOT NULL REFERENCES crashes(id), target TEXT NOT NULL, seen TEXT NOT NULL,"
    " PRIMARY KEY(night, crash, target));"
    "CREATE TABLE outbox(id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " night INTEGER NOT NULL REFERENCES nights(id), verb INTEGER NOT NULL, crash TEXT NOT NULL,"
    " marker TEXT NOT NULL, number INTEGER NOT NULL, title TEXT NOT NULL, target TEXT NOT NULL,"
    " signature TEXT NOT NULL, seen TEXT NOT NULL, labels TEXT NOT NULL, assignee TEXT NOT NULL,"
    " body TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, error TEXT NOT NULL DEFAULT '',"
    " settled INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX waiting ON outbox(settled, crash);"
    "INSERT INTO nights VALUES(1, '" NOW "', '" NOW "', 60, 1, '1a2b'),"
    " (2, '" LATER "', NULL, 60, NULL, '3c4d');"
    "INSERT INTO crashes(id, title, target, severity, class, first_seen, last_seen, issue, open)"
    " VALUES('" FIRST "', 'data-race in f', 'offset', 1, 'race', '" NOW "', '" LATER "', 3, 1);"
    "INSERT INTO variants VALUES('" FIRST "', '" FIRST "', 'data-race|f', 'data-race', 'race',"
    " 'f|g', 'data-race in f', 1, 'offset', 1, '', 1, 10, 4, 1);"
    "INSERT INTO sightings VALUES(1, '" FIRST "', 'offset', '" NOW "'),"
    " (2, '" FIRST "', 'offset', '" LATER "');"
    "INSERT INTO outbox VALUES(7, 2, 0, '" FIRST "', 'crash:" FIRST "', 0, 'a title', 'offset',"
    " 'data-race|f', '" NOW "', 'a', 'ada', 'the body', 2, 'no answer', 0);";

static void make_database(struct scratch *scratch, const char *script)
{
    sqlite3 *database;
    assert_int_equal(sqlite3_open(scratch_path(scratch, "vigil.sqlite"), &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, script, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

/* What an upgrade made of a table, a row of the question's one text. */
static void says(struct scratch *scratch, const char *question, const char *answer)
{
    sqlite3 *database;
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_open(scratch_path(scratch, "vigil.sqlite"), &database), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, question, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(statement, 0), answer);
    assert_int_equal(sqlite3_finalize(statement), SQLITE_OK);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

struct former_row {
    const char *name, *script;
};

static const struct former_row formers[] = {
    {"from schema 1", former},
    {"from schema 2", second},
    {"from none", ""},
};

/* Every older schema becomes the present one, and its nights get the date on which they began. */
static void a_schema_is_brought_up_to_date(void **state)
{
    const struct former_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    make_database(made, row->script);
    store_close(open_store(made));
    says(made, "PRAGMA user_version", "3");
    says(made,
         "SELECT (SELECT group_concat(name) FROM pragma_table_info('crashes')) || ';' ||"
         " (SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info('nights')"
         " ORDER BY name))",
         "id,title,target,severity,class,first_seen,last_seen,revision,first_bad,handle,issue,open,"
         "declined,digested,mended,good_revision,good_seen,triaged,owner;"
         "budget,date,ended,filed,found,id,late,open_high,open_low,open_medium,revision,start_late,"
         "started,status,untriaged,whole");
    if (row->script[0] != '\0') {
        says(made, "SELECT group_concat(date) FROM nights", "2026-11-24,2026-11-25");
        says(made, "SELECT title || issue || open || triaged || owner FROM crashes",
             "data-race in f310");
    }
    store_close(open_store(made)); /* a schema that is up to date is left as it is */
    says(made, "PRAGMA integrity_check", "ok");
    assert_int_equal(scratch_remove(&made), 0);
}

/* Nothing of the second schema is lost, and what waited to be said still waits. */
static void what_waited_in_the_second_schema_still_does(void **state)
{
    struct fault fault = {""};
    struct store_action action;
    struct store_variant variant;
    bool found = false;
    make_database(*state, second);
    struct store *store = open_store(*state);
    assert_true(find(store, "data-race|f", &variant));
    assert_true(variant.studied);
    assert_true(read_crashes(store, 2).all[0].pending);
    assert_true(store_next_action(store, 0, &action, &found, &fault) && found);
    assert_int_equal(action.id, 7);
    assert_string_equal(action.assignee, "ada");
    assert_true(store_settle(store, &action, 3, true, &fault));
    assert_string_equal(read_crashes(store, 2).all[0].owner, "ada");
    store_action_free(&action);
    store_close(store);
}

static void a_former_database_is_taken_over(void **state)
{
    struct store_variant variant;
    make_database(*state, former);
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
    store_close(store);
}

static double fuzzed(struct store *store, int64_t night)
{
    double seconds = -1;
    struct fault fault;
    assert_true(store_fuzzed(store, night, "offset", &seconds, &fault));
    return seconds;
}

static void a_night_cut_short_is_gone_on_with(void **state)
{
    struct store *store = open_store(*state);
    int64_t yesterday = begin_on(store, "2026-11-23");
    add_run(store, yesterday, 40, 10); /* killed, but of another date */
    int64_t killed = begin_night(store);
    assert_true(fuzzed(store, killed) == 0);
    add_run(store, killed, 10, 10);
    int64_t interrupted = begin_night(store);
    assert_true(fuzzed(store, interrupted) == 10);
    add_run(store, interrupted, 5, 12);
    end_night(store, interrupted, false, 0);
    int64_t last = begin_night(store);
    assert_true(fuzzed(store, last) == 15);
    add_run(store, last, 45, 12);
    end_night(store, last, true, 0);
    assert_true(fuzzed(store, begin_night(store)) == 0); /* that one was whole */
    store_close(store);
}

static void starts_on_one_date_are_one_night(void **state)
{
    struct fault fault;
    struct store_night *nights;
    size_t count;
    struct store *store = open_store(*state);
    (void)begin_on(store, "2026-11-22"); /* too old to be asked for */
    int64_t killed = begin_on(store, "2026-11-23");
    add_run(store, killed, 40, 10);
    int64_t first = begin_night(store);
    add_run(store, first, 10, 12);
    end_night(store, first, true, 30);
    int64_t again = begin_night(store);
    add_run(store, again, 20, 14);
    end_night(store, again, true, 7200);
    assert_true(store_list_nights(store, 2, &nights, &count, &fault));
    assert_int_equal(count, 2);
    assert_string_equal(nights[0].date, "2026-11-23");
    assert_string_equal(nights[0].ended, "");
    assert_int_equal(nights[0].status, -1);
    const struct store_night *night = &nights[1];
    assert_string_equal(night->date, "2026-11-24");
    assert_string_equal(night->ended, LATER);
    assert_int_equal(night->status, 1);
    assert_true(night->late_seconds == 30); /* the first told in time */
    assert_true(night->start_late_seconds == 90 && night->untriaged_seconds == 3600);
    assert_true(night->executions == 200 && night->seconds == 30);
    assert_true(night->edges == 14 && night->corpus == 7);
    assert_true(night->open[0] == 1 && night->open[1] == 2 && night->open[2] == 3);
    assert_true(night->found == 4 && night->filed == 10);
    free(nights);
    store_close(store);
}

static void what_a_target_came_to_is_added_up(void **state)
{
    struct fault fault;
    struct store_run run;
    struct store *store = open_store(*state);
    add_run(store, begin_on(store, "2026-11-23"), 40, 99);
    add_run(store, begin_night(store), 10, 12);
    int64_t night = begin_night(store);
    assert_true(store_sum_runs(store, night, "offset", &run, &fault));
    assert_true(run.executions == 100 && run.seconds == 10 && run.edges == 12);
    add_run(store, night, 20, 14);
    assert_true(store_sum_runs(store, night, "offset", &run, &fault));
    assert_true(run.executions == 200 && run.seconds == 30 && run.edges == 14);
    assert_true(run.corpus_inputs == 7 && run.crashes == 2);
    assert_true(store_sum_runs(store, night, "tzif", &run, &fault) && run.executions == 0);
    store_close(store);
}

/* Two sightings on one date are one night, however often that night was started. */
static void a_date_is_one_night_to_a_crash(void **state)
{
    struct fault fault;
    struct store *store = open_store(*state);
    put(store, FIRST, FIRST, "abort|f");
    int64_t night = 0;
    for (int i = 0; i < 3; i++) {
        night = begin_night(store);
        assert_true(store_sight(store, night, FIRST, "offset", NOW, "", &fault));
    }
    assert_int_equal(read_crashes(store, night).all[0].nights, 1);
    night = begin_on(store, "2026-11-25");
    assert_true(store_sight(store, night, FIRST, "offset", NOW, "", &fault));
    assert_int_equal(read_crashes(store, night).all[0].nights, 2);
    store_close(store);
}

static void filings_are_counted(void **state)
{
    static const enum store_verb verbs[] = {STORE_FILE, STORE_FILE, STORE_CLOSE, STORE_REOPEN,
                                            STORE_FILE};
    struct fault fault;
    bool found;
    struct store *store = open_store(*state);
    struct store_filings filings;
    int64_t night = begin_night(store);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        struct store_action action = {.verb = verbs[i]};
        assert_true(store_post(store, night, &action, &fault));
    }
    for (int i = 0; i < 4; i++) {
        struct store_action action;
        assert_true(store_next_action(store, 0, &action, &found, &fault) && found);
        assert_true(store_settle(store, &action, 1, true, &fault));
        store_action_free(&action);
    }
    assert_true(store_count_filings(store, night, &filings, &fault));
    assert_true(filings.filed == 2 && filings.closed == 1 && filings.reopened == 1);
    assert_true(filings.waiting == 1 && filings.refused == 0);
    assert_true(store_note_try(store, 5, "422", &fault));
    assert_true(store_count_filings(store, begin_on(store, "2026-11-25"), &filings, &fault));
    assert_true(filings.filed == 0 && filings.waiting == 1 && filings.refused == 1);
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
    struct CMUnitTest tests[COUNT(formers) + 22] = {
        SCRATCH_TEST(all_of_a_variant_is_remembered),
        SCRATCH_TEST(a_crash_is_what_its_first_variant_is),
        SCRATCH_TEST(nights_are_counted_once_each),
        SCRATCH_TEST(a_mended_crash_that_is_seen_is_mended_no_more),
        SCRATCH_TEST(a_variant_is_forgotten_with_its_crash),
        SCRATCH_TEST(a_variant_tells_what_became_of_its_crash),
        SCRATCH_TEST(a_transaction_is_all_or_nothing),
        SCRATCH_TEST(an_action_waits_until_it_is_settled),
        SCRATCH_TEST(a_crash_is_theirs_whom_its_issue_was_addressed_to),
        SCRATCH_TEST(what_waited_in_the_second_schema_still_does),
        SCRATCH_TEST(a_former_database_is_taken_over),
        SCRATCH_TEST(a_run_is_recorded_for_a_night_only),
        SCRATCH_TEST(what_is_no_database_is_refused),
        SCRATCH_TEST(a_newer_schema_is_refused),
        SCRATCH_TEST(a_night_cut_short_is_gone_on_with),
        SCRATCH_TEST(starts_on_one_date_are_one_night),
        SCRATCH_TEST(what_a_target_came_to_is_added_up),
        SCRATCH_TEST(a_date_is_one_night_to_a_crash),
        SCRATCH_TEST(filings_are_counted),
        SCRATCH_TEST(a_strangers_database_is_refused),
        SCRATCH_TEST(a_damaged_database_is_refused),
        SCRATCH_TEST(one_that_cannot_be_made_is_a_fault),
    };
    size_t count = 22;
    ADD_ROWS(tests, count, formers, a_schema_is_brought_up_to_date);
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
