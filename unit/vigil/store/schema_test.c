/* SPDX-License-Identifier: MIT */
#include "store_sample.h"

#include <sqlite3.h>

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

/* And the third, which made of the second's what it made of a new one. */
#define THIRD                                                                                      \
    "ALTER TABLE nights ADD COLUMN date TEXT NOT NULL DEFAULT '';"                                 \
    "ALTER TABLE nights ADD COLUMN whole INTEGER NOT NULL DEFAULT 0;"                              \
    "ALTER TABLE nights ADD COLUMN late REAL NOT NULL DEFAULT 0;"                                  \
    "ALTER TABLE nights ADD COLUMN start_late REAL NOT NULL DEFAULT 0;"                            \
    "ALTER TABLE nights ADD COLUMN open_low INTEGER NOT NULL DEFAULT 0;"                           \
    "ALTER TABLE nights ADD COLUMN open_medium INTEGER NOT NULL DEFAULT 0;"                        \
    "ALTER TABLE nights ADD COLUMN open_high INTEGER NOT NULL DEFAULT 0;"                          \
    "ALTER TABLE nights ADD COLUMN untriaged REAL NOT NULL DEFAULT 0;"                             \
    "ALTER TABLE nights ADD COLUMN found INTEGER NOT NULL DEFAULT 0;"                              \
    "ALTER TABLE nights ADD COLUMN filed INTEGER NOT NULL DEFAULT 0;"                              \
    "ALTER TABLE crashes ADD COLUMN triaged INTEGER NOT NULL DEFAULT 0;"                           \
    "ALTER TABLE crashes ADD COLUMN owner TEXT NOT NULL DEFAULT '';"                               \
    "UPDATE nights SET date = substr(started, 1, 10), whole = ended IS NOT NULL;"                  \
    "CREATE INDEX dated ON nights(date);"
static const char third_steps[] = THIRD "PRAGMA user_version = 3;";

/* The fourth added columns to the third. */
static const char fourth_steps[] =
    THIRD "ALTER TABLE variants ADD COLUMN message TEXT NOT NULL DEFAULT '';"
          "ALTER TABLE variants ADD COLUMN file TEXT NOT NULL DEFAULT '';"
          "ALTER TABLE variants ADD COLUMN line INTEGER NOT NULL DEFAULT 0;"
          "ALTER TABLE variants ADD COLUMN placed TEXT NOT NULL DEFAULT '';"
          "ALTER TABLE variants ADD COLUMN by_place INTEGER NOT NULL DEFAULT 0;"
          "ALTER TABLE variants ADD COLUMN inputless INTEGER NOT NULL DEFAULT 0;"
          "ALTER TABLE variants ADD COLUMN half INTEGER NOT NULL DEFAULT 0;"
          "ALTER TABLE crashes ADD COLUMN rest TEXT NOT NULL DEFAULT '';"
          "PRAGMA user_version = 4;";

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
    const char *name, *script, *more;
};

static const struct former_row formers[] = {
    {"from schema 1", former, ""},
    {"from schema 2", second, ""},
    {"from schema 3", second, third_steps},
    {"from schema 4", second, fourth_steps},
    {"from none", "", ""},
};

/* Every older schema becomes the present one, and its nights get the date on which they began. */
static void a_schema_is_brought_up_to_date(void **state)
{
    const struct former_row *row = *state;
    void *made = NULL;
    assert_int_equal(scratch_make(&made), 0);
    make_database(made, row->script);
    make_database(made, row->more);
    store_close(open_store(made));
    says(made, "PRAGMA user_version", "5");
    says(made,
         "SELECT (SELECT group_concat(name) FROM pragma_table_info('crashes')) || ';' ||"
         " (SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info('nights')"
         " ORDER BY name))",
         "id,title,target,severity,class,first_seen,last_seen,revision,first_bad,handle,issue,open,"
         "declined,digested,mended,good_revision,good_seen,triaged,owner,rest;"
         "budget,date,ended,filed,found,id,late,open_high,open_low,open_medium,revision,start_late,"
         "started,status,untriaged,whole");
    says(made, "SELECT group_concat(name) FROM pragma_table_info('variants')",
         "id,crash,signature,kind,class,stack,title,severity,target,tool,control,studied,replays,"
         "reproduced,reproducibility,message,file,line,placed,by_place,inputless,half");
    says(made, "SELECT group_concat(name) FROM pragma_table_info('outbox')",
         "id,night,verb,crash,marker,number,title,target,signature,seen,labels,assignee,body,tries,"
         "error,settled,advisory");
    if (row->script[0] != '\0') {
        says(
            made,
            "SELECT signature || line || message || file || placed || by_place || inputless || half"
            " FROM variants",
            "data-race|f0000");
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
    assert_string_equal(action.advisory, "");
    assert_true(store_settle(store, &action, 3, true, &fault));
    assert_string_equal(read_crashes(store, 2).all[0].owner, "ada");
    store_action_free(&action);
    store_close(store);
}

static struct scratch *raced;

/* Called with the text of each statement as it begins to run. Between the look at the schema and
 * the transaction that is to upgrade it, another vigil comes along and upgrades it first. */
static int overtake(unsigned event, void *context, void *statement, void *text)
{
    (void)event;
    (void)context;
    (void)statement;
    struct scratch *scratch = raced;
    if (scratch != NULL && strncmp(text, "BEGIN IMMEDIATE", 15) == 0) {
        raced = NULL;
        store_close(open_store(scratch));
    }
    return 0;
}

static int watch(sqlite3 *database, const char **fault, const struct sqlite3_api_routines *routines)
{
    (void)fault;
    (void)routines;
    return sqlite3_trace_v2(database, SQLITE_TRACE_STMT, overtake, NULL);
}

static void two_that_upgrade_at_once_upgrade_once(void **state)
{
    make_database(*state, second);
    make_database(*state, third_steps);
    raced = *state;
    assert_int_equal(sqlite3_auto_extension((void (*)(void))watch), SQLITE_OK);
    store_close(open_store(*state));
    sqlite3_reset_auto_extension();
    assert_null(raced);
    says(*state, "PRAGMA user_version", "5");
    says(*state, "SELECT title FROM crashes", "data-race in f");
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

int main(void)
{
    struct CMUnitTest tests[COUNT(formers) + 3] = {
        SCRATCH_TEST(what_waited_in_the_second_schema_still_does),
        SCRATCH_TEST(two_that_upgrade_at_once_upgrade_once),
        SCRATCH_TEST(a_former_database_is_taken_over),
    };
    size_t count = 3;
    ADD_ROWS(tests, count, formers, a_schema_is_brought_up_to_date);
    return cmocka_run_group_tests_name("schema", tests, NULL, NULL);
}
