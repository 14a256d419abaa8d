/* issue_part.h -- (private) parts that issues and comments share */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_ISSUE_PART_H
#define VIGIL_TRACKER_ISSUE_PART_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "triage/crash.h"

/* Adds a fenced block to what `part` holds, in `room` bytes of it; where nothing of the block fits,
 * empties `part`. False when something was left out. */
bool issue_block(const struct buffer *text, size_t room, struct buffer *part);

/* The command that shows the crash of the input kept in the directory, below a heading. */
void issue_command(const struct crash *crash, const char *directory, size_t room,
                   struct buffer *into);

/* The crash's own stack, and the bytes that it needs, below headings; `part` is empty before, and
 * after, where there is no room. False when something was left out. */
bool issue_stack(const struct crash *crash, size_t room, struct buffer *part);
bool issue_input(const struct crash *crash, size_t room, struct buffer *part);

#endif
