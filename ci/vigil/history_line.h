/* history_line.h -- (private) the commits of a history, and who wrote them */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_HISTORY_LINE_H
#define VIGIL_HISTORY_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"
#include "history.h"

/* From the newest to the oldest, each the first parent of the one before it. Starts as {0}. */
struct history_line {
    char (*ids)[HISTORY_COMMIT_SIZE];
    size_t count;
};

/* HEAD and its first parents; in a shallow clone, those that are there. */
bool history_line_main(const char *source, struct history_line *line, struct fault *fault);

/*
 * Where `merge` is one: itself, then what it brought in, the first parents of its second parent,
 * down to and with the first that its first parent has as well. Else, and where there is none such,
 * an empty line.
 */
bool history_line_branch(const char *source, const char *merge, struct history_line *line,
                         struct fault *fault);

void history_line_free(struct history_line *line);

/* Who wrote it, and what its first line says: data, as git has it. */
bool history_describe(const char *source, const char *id, struct history_commit *commit,
                      struct fault *fault);

/* "octocat" of "octocat@users.noreply.github.com" and "583231+octocat@users.noreply.github.com";
 * "" of any other address, a bot's among them. */
void history_handle(const char *email, char handle[64]);

#endif
