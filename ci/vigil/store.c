/* SPDX-License-Identifier: MIT */
#include "store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define APPLICATION_ID 0x76676c31 /* "vgl1": tells our file from other people's databases */
#define SCHEMA_VERSION 1

struct store {
    sqlite3 *database;
    char path[512];
};

static const char schema[] =
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
    " PRIMARY KEY(night, crash, target));";

static bool failed(struct store *store, struct fault *fault)
{
    return fault_set(fault, "%s: %s", store->path, sqlite3_errmsg(store->database));
}

static bool execute(struct store *store, const char *sql, struct fault *fault)
{
    return sqlite3_exec(store->database, sql, NULL, NULL, NULL) == SQLITE_OK ||
           failed(store, fault);
}

static bool read_number(struct store *store, const char *sql, int *number, struct fault *fault)
{
    sqlite3_stmt *statement = NULL;
    bool done = sqlite3_prepare_v2(store->database, sql, -1, &statement, NULL) == SQLITE_OK &&
                sqlite3_step(statement) == SQLITE_ROW;
    if (done) {
        *number = sqlite3_column_int(statement, 0);
    } else {
        (void)failed(store, fault);
    }
    (void)sqlite3_finalize(statement);
    return done;
}

static sqlite3_stmt *prepare(struct store *store, const char *sql, struct fault *fault)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->database, sql, -1, &statement, NULL) != SQLITE_OK) {
        (void)failed(store, fault);
        return NULL;
    }
    return statement;
}

static void bind_text(sqlite3_stmt *statement, int at, const char *text)
{
    (void)sqlite3_bind_text(statement, at, text, -1, SQLITE_TRANSIENT);
}

/* A parameter that was not bound is NULL, and NOT NULL refuses it: nothing is lost by not asking
 * each bind whether it had memory. */
static bool finish(struct store *store, sqlite3_stmt *statement, struct fault *fault)
{
    bool done = sqlite3_step(statement) == SQLITE_DONE;
    if (!done) {
        (void)failed(store, fault);
    }
    (void)sqlite3_finalize(statement);
    return done;
}

/* Looked at before the first write, WAL's switch included, so that a stranger's file stays as it
 * is.
 */
static bool recognise(struct store *store, int *version, struct fault *fault)
{
    int application = 0, tables = 0;
    if (!read_number(store, "PRAGMA application_id", &application, fault) ||
        !read_number(store, "PRAGMA user_version", version, fault) ||
        !read_number(store, "SELECT count(*) FROM sqlite_master", &tables, fault)) {
        return false;
    }
    if (application != APPLICATION_ID && (tables > 0 || *version != 0)) {
        return fault_set(fault, "%s: a database, but not one of vigil's", store->path);
    }
    return *version <= SCHEMA_VERSION ||
           fault_set(fault, "%s: written by a newer vigil (schema %d; this one knows %d)",
                     store->path, *version, SCHEMA_VERSION);
}

static bool create(struct store *store, struct fault *fault)
{
    char mark[96];
    (void)snprintf(mark, sizeof mark, "PRAGMA application_id = %d; PRAGMA user_version = %d;",
                   APPLICATION_ID, SCHEMA_VERSION);
    bool done = execute(store, "BEGIN IMMEDIATE", fault) && execute(store, schema, fault) &&
                execute(store, mark, fault) && execute(store, "COMMIT", fault);
    if (!done) {
        (void)sqlite3_exec(store->database, "ROLLBACK", NULL, NULL, NULL);
    }
    return done;
}

struct store *store_open(const char *path, struct fault *fault)
{
    struct store *store = calloc(1, sizeof *store);
    int version = 0;
    if (store == NULL) {
        fault_set(fault, "%s: out of memory", path);
        return NULL;
    }
    (void)snprintf(store->path, sizeof store->path, "%s", path);
    bool done = sqlite3_open_v2(path, &store->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                NULL) == SQLITE_OK ||
                failed(store, fault);
    done = done && sqlite3_busy_timeout(store->database, 5000) == SQLITE_OK &&
           recognise(store, &version, fault) &&
           execute(store,
                   "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                   "PRAGMA foreign_keys = ON;",
                   fault) &&
           (version == SCHEMA_VERSION || create(store, fault));
    if (!done) {
        store_close(store);
        return NULL;
    }
    return store;
}

void store_close(struct store *store)
{
    if (store != NULL) {
        (void)sqlite3_close(store->database);
        free(store);
    }
}

bool store_begin_night(struct store *store, const char *when, double budget, int64_t *night,
                       struct fault *fault)
{
    sqlite3_stmt *statement =
        prepare(store, "INSERT INTO nights(started, budget) VALUES(?, ?)", fault);
    if (statement == NULL) {
        return false;
    }
    bind_text(statement, 1, when);
    (void)sqlite3_bind_double(statement, 2, budget);
    bool done = finish(store, statement, fault);
    *night = sqlite3_last_insert_rowid(store->database);
    return done;
}

bool store_end_night(struct store *store, int64_t night, const char *when, int status,
                     struct fault *fault)
{
    sqlite3_stmt *statement =
        prepare(store, "UPDATE nights SET ended = ?, status = ? WHERE id = ?", fault);
    if (statement == NULL) {
        return false;
    }
    bind_text(statement, 1, when);
    (void)sqlite3_bind_int(statement, 2, status);
    (void)sqlite3_bind_int64(statement, 3, night);
    return finish(store, statement, fault);
}

bool store_add_run(struct store *store, int64_t night, const struct store_run *run,
                   struct fault *fault)
{
    sqlite3_stmt *statement =
        prepare(store, "INSERT OR REPLACE INTO runs VALUES(?, ?, ?, ?, ?, ?, ?, ?)", fault);
    if (statement == NULL) {
        return false;
    }
    (void)sqlite3_bind_int64(statement, 1, night);
    bind_text(statement, 2, run->target);
    (void)sqlite3_bind_int64(statement, 3, (sqlite3_int64)run->executions);
    (void)sqlite3_bind_int64(statement, 4, (sqlite3_int64)run->edges);
    (void)sqlite3_bind_int64(statement, 5, (sqlite3_int64)run->corpus_inputs);
    (void)sqlite3_bind_double(statement, 6, run->seconds);
    (void)sqlite3_bind_int64(statement, 7, run->crashes);
    bind_text(statement, 8, run->ended);
    return finish(store, statement, fault);
}

#define CRASH_COLUMNS "id, signature, title, target, severity, first_seen, last_seen, issue"

static void column(sqlite3_stmt *statement, int at, char *into, size_t room)
{
    const unsigned char *text = sqlite3_column_text(statement, at);
    (void)snprintf(into, room, "%s", text == NULL ? "" : (const char *)text);
}

static void read_crash(sqlite3_stmt *statement, struct store_crash *crash)
{
    column(statement, 0, crash->id, sizeof crash->id);
    column(statement, 1, crash->signature, sizeof crash->signature);
    column(statement, 2, crash->title, sizeof crash->title);
    column(statement, 3, crash->target, sizeof crash->target);
    column(statement, 4, crash->severity, sizeof crash->severity);
    column(statement, 5, crash->first_seen, sizeof crash->first_seen);
    column(statement, 6, crash->last_seen, sizeof crash->last_seen);
    crash->issue = (unsigned)sqlite3_column_int(statement, 7);
}

bool store_find_crash(struct store *store, const char *signature, struct store_crash *crash,
                      bool *found, struct fault *fault)
{
    sqlite3_stmt *statement =
        prepare(store, "SELECT " CRASH_COLUMNS " FROM crashes WHERE signature = ?", fault);
    if (statement == NULL) {
        return false;
    }
    bind_text(statement, 1, signature);
    int step = sqlite3_step(statement);
    *found = step == SQLITE_ROW;
    if (*found) {
        read_crash(statement, crash);
    }
    bool done = step == SQLITE_ROW || step == SQLITE_DONE || failed(store, fault);
    (void)sqlite3_finalize(statement);
    return done;
}

bool store_put_crash(struct store *store, const struct store_crash *crash, struct fault *fault)
{
    sqlite3_stmt *statement =
        prepare(store,
                "INSERT INTO crashes(" CRASH_COLUMNS ") VALUES(?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT(id) DO UPDATE SET title = excluded.title,"
                " target = excluded.target, severity = excluded.severity,"
                " last_seen = excluded.last_seen, issue = excluded.issue",
                fault);
    if (statement == NULL) {
        return false;
    }
    bind_text(statement, 1, crash->id);
    bind_text(statement, 2, crash->signature);
    bind_text(statement, 3, crash->title);
    bind_text(statement, 4, crash->target);
    bind_text(statement, 5, crash->severity);
    bind_text(statement, 6, crash->first_seen);
    bind_text(statement, 7, crash->last_seen);
    (void)sqlite3_bind_int64(statement, 8, crash->issue);
    return finish(store, statement, fault);
}

static bool insert_sighting(struct store *store, int64_t night, const char *id, const char *target,
                            const char *when, struct fault *fault)
{
    sqlite3_stmt *statement =
        prepare(store, "INSERT OR REPLACE INTO sightings VALUES(?, ?, ?, ?)", fault);
    if (statement == NULL) {
        return false;
    }
    (void)sqlite3_bind_int64(statement, 1, night);
    bind_text(statement, 2, id);
    bind_text(statement, 3, target);
    bind_text(statement, 4, when);
    return finish(store, statement, fault);
}

static bool update_last_seen(struct store *store, const char *id, const char *when,
                             struct fault *fault)
{
    sqlite3_stmt *statement =
        prepare(store, "UPDATE crashes SET last_seen = ? WHERE id = ?", fault);
    if (statement == NULL) {
        return false;
    }
    bind_text(statement, 1, when);
    bind_text(statement, 2, id);
    return finish(store, statement, fault);
}

bool store_add_sighting(struct store *store, int64_t night, const char *id, const char *target,
                        const char *when, struct fault *fault)
{
    bool done = execute(store, "BEGIN IMMEDIATE", fault) &&
                insert_sighting(store, night, id, target, when, fault) &&
                update_last_seen(store, id, when, fault) && execute(store, "COMMIT", fault);
    if (!done) {
        (void)sqlite3_exec(store->database, "ROLLBACK", NULL, NULL, NULL);
    }
    return done;
}

bool store_each_crash(struct store *store, const char *target, store_take *take, void *context,
                      struct fault *fault)
{
    sqlite3_stmt *statement = prepare(
        store, "SELECT " CRASH_COLUMNS " FROM crashes WHERE target = ? ORDER BY first_seen, id",
        fault);
    if (statement == NULL) {
        return false;
    }
    bind_text(statement, 1, target);
    int step;
    bool goes_on = true;
    while (goes_on && (step = sqlite3_step(statement)) == SQLITE_ROW) {
        struct store_crash crash;
        read_crash(statement, &crash);
        goes_on = take(context, &crash);
    }
    bool done = !goes_on || step == SQLITE_DONE || failed(store, fault);
    (void)sqlite3_finalize(statement);
    return done;
}
