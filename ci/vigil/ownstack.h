/* ownstack.h -- (private to signature) the project's own functions in the stacks of a report */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_OWNSTACK_H
#define VIGIL_OWNSTACK_H

#include <stddef.h>

#include "ownframe.h"
#include "sanlog.h"

#define OWNSTACK_FRAMES 32

struct ownstack {
    char name[OWNSTACK_FRAMES][OWNFRAME_NAME_SIZE];
    unsigned times[OWNSTACK_FRAMES];
    size_t count;
};

/*
 * Each own function once, innermost first. What lies beyond LLVMFuzzerTestOneInput is the fuzzer's,
 * its main() too; where no fuzzer is in the stack, main() is the program's own.
 *
 * The two sides of a race are reported in the order in which they happened to run. So of two stacks
 * the one whose names come first in byte order is taken for the first, and their functions in
 * turns: the innermost of both, the callers of both.
 */
void ownstack_read(const struct sanlog_report *report, struct ownstack *stack);

/* Only those that call each other again and again, in order of name; all, where none does. */
void ownstack_keep_cycle(struct ownstack *stack);

/* The own function that LLVMFuzzerTestOneInput called, or nothing. */
void ownstack_keep_entry(const struct sanlog_report *report, struct ownstack *stack);

#endif
