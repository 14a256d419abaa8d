/* SPDX-License-Identifier: MIT */
/* Actions: what is to be said to the tracker. */
#include "store.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "sql.h"

bool store_post(struct store *store, int64_t night, const struct store_action *action,
                struct fault *fault)
{
    return sql_do(store, fault,
                  "INSERT INTO outbox(night, verb, crash, marker, number, title, target, signature,"
                  " seen, labels, assignee, body) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  "iittittttttt", night, (int64_t)action->verb, action->crash, action->marker,
                  (int64_t)action->number, action->title, action->target, action->signature,
                  action->seen, action->labels, action->assignee, action->body);
}

#define TEXTS 7

/* The texts' columns follow each other from 5 on; each is copied with its NUL. */
static bool read_texts(sqlite3_stmt *statement, struct store_action *action)
{
    const char **into[TEXTS] = {&action->title, &action->target, &action->signature,
                                &action->seen,  &action->labels, &action->assignee,
                                &action->body};
    size_t offsets[TEXTS];
    struct buffer texts = {0};
    for (int i = 0; i < TEXTS; i++) {
        const unsigned char *text = sqlite3_column_text(statement, 5 + i);
        offsets[i] = texts.size;
        buffer_text(&texts, text == NULL ? "" : (const char *)text);
        buffer_add(&texts, "", 1);
    }
    for (int i = 0; i < TEXTS && !texts.failed; i++) {
        *into[i] = texts.data + offsets[i];
    }
    action->memory = texts.data;
    return !texts.failed;
}

static bool read_action(sqlite3_stmt *statement, struct store_action *action)
{
    *action = (struct store_action){
        .id = sqlite3_column_int64(statement, 0),
        .verb = (enum store_verb)sqlite3_column_int(statement, 1),
        .number = (uint64_t)sqlite3_column_int64(statement, 4),
    };
    sql_text(statement, 2, action->crash, sizeof action->crash);
    sql_text(statement, 3, action->marker, sizeof action->marker);
    return read_texts(statement, action);
}

bool store_next_action(struct store *store, int64_t after, struct store_action *action, bool *found,
                       struct fault *fault)
{
    sqlite3_stmt *statement =
        sql_ask(store, fault,
                "SELECT id, verb, crash, marker, number, title, target, signature, seen, labels,"
                " assignee, body FROM outbox WHERE settled = 0 AND id > ? ORDER BY id LIMIT 1",
                "i", after);
    *found = false;
    if (statement == NULL) {
        return false;
    }
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) {
        *found = read_action(statement, action);
        if (!*found) {
            store_action_free(action);
            step = SQLITE_NOMEM;
            fault_set(fault, "out of memory");
        }
    }
    return sql_end(store, statement, step, fault) && (step == SQLITE_DONE || *found);
}

void store_action_free(struct store_action *action)
{
    free(action->memory);
    action->memory = NULL;
}

struct settling {
    struct store *store;
    const struct store_action *action;
    uint64_t number;
    bool open;
};

static bool settle(void *context, struct fault *fault)
{
    const struct settling *it = context;
    return sql_do(it->store, fault,
                  "UPDATE outbox SET settled = 1, number = ?, error = '' WHERE id = ?", "ii",
                  (int64_t)it->number, it->action->id) &&
           sql_do(it->store, fault,
                  "UPDATE crashes SET issue = ?1, open = ?2, owner = CASE WHEN ?1 = 0 THEN ''"
                  " WHEN ?3 THEN ?4 ELSE owner END WHERE id = ?5",
                  "iiitt", (int64_t)it->number, (int64_t)it->open,
                  (int64_t)(it->action->verb == STORE_FILE), it->action->assignee,
                  it->action->crash);
}

bool store_settle(struct store *store, const struct store_action *action, uint64_t number,
                  bool open, struct fault *fault)
{
    return store_transaction(store, settle, &(struct settling){store, action, number, open}, fault);
}

bool store_note_try(struct store *store, int64_t action, const char *why, struct fault *fault)
{
    return sql_do(store, fault, "UPDATE outbox SET tries = tries + 1, error = ? WHERE id = ?", "ti",
                  why, action);
}

bool store_count_filings(struct store *store, int64_t night, struct store_filings *filings,
                         struct fault *fault)
{
    sqlite3_stmt *statement = sql_ask(
        store, fault,
        "SELECT total(settled AND verb = ?2), total(settled AND verb = ?3),"
        " total(settled AND verb = ?4), total(NOT settled AND tries > 0), total(NOT settled)"
        " FROM outbox WHERE night = ?1 OR NOT settled",
        "iiii", night, (int64_t)STORE_FILE, (int64_t)STORE_REOPEN, (int64_t)STORE_CLOSE);
    if (statement == NULL) {
        return false;
    }
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) {
        filings->filed = (unsigned)sqlite3_column_double(statement, 0);
        filings->reopened = (unsigned)sqlite3_column_double(statement, 1);
        filings->closed = (unsigned)sqlite3_column_double(statement, 2);
        filings->refused = (unsigned)sqlite3_column_double(statement, 3);
        filings->waiting = (unsigned)sqlite3_column_double(statement, 4);
    }
    return sql_end(store, statement, step, fault);
}
