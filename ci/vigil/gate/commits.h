/* commits.h -- (private) the two commits, what lies between them, and who wrote it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATE_COMMITS_H
#define VIGIL_GATE_COMMITS_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/commit.h"
#include "base/fault.h"
#include "change/change.h"
#include "change/diff.h"
#include "change/examples.h"

struct gate_commits {
    struct commit base, head;
    char handle[64]; /* of head's author; "" unknown */
    bool dirty;      /* the work tree has changes that no commit holds */
    struct diff diff;
    /* As many as the diff has files; empty texts are in buffers of no data. Those of files that are
     * in no language that change/tokens.h knows are not read; no other file is binary. */
    struct buffer *base_texts, *head_texts;
    struct change_file *files;  /* the same, as change/change.h wants them */
    struct change_sides *sides; /* as many: their definitions (definitions.h finds them) */
    /* Whether examples are waived: by the latest commit after base that gives a reason, or else by
     * the latest that gives none, which is no waiver. */
    enum waiver waiver;
    char waived_by[COMMIT_ID_SIZE];
    char reason[400]; /* hostile; a longer one ends in "…" */
};

/*
 * `head` may be NULL, for HEAD; `base` NULL, for where head left the main branch: the merge base of
 * head and the first of origin's HEAD, origin/main, origin/master, main and master that is there
 * and does not hold head itself; where there is none, head's first parent. Instead of a base
 * that is given its merge base with head is taken, as in a pull request, where there is one. False,
 * with a fault, where git does not know them, or head has no parent. To be freed in any case.
 */
bool gate_commits_find(const char *source, const char *base, const char *head,
                       struct gate_commits *commits, struct fault *fault);
void gate_commits_free(struct gate_commits *commits);

#endif
