/* local_file.h -- (private) pure: the text of the files in a directory of local issues */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_LOCAL_FILE_H
#define VIGIL_TRACKER_LOCAL_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "frontmatter.h"
#include "tracker.h"

/*
 * An issue's file is its front matter (frontmatter.h), the body, then comments:
 *
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

/* Adds the whole file to `text`; `label` is the first of its labels, unless it is "". */
void local_file_compose(const struct tracker_draft *draft, const char *label, unsigned number,
                        struct buffer *text);

/* Adds the file `old`, from which `issue` was read, with the title and body of the draft. The rest
 * of the front matter stays, and so does all from the first comment on. */
void local_file_edit(const struct buffer *old, const struct frontmatter *issue,
                     const struct tracker_draft *draft, struct buffer *text);

/* Where the first comment's heading begins in the text below the front matter; `size` where there
 * is none. Such a line within a fenced block is text, unless a marker stands below it, which no
 * such text can hold (inert.h). */
size_t local_file_comments(const char *text, size_t size);

/* Whether a comment has this marker. */
bool local_file_has_comment(const char *text, size_t size, const char *marker);

/* Adds a comment to what `into` holds. */
void local_file_add_comment(struct buffer *into, const char *when, const char *marker,
                            const char *comment);

/* The marker of the issue itself, which the first line that holds any marker must hold: "crash:"
 * and sixteen hex digits, "digest", or "nights". False where that is another marker, or there is
 * none. */
bool local_file_marker(const char *text, size_t size, char marker[TRACKER_MARKER_SIZE]);

/* The page that lists the issues, for people: number, state, severity, title, target, first seen;
 * open issues first, then by number. Puts the issues in that order. One with an `end` of 0 could
 * not be read, and is left out. */
void local_file_index(struct frontmatter *issues, size_t count, struct buffer *into);

#endif
