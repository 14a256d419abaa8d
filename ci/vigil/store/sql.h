/* sql.h -- (private) SQLite statements: prepared, bound and run */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_STORE_SQL_H
#define VIGIL_STORE_SQL_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

struct store {
    sqlite3 *database;
    char path[512];
    uint64_t device, inode; /* of the file when it was opened */
    int error;              /* the last of SQLite's that was told of */
    bool fresh;             /* it held nothing when it was opened */
};

/* `types` says what is bound: 't' a text, of which NULL is "", 'i' an int64_t, 'd' a double. NULL,
 * with a fault, when the statement cannot be prepared. A parameter that cannot be bound because
 * memory ran out is left NULL, and the NOT NULL of the columns refuses it. */
sqlite3_stmt *sql_ask(struct store *store, struct fault *fault, const char *sql, const char *types,
                      ...);

/* As sql_ask, and runs the statement to its end: for one that answers with no row. */
bool sql_do(struct store *store, struct fault *fault, const char *sql, const char *types, ...);

/* Ends a statement that sql_ask began; `last_step` is what its last sqlite3_step returned. False,
 * with a fault, where that is an error. */
bool sql_end(struct store *store, sqlite3_stmt *statement, int last_step, struct fault *fault);

/* Reads every row of the statement that sql_ask began, by `read`, into an item of `size` bytes,
 * zero at first, of the list (base/list.h) that this makes. Ends the statement. False, with a fault
 * and no list, where sql_ask failed or this does. */
typedef void sql_reader(sqlite3_stmt *statement, void *item);
bool sql_list(struct store *store, sqlite3_stmt *statement, sql_reader *read, size_t size,
              void *list, size_t *count, struct fault *fault);

bool sql_execute(struct store *store, const char *script, struct fault *fault);

/* The one number that a PRAGMA or a SELECT answers. */
bool sql_number(struct store *store, const char *sql, int64_t *number, struct fault *fault);

/* The column as a text, cut to the room there is; NULL is "". */
void sql_text(sqlite3_stmt *statement, int at, char *into, size_t room);

/* Sets the fault to the last error of SQLite. Always false. */
bool sql_failed(struct store *store, struct fault *fault);

#endif
