/* part.h -- (private) pure: what every queue makes of a report and of an entry */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_PART_H
#define VIGIL_QUEUE_PART_H

#include <stdbool.h>
#include <stdint.h>

#include "queue.h"

/* 40 to 64 hex digits: what git calls a commit, and nothing that leads out of a directory. */
bool queue_is_head(const char *text);

/* Made inert, and cut where it does not fit, not within a character. */
void queue_title(const char *text, size_t size, char title[280]);

/* The same of a text that should be inert already, from a file that others may write: not made so
 * twice, and yet nothing that acts on a terminal. */
void queue_title_again(const char *text, size_t size, char title[280]);

/* Unix seconds of report->when; now where that is no timestamp. */
int64_t queue_since(const struct verdict *report);

/* Adds a handle that is not among those who were asked; a time that is later than asked_at becomes
 * it. One too many is left out. */
void queue_note_asked(struct queue_entry *entry, const char *handle, int64_t at);

/* A growing list of entries. Starts as {0}; queue_list_free frees it. */
struct queue_list {
    struct queue_entry *entries;
    size_t count;
};
/* False where memory ran out. */
bool queue_list_add(struct queue_list *list, const struct queue_entry *entry);
/* Oldest first; of the same age by head. */
void queue_list_sort(struct queue_list *list);
void queue_list_free(struct queue_list *list);

#endif
