/* gateout_prose.h -- (private to gateout) pure: hostile sentences, code and numbers in Markdown */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATEOUT_PROSE_H
#define VIGIL_GATEOUT_PROSE_H

#include <stddef.h>

#include "buffer.h"

/* A sentence within a line or a cell: as safetext_title has it, but for what sentences of ours are
 * made of: quotation marks and "…" stand, and what may be a commit is code. Of a longer text the
 * first `most` bytes. */
void gateout_prose(struct buffer *into, const char *text, size_t most);

/* Inline code of the first `most` bytes; in a line, and in a cell of a table. Nothing for "". */
void gateout_code(struct buffer *into, const char *text, size_t most);
void gateout_cell(struct buffer *into, const char *text, size_t most);

/* "[231](https://…)", "231" where the link is none that can be trusted, "" for no issue. */
void gateout_issue(struct buffer *into, unsigned long long issue, const char *link);

#endif
