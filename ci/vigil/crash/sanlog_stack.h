/* sanlog_stack.h -- (private to sanlog) what follows the header of a report: its access and stacks
 */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_SANLOG_STACK_H
#define VIGIL_CRASH_SANLOG_STACK_H

#include <stdbool.h>

#include "base/span.h"
#include "sanlog.h"

/* The next line of the log, without its end; of a line longer than any of a report the beginning.
 * False at the end of the log. */
bool sanlog_stack_line(struct span *log, struct span *line);

/* Whether the log goes on with a stack, as the reports that say no more in their header do. */
bool sanlog_stack_follows(struct span log);

/* Reads what follows the header into *report, whose tool and kind are set. */
void sanlog_stack_read(struct span log, struct sanlog_report *report);

/* "    #3 0x55d in parse(char const*) /src/parse.c:12:3 (target+0x1) (BuildId: 1f)"; TSan leaves
 * out the address, gcc the column, and without a symbolizer the module is all there is. */
bool sanlog_frame_read(struct span line, uint64_t *number, struct sanlog_frame *frame);

/* "/src/parse.c:12:3" or "parse.c:12" into file and line; the file alone where no number ends it.
 */
void sanlog_frame_location(struct span text, struct sanlog_frame *frame);

#endif
