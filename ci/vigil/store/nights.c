/* SPDX-License-Identifier: MIT */
/* Nights, and what was run in them. */
#include "store.h"

#include <string.h>

#include "sql.h"

/* So that what a night asks takes as long after years as after days. Made here and not with the
 * tables, since a database of any age may lack them. */
static const char indexes[] = "CREATE INDEX IF NOT EXISTS sighted ON sightings(crash, night);"
                              "CREATE INDEX IF NOT EXISTS ways ON variants(crash);"
                              "CREATE INDEX IF NOT EXISTS kept ON variants(control);"
                              "CREATE INDEX IF NOT EXISTS told ON outbox(crash, verb);"
                              "CREATE INDEX IF NOT EXISTS said ON outbox(night);"
                              "CREATE INDEX IF NOT EXISTS done ON outbox(verb, settled);";

bool store_begin_night(struct store *store, const struct store_start *start, int64_t *night,
                       struct fault *fault)
{
    bool done =
        sql_execute(store, indexes, fault) &&
        sql_do(store, fault,
               "INSERT INTO nights(date, started, budget, revision, start_late)"
               " VALUES(?, ?, ?, ?, ?)",
               "ttdtd", start->date, start->when, start->budget, start->revision, start->late);
    *night = sqlite3_last_insert_rowid(store->database);
    return done;
}

bool store_end_night(struct store *store, int64_t night, const struct store_end *end,
                     struct fault *fault)
{
    return sql_do(store, fault,
                  "UPDATE nights SET ended = ?, status = ?, whole = ?, late = ?, untriaged = ?,"
                  " open_low = ?, open_medium = ?, open_high = ?, found = ?, filed = ?"
                  " WHERE id = ?",
                  "tiiddiiiiii", end->when, (int64_t)end->status, (int64_t)end->whole, end->late,
                  end->untriaged, (int64_t)end->open[SEVERITY_LOW],
                  (int64_t)end->open[SEVERITY_MEDIUM], (int64_t)end->open[SEVERITY_HIGH],
                  (int64_t)end->found, (int64_t)end->filed, night);
}

bool store_add_run(struct store *store, int64_t night, const struct store_run *run,
                   struct fault *fault)
{
    return sql_do(store, fault, "INSERT OR REPLACE INTO runs VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
                  "itiiidit", night, run->target, (int64_t)run->executions, (int64_t)run->edges,
                  (int64_t)run->corpus_inputs, run->seconds, (int64_t)run->crashes, run->ended);
}

#define SAME_DATE "date = (SELECT date FROM nights WHERE id = ?1)"

bool store_fuzzed(struct store *store, int64_t night, const char *target, double *seconds,
                  struct fault *fault)
{
    sqlite3_stmt *statement =
        sql_ask(store, fault,
                "SELECT total(seconds) FROM runs JOIN nights ON night = nights.id"
                " WHERE target = ?2 AND " SAME_DATE " AND nights.id >"
                " (SELECT coalesce(max(id), 0) FROM nights WHERE whole AND " SAME_DATE ")",
                "it", night, target);
    if (statement == NULL) {
        return false;
    }
    int step = sqlite3_step(statement);
    *seconds = step == SQLITE_ROW ? sqlite3_column_double(statement, 0) : 0;
    return sql_end(store, statement, step, fault);
}

/* Edges and corpus are not added up: each start goes on from what those before it had. */
bool store_sum_runs(struct store *store, int64_t night, const char *target, struct store_run *run,
                    struct fault *fault)
{
    memset(run, 0, sizeof *run);
    sqlite3_stmt *statement =
        sql_ask(store, fault,
                "SELECT total(executions), max(edges), max(corpus), total(seconds), total(crashes)"
                " FROM runs JOIN nights ON night = nights.id WHERE target = ?2 AND " SAME_DATE,
                "it", night, target);
    if (statement == NULL) {
        return false;
    }
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) {
        run->executions = (uint64_t)sqlite3_column_double(statement, 0);
        run->edges = (uint64_t)sqlite3_column_int64(statement, 1);
        run->corpus_inputs = (uint64_t)sqlite3_column_int64(statement, 2);
        run->seconds = sqlite3_column_double(statement, 3);
        run->crashes = (unsigned)sqlite3_column_double(statement, 4);
    }
    return sql_end(store, statement, step, fault);
}

static void read_night(sqlite3_stmt *statement, void *into)
{
    struct store_night *night = into;
    sql_text(statement, 0, night->date, sizeof night->date);
    sql_text(statement, 1, night->started, sizeof night->started);
    sql_text(statement, 2, night->ended, sizeof night->ended);
    night->status =
        sqlite3_column_type(statement, 3) == SQLITE_NULL ? -1 : sqlite3_column_int(statement, 3);
    night->start_late_seconds = sqlite3_column_double(statement, 4);
    night->late_seconds = sqlite3_column_double(statement, 5);
    night->untriaged_seconds = sqlite3_column_double(statement, 6);
    night->open[SEVERITY_LOW] = (unsigned)sqlite3_column_int(statement, 7);
    night->open[SEVERITY_MEDIUM] = (unsigned)sqlite3_column_int(statement, 8);
    night->open[SEVERITY_HIGH] = (unsigned)sqlite3_column_int(statement, 9);
    night->found = (unsigned)sqlite3_column_int(statement, 10);
    night->filed = (unsigned)sqlite3_column_int(statement, 11);
    night->executions = (uint64_t)sqlite3_column_double(statement, 12);
    night->seconds = sqlite3_column_double(statement, 13);
    night->edges = (uint64_t)sqlite3_column_double(statement, 14);
    night->corpus = (uint64_t)sqlite3_column_double(statement, 15);
}

/* `first` and `last`: a date's first and last start; `told`: its first that was not cut short. */
static const char select_nights[] =
    "WITH dates AS (SELECT date, min(id) AS first, max(id) AS last,"
    "  min(CASE WHEN whole THEN id END) AS told, sum(filed) AS filed FROM nights"
    "  WHERE date <> '' GROUP BY date ORDER BY date DESC LIMIT ?),"
    " ran AS (SELECT nights.date AS date, target, total(executions) AS executions,"
    "  total(seconds) AS seconds, max(edges) AS edges, max(corpus) AS corpus"
    "  FROM dates JOIN nights ON nights.date = dates.date JOIN runs ON night = nights.id"
    "  GROUP BY nights.date, target)"
    " SELECT dates.date, first.started, coalesce(last.ended, ''), last.status, first.start_late,"
    "  coalesce((SELECT late FROM nights WHERE id = told), last.late), last.untriaged,"
    "  last.open_low, last.open_medium, last.open_high, last.found, dates.filed,"
    "  total(ran.executions), total(ran.seconds), total(ran.edges), total(ran.corpus)"
    " FROM dates JOIN nights AS first ON first.id = dates.first"
    " JOIN nights AS last ON last.id = dates.last LEFT JOIN ran ON ran.date = dates.date"
    " GROUP BY dates.date ORDER BY dates.date";

bool store_list_nights(struct store *store, unsigned most, struct store_night **nights,
                       size_t *count, struct fault *fault)
{
    sqlite3_stmt *statement = sql_ask(store, fault, select_nights, "i", (int64_t)most);
    return sql_list(store, statement, read_night, sizeof **nights, nights, count, fault);
}

bool store_former_date(struct store *store, int64_t night, char date[16], struct fault *fault)
{
    sqlite3_stmt *statement = sql_ask(
        store, fault, "SELECT date FROM nights WHERE id < ? ORDER BY id DESC LIMIT 1", "i", night);
    date[0] = '\0';
    if (statement == NULL) {
        return false;
    }
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) {
        sql_text(statement, 0, date, 16);
    }
    return sql_end(store, statement, step, fault);
}

bool store_has_date(struct store *store, const char *date, bool *has, struct fault *fault)
{
    sqlite3_stmt *statement =
        sql_ask(store, fault, "SELECT 1 FROM nights WHERE date = ? LIMIT 1", "t", date);
    *has = false;
    if (statement == NULL) {
        return false;
    }
    int step = sqlite3_step(statement);
    *has = step == SQLITE_ROW;
    return sql_end(store, statement, step, fault);
}

struct forgetting {
    struct store *store;
    const char *before;
};

/* Of what was told the newest of each sort stays: by it an issue is known again
 * (store_last_issue). */
static bool forget(void *context, struct fault *fault)
{
    const struct forgetting *it = context;
    return sql_do(it->store, fault,
                  "DELETE FROM runs WHERE night IN (SELECT id FROM nights WHERE date < ?)", "t",
                  it->before) &&
           sql_do(it->store, fault,
                  "DELETE FROM outbox WHERE settled = 1"
                  " AND night IN (SELECT id FROM nights WHERE date < ?)"
                  " AND id NOT IN (SELECT max(id) FROM outbox WHERE settled = 1 AND number > 0"
                  "  GROUP BY verb)",
                  "t", it->before);
}

bool store_forget_before(struct store *store, const char *date, struct fault *fault)
{
    return store_transaction(store, forget, &(struct forgetting){store, date}, fault);
}
