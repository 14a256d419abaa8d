/* SPDX-License-Identifier: MIT */
/* Changes that wait as files in a directory: DIR/queue/HEAD.json (local_file.h). */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/files.h"
#include "local_file.h"
#include "part.h"
#include "queue.h"

#define FILE_LIMIT ((size_t)4 << 20)

static const char ending[] = ".json";

struct local {
    struct queue queue; /* first, so that one is the other */
    char directory[PATH_SIZE];
};

/* One at a time may change what is there: `vigil assign` and `vigil file` run when they like. -1,
 * with a fault. Closing it gives it back. */
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

/* Refused, with the file's name, where it is damaged. */
static bool read_entry(const char *path, const char *head, struct queue_entry *entry,
                       struct buffer *text, struct fault *fault)
{
    struct fault why = {""};
    if (!files_read(path, FILE_LIMIT, text, fault)) {
        return false;
    }
    bool read = queue_file_read(text->size > 0 ? text->data : "", text->size, entry, &why);
    if (read && strcmp(entry->head, head) != 0) {
        read = fault_set(&why, "it is of another head, %s", entry->head);
    }
    if (!read) {
        why.text[150] = '\0';
        return fault_set(fault, "%.400s: damaged, and left as it is: %s", path, why.text);
    }
    (void)snprintf(entry->link, sizeof entry->link, "%.599s", path);
    return true;
}

/* What is damaged is told of once all the others are read: they wait all the same. */
static bool read_all(const struct local *local, const struct file_list *files,
                     struct queue_list *list, struct fault *fault)
{
    bool whole = true;
    for (size_t i = 0; i < files->count; i++) {
        char head[65];
        struct queue_entry entry;
        struct buffer text = {0};
        struct fault why;
        bool ours = head_of(local, files->paths[i], head);
        if (ours && !read_entry(files->paths[i], head, &entry, &text, &why)) {
            *fault = whole ? why : *fault;
            whole = false;
        } else if (ours && !queue_list_add(list, &entry)) {
            whole = fault_set(fault, "out of memory for the queue");
        }
        buffer_free(&text);
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

/* An entry that is there stays: it waits since it came, and who was asked was asked. */
static bool add(const struct verdict *report, const char *path, struct fault *fault)
{
    bool exists = false;
    struct queue_entry entry;
    struct buffer text = {0}, old = {0};
    bool done = queue_file_compose(report, &text, fault) &&
                (files_create(path, text.data, text.size, &exists, fault) ||
                 (exists && read_entry(path, report->head, &entry, &old, fault)));
    buffer_free(&text);
    buffer_free(&old);
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

static bool ask(const char *path, const struct queue_entry *entry, const char *handle, int64_t now,
                struct fault *fault)
{
    struct queue_entry found;
    struct buffer old = {0}, text = {0};
    bool done =
        read_entry(path, entry->head, &found, &old, fault) &&
        queue_file_ask(old.data, old.size, handle, now, &text, fault) &&
        (files_equal(path, text.data, text.size) || files_write(path, text.data, text.size, fault));
    buffer_free(&old);
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
                                        struct fault *fault)
{
    (void)queue;
    (void)report;
    (void)fault;
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
                                  .close = local_close};
    return &local->queue;
}
