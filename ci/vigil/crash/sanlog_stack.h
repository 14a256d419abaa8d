/* sanlog_stack.h -- (private) the stacks of a report, and what stands between its header and them
 */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_SANLOG_STACK_H
#define VIGIL_CRASH_SANLOG_STACK_H

#include <stdbool.h>

#include "base/span.h"
#include "sanlog_report.h"

/* Whether the log goes on with a stack, as the reports that say no more in their header do. */
bool sanlog_stack_follows(struct span log);

/* Reads what follows the header into *report, whose tool and kind are set. A stack that belongs to
 * another report, or tells where the memory came from, is not read for one that is missing. */
void sanlog_stack_read(struct span log, struct sanlog_report *report);

/* "<empty stack>", and TSan's words for it. */
bool sanlog_stack_is_empty(struct span line);

/* Stacks of two lines a frame: the name, then its place. Rust's after "stack backtrace:", Go's
 * after "goroutine 1 [running]:". */
void sanlog_stack_rust(struct span log, struct sanlog_report *report);
void sanlog_stack_go(struct span log, struct sanlog_report *report);

#endif
