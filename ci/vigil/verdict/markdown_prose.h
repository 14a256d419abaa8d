/* markdown_prose.h -- (private to verdict) pure: hostile sentences, code and numbers in Markdown */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_MARKDOWN_PROSE_H
#define VIGIL_VERDICT_MARKDOWN_PROSE_H

#include <stddef.h>

#include "base/buffer.h"

/* A sentence within a line or a cell: as inert_title has it, but for what sentences of ours are
 * made of: quotation marks and "…" stand, and what may be a commit is code. Of a longer text the
 * first `most` bytes. */
void verdict_prose(struct buffer *into, const char *text, size_t most);

/* Inline code of the first `most` bytes; in a line, and in a cell of a table. Nothing for "". */
void verdict_code(struct buffer *into, const char *text, size_t most);
void verdict_cell(struct buffer *into, const char *text, size_t most);

/* "[231](https://…)", "231" where the link is none that can be trusted, "" for no issue. */
void verdict_issue(struct buffer *into, unsigned long long issue, const char *link);

#endif
