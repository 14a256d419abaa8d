/* SPDX-License-Identifier: MIT */
/* What waits in the outbox, taken together; and the night that left it there. */
#include "store.h"

#include "sql.h"

static unsigned column(sqlite3_stmt *statement, int at)
{
    return (unsigned)sqlite3_column_double(statement, at);
}

bool store_count_waiting(struct store *store, struct store_waiting *waiting, struct fault *fault)
{
    *waiting = (struct store_waiting){0};
    sqlite3_stmt *statement =
        sql_ask(store, fault,
                "SELECT total(verb = ?1), total(verb = ?2), total(verb = ?3), count(*)"
                " FROM outbox WHERE settled = 0",
                "iii", (int64_t)STORE_FILE, (int64_t)STORE_CLOSE, (int64_t)STORE_REOPEN);
    if (statement == NULL) {
        return false;
    }
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) {
        waiting->filings = column(statement, 0);
        waiting->closings = column(statement, 1);
        waiting->reopenings = column(statement, 2);
        waiting->others =
            column(statement, 3) - waiting->filings - waiting->closings - waiting->reopenings;
    }
    return sql_end(store, statement, step, fault);
}

bool store_withdraw(struct store *store, enum store_verb one, enum store_verb other,
                    struct fault *fault)
{
    return sql_do(store, fault, "DELETE FROM outbox WHERE settled = 0 AND verb IN (?, ?)", "ii",
                  (int64_t)one, (int64_t)other);
}

bool store_last_night(struct store *store, struct store_last *last, struct fault *fault)
{
    *last = (struct store_last){.id = 0};
    sqlite3_stmt *statement =
        sql_ask(store, fault, "SELECT id, date, revision FROM nights ORDER BY id DESC LIMIT 1", "");
    if (statement == NULL) {
        return false;
    }
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) {
        last->id = sqlite3_column_int64(statement, 0);
        sql_text(statement, 1, last->date, sizeof last->date);
        sql_text(statement, 2, last->revision, sizeof last->revision);
    }
    return sql_end(store, statement, step, fault);
}

bool store_recount_filed(struct store *store, struct fault *fault)
{
    return sql_do(store, fault,
                  "UPDATE nights SET filed = told.filed FROM (SELECT night, count(*) AS filed"
                  " FROM outbox WHERE settled AND verb = ? GROUP BY night) AS told"
                  " WHERE nights.id = told.night AND nights.ended IS NOT NULL"
                  " AND nights.filed < told.filed",
                  "i", (int64_t)STORE_FILE);
}
