/* comments.h -- pure: what stands below the front matter of a local issue: body, then comments */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_COMMENTS_H
#define VIGIL_TRACKER_COMMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/*
 *     <!-- vigil:crash:0123456789abcdef -->
 *     The body. …
 *
 *     ## Comment, 2024-07-12T01:14:00Z
 *
 *     <!-- vigil:MARKER -->
 *     Text.
 *
 * A person's comment begins with a heading "## Comment" too, and has no marker.
 */

/* Where the first comment's heading begins; `size` where there is none. Such a line within a fenced
 * block is text, unless a marker stands below it, which no such text can hold (inert.h). */
size_t comments_begin(const char *text, size_t size);

/* Whether a comment has this marker. */
bool comments_have(const char *text, size_t size, const char *marker);

/* Adds a comment to what `into` holds. */
void comments_add(struct buffer *into, const char *when, const char *marker, const char *comment);

/* The marker of the issue itself, of the first line that holds one; false when that is none of an
 * issue: "crash:" and sixteen hex digits, or "digest". */
bool comments_issue_marker(const char *text, size_t size, char marker[64]);

#endif
