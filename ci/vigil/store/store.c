/* SPDX-License-Identifier: MIT */
#include "store.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "health.h"
#include "schema.h"
#include "sql.h"

/* How long the look at all pages may take: gigabytes of them. */
#define CHECK_SECONDS 20

/* What a file says of itself is not believed: it may be damaged, or made to do harm. */
static bool be_wary(struct store *store, struct fault *fault)
{
    return (sqlite3_db_config(store->database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) == SQLITE_OK &&
            sqlite3_db_config(store->database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL) ==
                SQLITE_OK &&
            sqlite3_busy_timeout(store->database, 5000) == SQLITE_OK &&
            sqlite3_extended_result_codes(store->database, 1) == SQLITE_OK) ||
           sql_failed(store, fault);
}

static bool prepare(struct store *store, struct fault *fault)
{
    int64_t version = 0;
    bool recognised = be_wary(store, fault) && schema_recognise(store, &version, fault);
    store->fresh = recognised && version == 0;
    return recognised &&
           sql_execute(store,
                       "PRAGMA cell_size_check = ON; PRAGMA journal_mode = WAL;"
                       "PRAGMA synchronous = FULL;",
                       fault) &&
           (version == SCHEMA_VERSION || store_transaction(store, schema_upgrade, store, fault)) &&
           sql_execute(store, "PRAGMA foreign_keys = ON;", fault);
}

static void note_file(struct store *store)
{
    struct stat status;
    if (stat(store->path, &status) == 0) {
        store->device = status.st_dev;
        store->inode = status.st_ino;
    }
}

/* Opens the file. Where that fails, *damaged says whether the file is to blame. */
static struct store *open_file(const char *path, bool *damaged, struct fault *fault)
{
    struct store *store = calloc(1, sizeof *store);
    *damaged = false;
    if (store == NULL) {
        fault_set(fault, "%s: out of memory", path);
        return NULL;
    }
    (void)snprintf(store->path, sizeof store->path, "%s", path);
    bool opened = sqlite3_open_v2(path, &store->database,
                                  SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) == SQLITE_OK ||
                  sql_failed(store, fault);
    if (!opened || !prepare(store, fault)) {
        /* An older vigil's file that lacks a table cannot be brought up to date. */
        *damaged = health_is_damage(store->error) || (store->error & 0xff) == SQLITE_ERROR;
        store_close(store);
        return NULL;
    }
    note_file(store);
    return store;
}

struct store *store_open(const char *path, struct fault *fault)
{
    bool ignored;
    return open_file(path, &ignored, fault);
}

/* Whether there is a file, and nothing in it. */
static bool is_empty(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && status.st_size == 0;
}

/* Whether the file ends within a page, and no log holds the page: SQLite takes the rest for zeros.
 * A disk that is full leaves such a file too, but then its log is still there. */
static bool is_cut(const char *path)
{
    char log[600];
    struct stat status;
    unsigned char head[18];
    (void)snprintf(log, sizeof log, "%.500s-wal", path);
    bool logged = stat(log, &status) == 0 && status.st_size > 0;
    int descriptor = logged ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool read_it = descriptor >= 0 && fstat(descriptor, &status) == 0 &&
                   read(descriptor, head, sizeof head) == (ssize_t)sizeof head;
    if (descriptor >= 0) {
        (void)close(descriptor);
    }
    /* "The database page size in bytes, or 1 for 65536", big-endian at byte 16. */
    off_t page = !read_it ? 0 : head[16] << 8 | head[17];
    page = page == 1 ? 65536 : page;
    return page > 0 && memcmp(head, "SQLite format 3", 16) == 0 && status.st_size % page != 0;
}

/* What is wrong with the file before SQLite looks at it, and would pass over it in silence. */
static bool is_bare(const char *path, bool expected, struct fault *fault)
{
    if (expected && is_empty(path)) {
        return fault_set(fault, "%s: damaged: it is empty", path), true;
    }
    if (is_cut(path)) {
        return fault_set(fault, "%s: damaged: it ends within a page", path), true;
    }
    return !health_has_log(path) && (fault_set(fault, "%s: damaged: its log is none", path), true);
}

struct store *store_open_mended(const char *path, bool expected, struct fault *mended,
                                struct fault *fault)
{
    char aside[600];
    struct stat status;
    struct store *store = NULL;
    bool existed = stat(path, &status) == 0, damaged = is_bare(path, expected, fault);
    mended->text[0] = '\0';
    if (!damaged) {
        store = open_file(path, &damaged, fault);
        if (store != NULL && !health_check(store, CHECK_SECONDS, &damaged, fault)) {
            store_close(store);
            store = NULL;
        }
    }
    if (store != NULL && store->fresh && existed && expected) {
        /* As where the disk was full when it was to be made anew. */
        fault_set(mended,
                  "%.300s: held nothing, and is made anew from the crashes that are kept: "
                  "what was known of former nights is lost",
                  path);
    }
    if (store != NULL || !damaged || !health_put_aside(path, aside, fault)) {
        return store;
    }
    struct fault why = *fault;
    store = open_file(path, &damaged, fault);
    if (store != NULL) {
        fault_set(mended,
                  "%.300s: moved aside, to %.200s, and made anew from the crashes that are "
                  "kept: what was known of former nights is lost",
                  why.text, aside);
        fault->text[0] = '\0';
    } else {
        struct fault no_other = *fault;
        fault_set(fault, "%.250s: moved aside, to %.150s, and no other can be made: %.150s",
                  why.text, aside, no_other.text);
    }
    return store;
}

bool store_check(struct store *store, struct fault *fault)
{
    struct stat status;
    struct store again = *store;
    bool damaged, done;
    if (stat(store->path, &status) != 0) {
        return fault_errno(fault, "%s: gone while it was open", store->path);
    }
    if (status.st_dev != store->device || status.st_ino != store->inode) {
        return fault_set(fault,
                         "%s: replaced while it was open: what this night wrote there is "
                         "lost",
                         store->path);
    }
    done =
        sqlite3_open_v2(store->path, &again.database, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK ||
        sql_failed(&again, fault);
    done = done && be_wary(&again, fault) && health_check(&again, CHECK_SECONDS, &damaged, fault);
    (void)sqlite3_close(again.database);
    return done;
}

void store_close(struct store *store)
{
    if (store != NULL) {
        (void)sqlite3_close(store->database);
        free(store);
    }
}

bool store_transaction(struct store *store, store_body *body, void *context, struct fault *fault)
{
    bool done = sql_execute(store, "BEGIN IMMEDIATE", fault) && body(context, fault) &&
                sql_execute(store, "COMMIT", fault);
    if (!done) {
        (void)sqlite3_exec(store->database, "ROLLBACK", NULL, NULL, NULL);
    }
    return done;
}
