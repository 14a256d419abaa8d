/* comment.h -- (private) pure: what a reviewer reads below a pull request that waits */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_COMMENT_H
#define VIGIL_QUEUE_COMMENT_H

#include "base/buffer.h"
#include "verdict/verdict.h"

/* Markdown, below the hidden lines: the time-sensitive lines of the change, each with its reason
 * and a better way, in at most `limit` bytes; how many are left out is said. Everything in it is
 * inert.
 */
void queue_comment(const struct verdict *report, size_t limit, struct buffer *into);

#endif
