/* sql.h -- (private to store) statements, prepared, bound and run */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_STORE_SQL_H
#define VIGIL_STORE_SQL_H

#include <sqlite3.h>
#include <stddef.h>

#include "store.h"

struct store {
    sqlite3 *database;
    char path[512];
};

/* `types` says what is bound: 't' a text, 'i' an int64_t, 'd' a double. NULL, with a fault, when it
 * cannot be prepared. A parameter that was not bound for want of memory is NULL, and NOT NULL
 * refuses it. */
sqlite3_stmt *sql_ask(struct store *store, struct fault *fault, const char *sql, const char *types,
                      ...);

/* The same, run to its end: for what answers with no row. */
bool sql_do(struct store *store, struct fault *fault, const char *sql, const char *types, ...);

/* Ends a statement that sql_ask began, after its last step. */
bool sql_end(struct store *store, sqlite3_stmt *statement, int last_step, struct fault *fault);

bool sql_execute(struct store *store, const char *script, struct fault *fault);

/* One number out of a PRAGMA or a SELECT. */
bool sql_number(struct store *store, const char *sql, int64_t *number, struct fault *fault);

void sql_text(sqlite3_stmt *statement, int at, char *into, size_t room);

bool sql_failed(struct store *store, struct fault *fault);

#endif
