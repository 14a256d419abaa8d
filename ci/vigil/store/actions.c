/* SPDX-License-Identifier: MIT */
/* Actions: what is to be said to the tracker. */
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "sql.h"

static bool is_something(const char *text)
{
    return text != NULL && text[0] != '\0';
}

/* An issue that does not begin with its marker would be filed again and again. */
static bool has_marker(const char *body, const char *marker)
{
    char line[TRACKER_MARKER_SIZE + 24];
    int size = snprintf(line, sizeof line, "<!-- vigil:%s -->", marker);
    return is_something(body) && size > 0 && strncmp(body, line, (size_t)size) == 0 &&
           (body[size] == '\n' || body[size] == '\0');
}

bool store_action_is_whole(const struct store_action *action)
{
    if (action->marker[0] == '\0') {
        return false;
    }
    switch (action->verb) {
    case STORE_FILE:
    case STORE_DIGEST:
        return is_something(action->title) && has_marker(action->body, action->marker) &&
               (!is_something(action->advisory) || has_marker(action->advisory, action->marker));
    case STORE_DIGEST_CLOSE:
        return true;
    case STORE_NIGHT:
        return is_something(action->body);
    default: /* a comment on the issue of a crash */
        return action->number > 0 && is_something(action->body);
    }
}

bool store_post(struct store *store, int64_t night, const struct store_action *action,
                struct fault *fault)
{
    if (!store_action_is_whole(action)) {
        return fault_set(fault, "%s: what is to be said of it was not composed: out of memory",
                         action->marker[0] == '\0' ? "an issue" : action->marker);
    }
    return sql_do(store, fault,
                  "INSERT INTO outbox(night, verb, crash, marker, number, title, target, signature,"
                  " seen, labels, assignee, body, advisory)"
                  " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  "iittitttttttt", night, (int64_t)action->verb, action->crash, action->marker,
                  (int64_t)action->number, action->title, action->target, action->signature,
                  action->seen, action->labels, action->assignee, action->body, action->advisory);
}

#define TEXTS 8

/* The texts' columns follow each other from 5 on; each is copied with its NUL. No column is NULL:
 * one that cannot be read is for want of memory, and an action without its text must not be sent.
 */
static bool read_texts(sqlite3_stmt *statement, struct store_action *action)
{
    const char **into[TEXTS] = {&action->title, &action->target,  &action->signature,
                                &action->seen,  &action->labels,  &action->assignee,
                                &action->body,  &action->advisory};
    size_t offsets[TEXTS];
    struct buffer texts = {0};
    for (int i = 0; i < TEXTS; i++) {
        const unsigned char *text = sqlite3_column_text(statement, 5 + i);
        offsets[i] = texts.size;
        texts.failed = texts.failed || text == NULL;
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
    bool read = sqlite3_column_text(statement, 2) != NULL && /* as in read_texts */
                sqlite3_column_text(statement, 3) != NULL;
    sql_text(statement, 2, action->crash, sizeof action->crash);
    sql_text(statement, 3, action->marker, sizeof action->marker);
    return read && read_texts(statement, action);
}

bool store_next_action(struct store *store, int64_t after, struct store_action *action, bool *found,
                       struct fault *fault)
{
    sqlite3_stmt *statement = sql_ask(
        store, fault,
        "SELECT id, verb, crash, marker, number, title, target, signature, seen, labels,"
        " assignee, body, advisory FROM outbox WHERE settled = 0 AND id > ? ORDER BY id LIMIT 1",
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

bool store_last_issue(struct store *store, enum store_verb one, enum store_verb other,
                      uint64_t *number, struct fault *fault)
{
    sqlite3_stmt *statement =
        sql_ask(store, fault,
                "SELECT number FROM outbox WHERE settled = 1 AND verb IN (?, ?) AND number > 0"
                " ORDER BY id DESC LIMIT 1",
                "ii", (int64_t)one, (int64_t)other);
    *number = 0;
    if (statement == NULL) {
        return false;
    }
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) {
        *number = (uint64_t)sqlite3_column_int64(statement, 0);
    }
    return sql_end(store, statement, step, fault);
}

bool store_list_targets(struct store *store, const char *crash, struct buffer *into,
                        struct fault *fault)
{
    sqlite3_stmt *statement = sql_ask(
        store, fault, "SELECT DISTINCT target FROM sightings WHERE crash = ? ORDER BY target", "t",
        crash);
    int step = SQLITE_DONE;
    while (statement != NULL && (step = sqlite3_step(statement)) == SQLITE_ROW) {
        const unsigned char *name = sqlite3_column_text(statement, 0);
        into->failed = into->failed || name == NULL;
        buffer_format(into, "%s\n", name == NULL ? "" : (const char *)name);
    }
    return statement != NULL && sql_end(store, statement, step, fault) &&
           (!into->failed || fault_set(fault, "out of memory"));
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
