/* SPDX-License-Identifier: MIT */
#include "first_bad_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/git.h"
#include "base/list.h"
#include "base/span.h"

static bool add_id(struct first_bad_line *line, struct span id)
{
    static const char digits[] = "0123456789abcdef";
    if ((id.size != 40 && id.size != 64) || strspn(id.text, digits) < id.size) {
        return false;
    }
    char *added = list_add(&line->ids, &line->count, sizeof *line->ids);
    if (added != NULL) {
        span_copy(added, COMMIT_ID_SIZE, id);
    }
    return added != NULL;
}

static bool read_line(const char *source, const char *from, const char *without,
                      struct first_bad_line *line, struct fault *fault)
{
    const char *const words[] = {"rev-list", "--first-parent", from, without, NULL};
    struct buffer output = {0};
    bool done = git_run(source, words, 120, &output, fault);
    for (struct span rest = {output.data, output.size}; done && rest.size > 0;) {
        struct span id = {rest.text, span_find(rest, "\n")};
        done = add_id(line, id) || fault_set(fault, "%s: git rev-list: cannot be read", source);
        span_skip(&rest, id.size + 1);
    }
    buffer_free(&output);
    return done;
}

bool first_bad_line_main(const char *source, struct first_bad_line *line, struct fault *fault)
{
    *line = (struct first_bad_line){0};
    return read_line(source, "HEAD", NULL, line, fault);
}

bool first_bad_line_branch(const char *source, const char *merge, struct first_bad_line *line,
                           struct fault *fault)
{
    char second[COMMIT_ID_SIZE], fork[COMMIT_ID_SIZE], without[COMMIT_ID_SIZE + 8];
    *line = (struct first_bad_line){0};
    commit_ancestor(source, merge, "^2", second);
    if (second[0] == '\0') {
        return true;
    }
    (void)snprintf(without, sizeof without, "^%s^1", merge);
    struct span first = {merge, strlen(merge)};
    if (!add_id(line, first)) {
        return fault_set(fault, "%s: out of memory", source);
    }
    if (!read_line(source, second, without, line, fault)) {
        return false;
    }
    commit_ancestor(source, line->ids[line->count - 1], "^1", fork);
    struct span last = {fork, strlen(fork)};
    if (line->count < 2 || !add_id(line, last)) {
        line->count = 0;
    }
    return true;
}

void first_bad_line_free(struct first_bad_line *line)
{
    free(line->ids);
    *line = (struct first_bad_line){0};
}
