/* show.h -- (private) pure: the queue, and a change and people in it, as text and as JSON */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_SHOW_H
#define VIGIL_QUEUE_SHOW_H

#include "base/buffer.h"
#include "queue.h"

/* A table with columns aligned, a line for their names first; one line where nothing waits. */
void queue_table(const struct queue_list *list, struct buffer *into);

/* One array of objects, and a line end. */
void queue_json(const struct queue_list *list, struct buffer *into);

/* "aaaaaaaaaaaa (pull request 7): read TZ" */
void queue_write_change(const struct queue_entry *entry, struct buffer *into);

/* "ada, ben"; "" for nobody. */
void queue_write_asked(const struct queue_entry *entry, struct buffer *into);

#endif
