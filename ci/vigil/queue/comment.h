/* comment.h -- (private) pure: vigil's comment on a pull request that waits */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_COMMENT_H
#define VIGIL_QUEUE_COMMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "queue.h"

/*
 * The first lines of its body are hidden, and say what waits and who was asked:
 *     <!-- vigil:queue:HEAD:SINCE:NOTES -->
 *     <!-- vigil:asked:jonas:1795586460 -->
 *     <!-- vigil:asking:asha:1795672800 -->
 * `asking` is written before somebody is asked and `asked` after it, so that a run after one that
 * was cut short between the two can tell from the pull request itself whether that person was.
 */
struct comment {
    char head[65];
    int64_t since;
    unsigned notes;
    struct comment_asked {
        char handle[40];
        int64_t at;
        bool done;
    } asked[QUEUE_ASKED_MOST];
    size_t count;
};

/* Reads the hidden lines. False where the body does not begin with the first of them. *rest is
 * where the text below begins. Other lines that cannot be read are left out. */
bool comment_read(const char *body, size_t size, struct comment *comment, size_t *rest);

/* Adds the hidden lines. */
void comment_write(const struct comment *comment, struct buffer *into);

/* The line for this handle, or a new one; NULL where there is no room. */
struct comment_asked *comment_find_asked(struct comment *comment, const char *handle);

/* Adds what a reviewer reads below the hidden lines, as Markdown: the time-sensitive lines of the
 * change, each with its reason and a better way, in at most `limit` bytes; how many are left out is
 * said. Everything in it is inert. */
void comment_text(const struct verdict *report, size_t limit, struct buffer *into);

#endif
