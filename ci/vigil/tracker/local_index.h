/* local_index.h -- pure: the page that lists the issues of a directory, for people */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_LOCAL_INDEX_H
#define VIGIL_TRACKER_LOCAL_INDEX_H

#include <stddef.h>

#include "base/buffer.h"
#include "frontmatter.h"

/* A table: number, state, severity, title, target, first seen; open issues first, then by number.
 * Puts the issues in that order. One with an `end` of 0 could not be read, and is left out. */
void local_index(struct frontmatter *issues, size_t count, struct buffer *into);

#endif
