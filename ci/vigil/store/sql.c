/* SPDX-License-Identifier: MIT */
#include "sql.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/list.h"

bool sql_failed(struct store *store, struct fault *fault)
{
    store->error = sqlite3_extended_errcode(store->database);
    return fault_set(fault, "%s: %s", store->path, sqlite3_errmsg(store->database));
}

static sqlite3_stmt *ask(struct store *store, struct fault *fault, const char *sql,
                         const char *types, va_list values)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->database, sql, -1, &statement, NULL) != SQLITE_OK) {
        (void)sql_failed(store, fault);
        return NULL;
    }
    for (int at = 1; *types != '\0'; types++, at++) {
        if (*types == 't') {
            const char *text = va_arg(values, const char *);
            (void)sqlite3_bind_text(statement, at, text == NULL ? "" : text, -1, SQLITE_TRANSIENT);
        } else if (*types == 'i') {
            (void)sqlite3_bind_int64(statement, at, va_arg(values, int64_t));
        } else {
            (void)sqlite3_bind_double(statement, at, va_arg(values, double));
        }
    }
    return statement;
}

sqlite3_stmt *sql_ask(struct store *store, struct fault *fault, const char *sql, const char *types,
                      ...)
{
    va_list values;
    va_start(values, types);
    sqlite3_stmt *statement = ask(store, fault, sql, types, values);
    va_end(values);
    return statement;
}

bool sql_do(struct store *store, struct fault *fault, const char *sql, const char *types, ...)
{
    va_list values;
    va_start(values, types);
    sqlite3_stmt *statement = ask(store, fault, sql, types, values);
    va_end(values);
    return statement != NULL && sql_end(store, statement, sqlite3_step(statement), fault);
}

bool sql_end(struct store *store, sqlite3_stmt *statement, int last_step, struct fault *fault)
{
    bool done = last_step == SQLITE_DONE || last_step == SQLITE_ROW || sql_failed(store, fault);
    (void)sqlite3_finalize(statement);
    return done;
}

bool sql_list(struct store *store, sqlite3_stmt *statement, sql_reader *read, size_t size,
              void *list, size_t *count, struct fault *fault)
{
    void *items = NULL;
    bool done = statement != NULL;
    int step = SQLITE_DONE;
    *count = 0;
    while (done && (step = sqlite3_step(statement)) == SQLITE_ROW) {
        void *item = list_add(&items, count, size);
        if (item == NULL) {
            done = fault_set(fault, "out of memory");
        } else {
            read(statement, item);
        }
    }
    done = statement != NULL && sql_end(store, statement, step, fault) && done;
    if (!done) {
        free(items);
        items = NULL;
        *count = 0;
    }
    memcpy(list, &items, sizeof items);
    return done;
}

bool sql_execute(struct store *store, const char *script, struct fault *fault)
{
    return sqlite3_exec(store->database, script, NULL, NULL, NULL) == SQLITE_OK ||
           sql_failed(store, fault);
}

bool sql_number(struct store *store, const char *sql, int64_t *number, struct fault *fault)
{
    sqlite3_stmt *statement = sql_ask(store, fault, sql, "");
    if (statement == NULL) {
        return false;
    }
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) {
        *number = sqlite3_column_int64(statement, 0);
    }
    return sql_end(store, statement, step, fault) && step == SQLITE_ROW;
}

void sql_text(sqlite3_stmt *statement, int at, char *into, size_t room)
{
    const unsigned char *text = sqlite3_column_text(statement, at);
    (void)snprintf(into, room, "%s", text == NULL ? "" : (const char *)text);
}
