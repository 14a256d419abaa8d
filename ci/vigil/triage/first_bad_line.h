/* first_bad_line.h -- (private) the commits among which the first bad one is looked for */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_FIRST_BAD_LINE_H
#define VIGIL_TRIAGE_FIRST_BAD_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/commit.h"
#include "base/fault.h"

/* From the newest to the oldest, each the first parent of the one before it. Starts as {0}. */
struct first_bad_line {
    char (*ids)[COMMIT_ID_SIZE];
    size_t count;
};

/* HEAD and its first parents; in a shallow clone, those that are there. */
bool first_bad_line_main(const char *source, struct first_bad_line *line, struct fault *fault);

/*
 * Where `merge` is one: itself, then what it brought in, the first parents of its second parent,
 * down to and with the first that its first parent has as well. Else, and where there is none such,
 * an empty line.
 */
bool first_bad_line_branch(const char *source, const char *merge, struct first_bad_line *line,
                           struct fault *fault);

void first_bad_line_free(struct first_bad_line *line);

#endif
