/* SPDX-License-Identifier: MIT */
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "schema.h"
#include "sql.h"

static bool prepare(struct store *store, struct fault *fault)
{
    int64_t version = 0;
    return sqlite3_busy_timeout(store->database, 5000) == SQLITE_OK &&
           schema_recognise(store, &version, fault) &&
           sql_execute(store, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;", fault) &&
           (version == SCHEMA_VERSION || store_transaction(store, schema_upgrade, store, fault)) &&
           sql_execute(store, "PRAGMA foreign_keys = ON;", fault);
}

struct store *store_open(const char *path, struct fault *fault)
{
    struct store *store = calloc(1, sizeof *store);
    if (store == NULL) {
        fault_set(fault, "%s: out of memory", path);
        return NULL;
    }
    (void)snprintf(store->path, sizeof store->path, "%s", path);
    bool opened = sqlite3_open_v2(path, &store->database,
                                  SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) == SQLITE_OK ||
                  sql_failed(store, fault);
    if (!opened || !prepare(store, fault)) {
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

bool store_transaction(struct store *store, store_body *body, void *context, struct fault *fault)
{
    bool done = sql_execute(store, "BEGIN IMMEDIATE", fault) && body(context, fault) &&
                sql_execute(store, "COMMIT", fault);
    if (!done) {
        (void)sqlite3_exec(store->database, "ROLLBACK", NULL, NULL, NULL);
    }
    return done;
}
