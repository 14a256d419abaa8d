/* SPDX-License-Identifier: MIT */
/*
 * Changes that wait as files in a directory, DIR/queue/HEAD.json:
 *
 *     {"head": "…", "title": "…", "author": "asha", "since": 1795586400,
 *      "notes": [{"path": "…", "line": 12, "text": "…", "rule": "…", "title": "…", "reason": "…",
 *                 "better": "…"}],
 *      "asked": [{"handle": "jonas", "at": 1795586460}], "reviewed": false}
 *
 * A person who reviewed it makes `reviewed` true. Texts in it are inert.
 */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/files.h"
#include "base/handle.h"
#include "base/inert.h"
#include "queue.h"

#define FILE_LIMIT ((size_t)4 << 20)

static const char ending[] = ".json";

struct local {
    struct queue queue; /* first, so that one is the other */
    char directory[PATH_SIZE];
};

static json_t *inert(const char *text)
{
    struct buffer line = {0};
    inert_line(&line, text, strlen(text));
    json_t *string = line.failed ? NULL : json_stringn(line.size > 0 ? line.data : "", line.size);
    buffer_free(&line);
    return string;
}

static json_t *notes_of(const struct verdict *report)
{
    json_t *notes = json_array();
    int failed = notes == NULL ? 1 : 0;
    for (size_t i = 0; i < report->note_count; i++) {
        const struct verdict_note *note = &report->notes[i];
        failed |= json_array_append_new(
            notes, json_pack("{s:o, s:i, s:o, s:s, s:s, s:s, s:s}", "path", inert(note->path),
                             "line", (int)note->line, "text", inert(note->text), "rule", note->rule,
                             "title", note->title, "reason", note->reason, "better", note->better));
    }
    if (failed != 0) {
        json_decref(notes);
        return NULL;
    }
    return notes;
}

/* Writes the JSON as text, and releases it. */
static bool dump(json_t *root, struct buffer *into, struct fault *fault)
{
    char *text = root == NULL ? NULL : json_dumps(root, JSON_INDENT(2));
    json_decref(root);
    if (text != NULL) {
        buffer_text(into, text);
        buffer_text(into, "\n");
    }
    bool done = text != NULL && !into->failed;
    free(text);
    return done || fault_set(fault, "no JSON can be made: memory ran out, or a text is no UTF-8");
}

/* The file of a change that comes to wait. */
static bool compose(const struct verdict *report, struct buffer *into, struct fault *fault)
{
    char title[280];
    queue_title(report->subject, strlen(report->subject), title);
    return dump(json_pack("{s:s, s:s, s:s, s:I, s:o, s:[], s:b}", "head", report->head, "title",
                          title, "author", report->handle, "since", (json_int_t)queue_since(report),
                          "notes", notes_of(report), "asked", "reviewed", 0),
                into, fault);
}

static bool is_handle(const json_t *value)
{
    return json_is_string(value) &&
           handle_is_one((struct span){json_string_value(value), json_string_length(value)});
}

static bool read_asked(const json_t *asked, struct queue_entry *entry, struct fault *fault)
{
    size_t i;
    json_t *one;
    if (!json_is_array(asked)) {
        return fault_set(fault, "\"asked\" is no list");
    }
    json_array_foreach(asked, i, one)
    {
        const json_t *handle = json_object_get(one, "handle"), *at = json_object_get(one, "at");
        if (!is_handle(handle) || !json_is_integer(at)) {
            return fault_set(fault, "\"asked\", entry %zu: no handle with a time", i + 1);
        }
        queue_note_asked(entry, json_string_value(handle), json_integer_value(at));
    }
    return true;
}

/* False, with a fault that names the member, where it is no entry; members beside these may be
 * anything. `link` and `number` are not the file's to say. */
static bool read_members(const json_t *root, struct queue_entry *entry, struct fault *fault)
{
    const json_t *since = json_object_get(root, "since"), *notes = json_object_get(root, "notes");
    const json_t *reviewed = json_object_get(root, "reviewed");
    const json_t *head = json_object_get(root, "head"), *title = json_object_get(root, "title");
    const json_t *author = json_object_get(root, "author");
    *entry = (struct queue_entry){0};
    if (!json_is_integer(since) || json_integer_value(since) < 0) {
        return fault_set(fault, "\"since\" is no time");
    }
    if (!json_is_array(notes) || !json_is_boolean(reviewed)) {
        return fault_set(fault, "\"notes\" is no list, or \"reviewed\" neither true nor false");
    }
    if (!json_is_string(head) || !queue_is_head(json_string_value(head))) {
        return fault_set(fault, "\"head\" is no commit");
    }
    if (!json_is_string(title)) {
        return fault_set(fault, "\"title\" is no text");
    }
    if (!is_handle(author) && !(json_is_string(author) && json_string_length(author) == 0)) {
        return fault_set(fault, "\"author\" is no handle");
    }
    entry->since = json_integer_value(since);
    entry->notes = (unsigned)json_array_size(notes);
    entry->reviewed = json_is_true(reviewed);
    memcpy(entry->head, json_string_value(head), json_string_length(head));
    memcpy(entry->author, json_string_value(author), json_string_length(author));
    queue_title_again(json_string_value(title), json_string_length(title), entry->title);
    return read_asked(json_object_get(root, "asked"), entry, fault);
}

/* Only one process at a time may change what is there, since `vigil assign` and `vigil file` may
 * run at any time. -1, with a fault, where it cannot be had; closing the lock gives it back. */
static int take_lock(const struct local *local, struct fault *fault)
{
    char path[PATH_SIZE];
    if (!files_make_directory(local->directory, fault) ||
        !path_make(path, fault, "%s/lock", local->directory)) {
        return -1;
    }
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (lock < 0 || flock(lock, LOCK_EX) != 0) {
        (void)fault_errno(fault, "%s: cannot be locked", path);
        if (lock >= 0) {
            (void)close(lock);
        }
        return -1;
    }
    return lock;
}

static bool entry_path(const struct local *local, const char *head, char path[PATH_SIZE],
                       struct fault *fault)
{
    return queue_is_head(head) ? path_make(path, fault, "%s/%s%s", local->directory, head, ending)
                               : fault_set(fault, "the head is no commit");
}

/* The head that a file's name says; false for what is no entry, or lies in a directory below. */
static bool head_of(const struct local *local, const char *path, char head[65])
{
    const char *name = path + strlen(local->directory) + 1;
    size_t size = strlen(name), tail = sizeof ending - 1;
    if (size <= tail || size - tail > 64 || strcmp(name + size - tail, ending) != 0) {
        return false;
    }
    memcpy(head, name, size - tail);
    head[size - tail] = '\0';
    return queue_is_head(head);
}

/* The file's JSON, which the caller decrefs, and the entry that it is. NULL, with a fault that
 * names the file, where it is damaged. */
static json_t *read_file(const char *path, const char *head, struct queue_entry *entry,
                         struct fault *fault)
{
    struct fault why = {""};
    struct buffer text = {0};
    json_error_t error;
    if (!files_read(path, FILE_LIMIT, &text, fault)) {
        buffer_free(&text);
        return NULL;
    }
    json_t *root =
        json_loadb(text.size > 0 ? text.data : "", text.size, JSON_REJECT_DUPLICATES, &error);
    buffer_free(&text);
    bool read = root != NULL
                    ? read_members(root, entry, &why)
                    : fault_set(&why, "no JSON (line %d, column %d)", error.line, error.column);
    if (read && strcmp(entry->head, head) != 0) {
        read = fault_set(&why, "it is of another head, %s", entry->head);
    }
    if (!read) {
        json_decref(root);
        why.text[150] = '\0';
        fault_set(fault, "%.400s: damaged, and left as it is: %s", path, why.text);
        return NULL;
    }
    (void)snprintf(entry->link, sizeof entry->link, "%.599s", path);
    return root;
}

/* A damaged file is a fault only after all others are read: they wait all the same. */
static bool read_all(const struct local *local, const struct file_list *files,
                     struct queue_list *list, struct fault *fault)
{
    bool whole = true;
    for (size_t i = 0; i < files->count; i++) {
        char head[65];
        struct queue_entry entry;
        struct fault why;
        if (!head_of(local, files->paths[i], head)) {
            continue;
        }
        json_t *root = read_file(files->paths[i], head, &entry, &why);
        if (root == NULL) {
            *fault = whole ? why : *fault;
            whole = false;
        } else if (!queue_list_add(list, &entry)) {
            whole = fault_set(fault, "out of memory for the queue");
        }
        json_decref(root);
    }
    return whole;
}

static enum tracker_outcome local_list(struct queue *queue, queue_take *take, void *context,
                                       struct fault *fault)
{
    const struct local *local = (const struct local *)queue;
    struct queue_list list = {0};
    struct file_list files = {0};
    if (!files_list(local->directory, &files, fault)) {
        return TRACKER_LATER;
    }
    bool whole = read_all(local, &files, &list, fault), more = true;
    queue_list_sort(&list);
    for (size_t i = 0; more && i < list.count; i++) {
        more = take(context, &list.entries[i]);
    }
    queue_list_free(&list);
    files_list_free(&files);
    return whole ? TRACKER_DONE : TRACKER_REFUSED;
}

/* An entry that is there already stays as it is: since when it waits and who was asked hold. */
static bool add(const struct verdict *report, const char *path, struct fault *fault)
{
    bool exists = false;
    struct queue_entry entry;
    struct buffer text = {0};
    bool done =
        compose(report, &text, fault) && files_create(path, text.data, text.size, &exists, fault);
    if (!done && exists) {
        json_t *old = read_file(path, report->head, &entry, fault);
        done = old != NULL;
        json_decref(old);
    }
    buffer_free(&text);
    return done;
}

static enum tracker_outcome local_add(struct queue *queue, const struct verdict *report,
                                      struct fault *fault)
{
    const struct local *local = (const struct local *)queue;
    char path[PATH_SIZE];
    if (!entry_path(local, report->head, path, fault)) {
        return TRACKER_REFUSED;
    }
    int lock = take_lock(local, fault);
    bool done = lock >= 0 && add(report, path, fault);
    if (lock >= 0) {
        (void)close(lock);
    }
    return done ? TRACKER_DONE : TRACKER_LATER;
}

static enum tracker_outcome local_remove(struct queue *queue, const char *head, struct fault *fault)
{
    const struct local *local = (const struct local *)queue;
    char path[PATH_SIZE];
    if (!entry_path(local, head, path, fault)) {
        return TRACKER_REFUSED;
    }
    int lock = take_lock(local, fault);
    bool done = lock >= 0 && (unlink(path) == 0 || errno == ENOENT ||
                              fault_errno(fault, "%s: cannot be removed", path));
    if (lock >= 0) {
        (void)close(lock);
    }
    return done ? TRACKER_DONE : TRACKER_LATER;
}

static bool was_asked(const json_t *asked, const char *handle)
{
    size_t i;
    json_t *one;
    json_array_foreach(asked, i, one)
    {
        if (strcasecmp(json_string_value(json_object_get(one, "handle")), handle) == 0) {
            return true;
        }
    }
    return false;
}

/* Adds one more reviewer who was asked, once; all else in the file stays. */
static bool ask(const char *path, const struct queue_entry *entry, const char *handle, int64_t now,
                struct fault *fault)
{
    struct queue_entry found;
    struct buffer text = {0};
    json_t *root = read_file(path, entry->head, &found, fault);
    if (root == NULL) {
        return false;
    }
    json_t *asked = json_object_get(root, "asked");
    if (!was_asked(asked, handle) &&
        json_array_append_new(
            asked, json_pack("{s:s, s:I}", "handle", handle, "at", (json_int_t)now)) != 0) {
        json_decref(root);
        return fault_set(fault, "out of memory");
    }
    bool done = dump(root, &text, fault) && (files_equal(path, text.data, text.size) ||
                                             files_write(path, text.data, text.size, fault));
    buffer_free(&text);
    return done;
}

static enum tracker_outcome local_ask(struct queue *queue, const struct queue_entry *entry,
                                      const char *handle, int64_t now, struct fault *fault)
{
    const struct local *local = (const struct local *)queue;
    char path[PATH_SIZE];
    if (!entry_path(local, entry->head, path, fault)) {
        return TRACKER_REFUSED;
    }
    int lock = take_lock(local, fault);
    if (lock < 0) {
        return TRACKER_LATER;
    }
    enum tracker_outcome outcome = TRACKER_DONE;
    if (access(path, F_OK) != 0 && errno == ENOENT) {
        fault_set(fault, "%.400s: it waits no more", path);
        outcome = TRACKER_GONE;
    } else if (!ask(path, entry, handle, now, fault)) {
        outcome = TRACKER_LATER;
    }
    (void)close(lock);
    return outcome;
}

static enum tracker_outcome local_check(struct queue *queue, const struct verdict *report,
                                        const struct queue_standing *standing, struct fault *fault)
{
    (void)queue, (void)report, (void)standing, (void)fault;
    return TRACKER_DONE;
}

/* Whoever can write here can write issues too, and reads the change before it is judged. */
static enum tracker_outcome local_change(struct queue *queue, const char *head,
                                         const struct guard *guard, struct queue_change *change,
                                         struct fault *fault)
{
    (void)queue, (void)guard;
    *change = (struct queue_change){.own = true, .known = true};
    if (!queue_is_head(head)) {
        fault_set(fault, "the head is no commit");
        return TRACKER_REFUSED;
    }
    (void)snprintf(change->name, sizeof change->name, "%.12s", head);
    return TRACKER_DONE;
}

/* Nothing here tells of it; the repository may (change_issue.h). */
static enum tracker_outcome local_fate(struct queue *queue, const char *name, enum queue_fate *fate,
                                       struct fault *fault)
{
    (void)queue, (void)name, (void)fault;
    *fate = QUEUE_OPEN;
    return TRACKER_DONE;
}

static void local_close(struct queue *queue)
{
    free(queue);
}

struct queue *queue_local_open(const char *directory, struct fault *fault)
{
    struct local *local = calloc(1, sizeof *local);
    if (local == NULL) {
        fault_set(fault, "out of memory for a queue");
        return NULL;
    }
    if (!path_make(local->directory, fault, "%s/queue", directory)) {
        free(local);
        return NULL;
    }
    local->queue = (struct queue){.list = local_list,
                                  .add = local_add,
                                  .remove = local_remove,
                                  .ask = local_ask,
                                  .check = local_check,
                                  .change = local_change,
                                  .fate = local_fate,
                                  .close = local_close};
    return &local->queue;
}
