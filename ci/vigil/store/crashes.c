/* SPDX-License-Identifier: MIT */
/* Crashes and their variants. */
#include "store.h"

#include <string.h>

#include "sql.h"
#include "ways.h"

#define VARIANT_COLUMNS                                                                            \
    "id, crash, signature, kind, class, stack, title, severity, target, tool, control, studied,"   \
    " replays, reproduced, reproducibility, message, file, line, placed, by_place, inputless"

#define SELECT_VARIANTS                                                                            \
    "SELECT " VARIANT_COLUMNS ", half, (SELECT mended FROM crashes WHERE id = crash),"             \
    " (SELECT declined FROM crashes WHERE id = crash) FROM variants"

static unsigned column_count(sqlite3_stmt *statement, int at)
{
    return (unsigned)sqlite3_column_int64(statement, at);
}

static enum crash_class column_class(sqlite3_stmt *statement, int at)
{
    char name[16];
    enum crash_class class = CLASS_FUNCTIONAL;
    sql_text(statement, at, name, sizeof name);
    (void)signature_class_read(name, &class);
    return class;
}

static void read_variant(sqlite3_stmt *statement, struct store_variant *variant)
{
    struct signature *signature = &variant->signature;
    memset(variant, 0, sizeof *variant);
    sql_text(statement, 0, variant->id, sizeof variant->id);
    sql_text(statement, 0, signature->id, sizeof signature->id);
    sql_text(statement, 1, variant->crash, sizeof variant->crash);
    sql_text(statement, 2, signature->key, sizeof signature->key);
    sql_text(statement, 3, signature->kind, sizeof signature->kind);
    signature->class = column_class(statement, 4);
    sql_text(statement, 5, signature->stack, sizeof signature->stack);
    sql_text(statement, 6, signature->title, sizeof signature->title);
    signature->severity = (enum severity)column_count(statement, 7);
    sql_text(statement, 8, variant->target, sizeof variant->target);
    variant->tool = (enum sanlog_tool)column_count(statement, 9);
    sql_text(statement, 10, variant->control, sizeof variant->control);
    variant->studied = column_count(statement, 11) != 0;
    variant->replays = column_count(statement, 12);
    variant->reproduced = column_count(statement, 13);
    variant->reproducibility = (enum reproducibility)column_count(statement, 14);
    sql_text(statement, 15, signature->message, sizeof signature->message);
    sql_text(statement, 16, signature->file, sizeof signature->file);
    signature->line = column_count(statement, 17);
    sql_text(statement, 18, variant->placed, sizeof variant->placed);
    variant->by_place = column_count(statement, 19) != 0;
    variant->inputless = column_count(statement, 20) != 0;
    variant->half = (column_count(statement, 21) & WAYS_HALF) != 0;
    variant->bare = (column_count(statement, 21) & WAYS_BARE) != 0;
    variant->mended = column_count(statement, 22) != 0;
    variant->declined = column_count(statement, 23) != 0;
}

bool store_find_variant(struct store *store, const char *key, struct store_variant *variant,
                        bool *found, struct fault *fault)
{
    sqlite3_stmt *statement =
        sql_ask(store, fault, SELECT_VARIANTS " WHERE signature = ?", "t", key);
    if (statement == NULL) {
        return false;
    }
    int step = sqlite3_step(statement);
    *found = step == SQLITE_ROW;
    if (*found) {
        read_variant(statement, variant);
    }
    return sql_end(store, statement, step, fault);
}

bool store_each_variant(struct store *store, const char *crash, store_take_variant *take,
                        void *context, struct fault *fault)
{
    sqlite3_stmt *statement =
        crash == NULL
            ? sql_ask(store, fault, SELECT_VARIANTS " ORDER BY rowid", "")
            : sql_ask(store, fault, SELECT_VARIANTS " WHERE crash = ? ORDER BY rowid", "t", crash);
    if (statement == NULL) {
        return false;
    }
    int step;
    bool goes_on = true;
    while (goes_on && (step = sqlite3_step(statement)) == SQLITE_ROW) {
        struct store_variant variant;
        read_variant(statement, &variant);
        goes_on = take(context, &variant);
    }
    return sql_end(store, statement, goes_on ? step : SQLITE_DONE, fault);
}

static void read_crash(sqlite3_stmt *statement, void *into)
{
    struct store_crash *crash = into;
    sql_text(statement, 0, crash->id, sizeof crash->id);
    sql_text(statement, 1, crash->title, sizeof crash->title);
    sql_text(statement, 2, crash->target, sizeof crash->target);
    crash->severity = (enum severity)column_count(statement, 3);
    crash->class = column_class(statement, 4);
    sql_text(statement, 5, crash->first_seen, sizeof crash->first_seen);
    sql_text(statement, 6, crash->last_seen, sizeof crash->last_seen);
    sql_text(statement, 7, crash->revision, sizeof crash->revision);
    sql_text(statement, 8, crash->first_bad, sizeof crash->first_bad);
    sql_text(statement, 9, crash->handle, sizeof crash->handle);
    crash->issue = (uint64_t)sqlite3_column_int64(statement, 10);
    crash->open = column_count(statement, 11) != 0;
    crash->declined = column_count(statement, 12) != 0;
    crash->digested = column_count(statement, 13) != 0;
    crash->mended = column_count(statement, 14) != 0;
    sql_text(statement, 15, crash->good_revision, sizeof crash->good_revision);
    sql_text(statement, 16, crash->good_seen, sizeof crash->good_seen);
    crash->nights = column_count(statement, 17);
    crash->seen = column_count(statement, 18) != 0;
    crash->pending = column_count(statement, 19) != 0;
    crash->triaged = column_count(statement, 20) != 0;
    sql_text(statement, 21, crash->owner, sizeof crash->owner);
    crash->filed = column_count(statement, 22) != 0;
    sql_text(statement, 23, crash->rest, sizeof crash->rest);
}

bool store_list_crashes(struct store *store, int64_t night, struct store_crash **crashes,
                        size_t *count, struct fault *fault)
{
    sqlite3_stmt *statement = sql_ask(
        store, fault,
        "SELECT id, title, target, severity, class, first_seen, last_seen, revision, first_bad,"
        " handle, issue, open, declined, digested, mended, good_revision, good_seen,"
        " (SELECT count(DISTINCT nights.date) FROM sightings JOIN nights ON night = nights.id"
        " WHERE crash = crashes.id),"
        " EXISTS(SELECT 1 FROM sightings WHERE crash = crashes.id AND night = ?1),"
        " EXISTS(SELECT 1 FROM outbox WHERE crash = crashes.id AND settled = 0),"
        " triaged, owner,"
        " EXISTS(SELECT 1 FROM outbox JOIN nights ON night = nights.id WHERE crash = crashes.id"
        "  AND verb = ?2 AND date = (SELECT date FROM nights WHERE id = ?1)), rest"
        " FROM crashes ORDER BY rowid",
        "ii", night, (int64_t)STORE_FILE);
    return sql_list(store, statement, read_crash, sizeof **crashes, crashes, count, fault);
}

/* A crash has the class and severity of its first variant; the others do not change them. */
static bool add_crash(struct store *store, const struct store_variant *variant, const char *when,
                      struct fault *fault)
{
    const struct signature *signature = &variant->signature;
    return sql_do(store, fault,
                  "INSERT INTO crashes(id, title, target, severity, class, first_seen, last_seen)"
                  " VALUES(?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET"
                  " severity = excluded.severity, class = excluded.class WHERE id = ?",
                  "tttitttt", variant->crash, signature->title, variant->target,
                  (int64_t)signature->severity, signature_class_name(signature->class), when, when,
                  variant->id);
}

bool store_put_variant(struct store *store, const struct store_variant *variant, const char *when,
                       struct fault *fault)
{
    const struct signature *signature = &variant->signature;
    return add_crash(store, variant, when, fault) &&
           sql_do(store, fault,
                  "INSERT INTO variants(" VARIANT_COLUMNS
                  ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                  " ON CONFLICT(id) DO UPDATE SET crash = excluded.crash, target = excluded.target,"
                  " kind = excluded.kind, class = excluded.class, stack = excluded.stack,"
                  " severity = excluded.severity,"
                  " tool = excluded.tool, control = excluded.control, studied = excluded.studied,"
                  " replays = excluded.replays, reproduced = excluded.reproduced,"
                  " reproducibility = excluded.reproducibility, message = excluded.message,"
                  " file = excluded.file, line = excluded.line, placed = excluded.placed,"
                  " by_place = excluded.by_place, inputless = excluded.inputless",
                  "tttttttititiiiittitii", variant->id, variant->crash, signature->key,
                  signature->kind, signature_class_name(signature->class), signature->stack,
                  signature->title, (int64_t)signature->severity, variant->target,
                  (int64_t)variant->tool, variant->control, (int64_t)variant->studied,
                  (int64_t)variant->replays, (int64_t)variant->reproduced,
                  (int64_t)variant->reproducibility, signature->message, signature->file,
                  (int64_t)signature->line, variant->placed, (int64_t)variant->by_place,
                  (int64_t)variant->inputless);
}

bool store_set_control(struct store *store, const char *variant, const char *control,
                       struct fault *fault)
{
    return sql_do(store, fault, "UPDATE variants SET control = ? WHERE id = ?", "tt", control,
                  variant);
}

bool store_has_variant(struct store *store, const char *id, bool *has, struct fault *fault)
{
    sqlite3_stmt *statement = sql_ask(store, fault, "SELECT 1 FROM variants WHERE id = ?", "t", id);
    *has = false;
    if (statement == NULL) {
        return false;
    }
    int step = sqlite3_step(statement);
    *has = step == SQLITE_ROW;
    return sql_end(store, statement, step, fault);
}

bool store_is_said(struct store *store, const char *crash, bool *said, struct fault *fault)
{
    sqlite3_stmt *statement =
        sql_ask(store, fault,
                "SELECT 1 FROM crashes WHERE id = ?1 AND (issue > 0 OR digested"
                " OR EXISTS(SELECT 1 FROM outbox WHERE settled = 0 AND crash = ?1))",
                "t", crash);
    if (statement == NULL) {
        return false;
    }
    int step = sqlite3_step(statement);
    *said = step == SQLITE_ROW;
    return sql_end(store, statement, step, fault);
}

bool store_forget_variant(struct store *store, const char *id, struct fault *fault)
{
    char crash[17] = "";
    sqlite3_stmt *statement =
        sql_ask(store, fault, "SELECT crash FROM variants WHERE id = ?", "t", id);
    if (statement == NULL) {
        return false;
    }
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) {
        sql_text(statement, 0, crash, sizeof crash);
    }
    return sql_end(store, statement, step, fault) &&
           sql_do(store, fault, "DELETE FROM variants WHERE id = ?", "t", id) &&
           sql_do(store, fault,
                  "DELETE FROM sightings WHERE crash = ?1"
                  " AND NOT EXISTS(SELECT 1 FROM variants WHERE crash = ?1)",
                  "t", crash) &&
           sql_do(store, fault,
                  "DELETE FROM crashes WHERE id = ?1"
                  " AND NOT EXISTS(SELECT 1 FROM variants WHERE crash = ?1)",
                  "t", crash);
}

bool store_sight(struct store *store, int64_t night, const char *crash, const char *target,
                 const char *when, const char *revision, struct fault *fault)
{
    return sql_do(store, fault, "INSERT OR IGNORE INTO sightings VALUES(?, ?, ?, ?)", "ittt", night,
                  crash, target, when) &&
           sql_do(store, fault,
                  "UPDATE crashes SET last_seen = ?, revision = ?, mended = 0 WHERE id = ?", "ttt",
                  when, revision, crash);
}

bool store_wants_control(struct store *store, const char *control, bool *wanted,
                         struct fault *fault)
{
    sqlite3_stmt *statement = sql_ask(store, fault,
                                      "SELECT 1 FROM variants JOIN crashes ON crash = crashes.id"
                                      " WHERE control = ? AND mended = 0 LIMIT 1",
                                      "t", control);
    if (statement == NULL) {
        return false;
    }
    int step = sqlite3_step(statement);
    *wanted = step != SQLITE_DONE;
    return sql_end(store, statement, step, fault);
}

bool store_set_first_bad(struct store *store, const char *crash, const char *sentence,
                         const char *handle, struct fault *fault)
{
    return sql_do(store, fault, "UPDATE crashes SET first_bad = ?, handle = ? WHERE id = ?", "ttt",
                  sentence, handle, crash);
}

bool store_set_digested(struct store *store, const char *crash, bool digested, struct fault *fault)
{
    return sql_do(store, fault, "UPDATE crashes SET digested = ? WHERE id = ?", "it",
                  (int64_t)digested, crash);
}

bool store_set_mended(struct store *store, const char *crash, const char *revision,
                      const char *when, struct fault *fault)
{
    return sql_do(store, fault,
                  "UPDATE crashes SET mended = ?, digested = 0, good_revision = ?, good_seen = ?"
                  " WHERE id = ?",
                  "ittt", (int64_t)(when[0] != '\0'), revision, when, crash);
}

bool store_set_issue(struct store *store, const char *crash, const struct tracker_issue *issue,
                     struct fault *fault)
{
    return sql_do(store, fault,
                  "UPDATE crashes SET issue = ?1, open = ?2, declined = ?3, triaged = ?4,"
                  " owner = CASE WHEN ?1 = 0 THEN '' ELSE owner END WHERE id = ?5",
                  "iiiit", (int64_t)issue->number, (int64_t)issue->open, (int64_t)issue->declined,
                  (int64_t)issue->triaged, crash);
}
