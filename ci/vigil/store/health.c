/* SPDX-License-Identifier: MIT */
#include "health.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "schema.h"

/* SQLite calls back after so many of its steps. */
#define STEPS 20000

bool health_is_damage(int code)
{
    return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;
}

static double seconds_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int is_over(void *deadline)
{
    return seconds_now() > *(double *)deadline;
}

/* Looks at every page. */
static bool check_pages(struct store *store, double seconds, bool *damaged, struct fault *fault)
{
    double deadline = seconds_now() + seconds;
    char said[200] = "";
    sqlite3_progress_handler(store->database, STEPS, is_over, &deadline);
    sqlite3_stmt *statement = sql_ask(store, fault, "PRAGMA integrity_check(1)", "");
    int step = statement == NULL ? sqlite3_errcode(store->database) : sqlite3_step(statement);
    if (step == SQLITE_ROW) {
        sql_text(statement, 0, said, sizeof said);
    }
    (void)sqlite3_finalize(statement);
    sqlite3_progress_handler(store->database, 0, NULL, NULL);
    if ((step & 0xff) == SQLITE_INTERRUPT || (step == SQLITE_ROW && strcmp(said, "ok") == 0)) {
        return true;
    }
    if (step == SQLITE_ROW) {
        *damaged = true;
        /* "*** in database main ***", and then what is wrong. */
        const char *what = strncmp(said, "***", 3) == 0 ? strchr(said, '\n') : NULL;
        what = what == NULL ? said : what + 1;
        return fault_set(fault, "%s: damaged: %.*s", store->path, (int)strcspn(what, "\n"), what);
    }
    *damaged = health_is_damage(step);
    return sql_failed(store, fault);
}

/* Whether the database has what this statement asks for, such as a table. */
static bool has(struct store *store, const char *sql, const char *of, const char *name, bool *found,
                struct fault *fault)
{
    sqlite3_stmt *statement = sql_ask(store, fault, sql, "tt", of, name);
    if (statement == NULL) {
        return false;
    }
    int step = sqlite3_step(statement);
    *found = step == SQLITE_ROW;
    return sql_end(store, statement, step, fault);
}

/* Whether each table, column and index of a new database is in this one. */
static bool check_schema(struct store *store, bool *damaged, struct fault *fault)
{
    static const char of_new[] =
        "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c"
        " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'"
        " UNION ALL SELECT tbl_name, name FROM sqlite_master WHERE type = 'index' AND sql NOT NULL";
    static const char here[] =
        "SELECT 1 FROM pragma_table_info(?1) WHERE name = ?2 UNION ALL"
        " SELECT 1 FROM sqlite_master WHERE type = 'index' AND tbl_name = ?1 AND name = ?2";
    struct store made = {.database = NULL};
    (void)snprintf(made.path, sizeof made.path, ":memory:");
    bool done =
        (sqlite3_open(":memory:", &made.database) == SQLITE_OK || sql_failed(&made, fault)) &&
        schema_upgrade(&made, fault);
    sqlite3_stmt *list = done ? sql_ask(&made, fault, of_new, "") : NULL;
    int step = SQLITE_DONE;
    done = list != NULL;
    while (done && (step = sqlite3_step(list)) == SQLITE_ROW) {
        char table[64], name[64];
        bool found = false;
        sql_text(list, 0, table, sizeof table);
        sql_text(list, 1, name, sizeof name);
        done = has(store, here, table, name, &found, fault);
        *damaged = done && !found;
        done = done &&
               (found || fault_set(fault, "%s: damaged: %s has no %s", store->path, table, name));
    }
    done = list != NULL && sql_end(&made, list, step, done ? fault : &(struct fault){""}) && done;
    (void)sqlite3_close(made.database);
    return done;
}

bool health_check(struct store *store, double seconds, bool *damaged, struct fault *fault)
{
    *damaged = false;
    return check_pages(store, seconds, damaged, fault) && check_schema(store, damaged, fault);
}

bool health_has_log(const char *path)
{
    char log[600];
    unsigned char head[32];
    (void)snprintf(log, sizeof log, "%s-wal", path);
    int descriptor = open(log, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t got = descriptor < 0 ? 0 : read(descriptor, head, sizeof head);
    if (descriptor >= 0) {
        (void)close(descriptor);
    }
    /* A log that a kill cut short within its head holds nothing yet. */
    return got < (ssize_t)sizeof head ||
           (memcmp(head, "\x37\x7f\x06", 3) == 0 && (head[3] & 0xfe) == 0x82);
}

bool health_put_aside(const char *path, char aside[600], struct fault *fault)
{
    static const char *const beside[] = {"-wal", "-shm", ""};
    char now[CLOCK_SIZE], time[CLOCK_SIZE] = "", from[600], to[616];
    clock_now(now);
    for (size_t i = 0, used = 0; now[i] != '\0'; i++) {
        if (now[i] != '-' && now[i] != ':') {
            time[used++] = now[i];
        }
    }
    (void)snprintf(aside, 600, "%.500s.corrupt-%s", path, time);
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        (void)snprintf(from, sizeof from, "%.500s%s", path, beside[i]);
        (void)snprintf(to, sizeof to, "%s%s", aside, beside[i]);
        if (rename(from, to) != 0 && errno != ENOENT) {
            return fault_errno(fault, "%s: damaged, and cannot be moved aside", from);
        }
    }
    return true;
}
