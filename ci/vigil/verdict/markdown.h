/* markdown.h -- (private) pure: a hostile sentence in Markdown */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_MARKDOWN_H
#define VIGIL_VERDICT_MARKDOWN_H

#include <stddef.h>

struct buffer;

/* A sentence within a line or a cell, made inert as a title is (inert_title), but for two things
 * that our own sentences hold: quotation marks, dashes and "…" are kept, and what may be a commit
 * id becomes code. Of a longer text the first `most` bytes. */
void verdict_prose(struct buffer *into, const char *text, size_t most);

#endif
