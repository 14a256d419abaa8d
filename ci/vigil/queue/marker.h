/* marker.h -- (private) pure: what the comment on a queued pull request hides, to know it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_MARKER_H
#define VIGIL_QUEUE_MARKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "queue.h"

/*
 * The first lines of its body:
 *     <!-- vigil:queue:HEAD:SINCE:NOTES -->
 *     <!-- vigil:asked:jonas:1795586460 -->
 *     <!-- vigil:asking:asha:1795672800 -->
 * `asking` is written before somebody is asked and `asked` after it, so that one who was cut short
 * between the two can tell from the pull request itself which it was.
 */
struct queue_marker {
    char head[65];
    int64_t since;
    unsigned notes;
    struct queue_asked {
        char handle[40];
        int64_t at;
        bool done;
    } asked[QUEUE_ASKED_MOST];
    size_t count;
};

/* False where the body does not begin with one. *rest is where the text below begins. Lines of it
 * that cannot be read are left out. */
bool queue_marker_read(const char *body, size_t size, struct queue_marker *marker, size_t *rest);

void queue_marker_write(const struct queue_marker *marker, struct buffer *into);

/* The one with this handle, or a new one; NULL where there is no room. */
struct queue_asked *queue_marker_find(struct queue_marker *marker, const char *handle);

#endif
