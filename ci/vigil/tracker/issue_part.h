/* issue_part.h -- the parts of a body that may have to give way */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_ISSUE_PART_H
#define VIGIL_TRACKER_ISSUE_PART_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "triage/triage.h"

/* Each makes `part`, which is empty, of `room` bytes at most; empty again where too little would
 * fit to be of use. False when something of it was left out. */
bool issue_stack(const struct crash *crash, size_t room, struct buffer *part);
bool issue_report(const struct crash *crash, size_t room, struct buffer *part);
bool issue_input(const struct crash *crash, size_t room, struct buffer *part);

/* "@handle" where that is wanted and it is one; else the text, inert, also in a cell of a table. */
void issue_mention(struct buffer *into, const char *handle, bool wanted);

/* Inline code, of at most so many bytes of the text; as a part of a line, or as a cell of a table.
 */
#define ISSUE_WORD 80
#define ISSUE_TEXT 300
void issue_code(struct buffer *into, const char *text, size_t most);
void issue_cell(struct buffer *into, const char *text, size_t most);

#endif
