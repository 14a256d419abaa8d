/* side.h -- (private) one of the two commits, built and tested, and what that left */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATE_SIDE_H
#define VIGIL_GATE_SIDE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "base/settings.h"
#include "tree.h"
#include "triage/target.h"
#include "verdict/coverage.h"
#include "verdict/testlog.h"

struct gate_side {
    char commit[65];
    char results[PATH_SIZE], out[PATH_SIZE]; /* SLOT/results/COMMIT, and its out/, the targets */
    enum gate_run built, tested;
    struct buffer build_log, test_log; /* hostile; empty where what a former gate left was used */
    bool cached;                       /* what a former gate left of this commit was used */
    struct target_list targets;
    struct testlog tests;
    struct coverage coverage; /* without files where no tracefile names one of the sources */
    bool covered;             /* a tracefile was left */
    struct fault fault;       /* why something that was left cannot be read; "" all can */
};

/*
 * Lays the commit out, builds and tests it. `remembered`: where a former gate built and tested this
 * commit with the same settings and succeeded, what it left is used instead. A build that fails in
 * a tree where another commit was built before is repeated in an empty one, since what the other
 * left may be why it failed. False, with a fault, only where git or the disk fails.
 */
bool gate_side_make(struct gate_tree *tree, const struct settings *settings, const char *commit,
                    bool remembered, struct gate_side *side, struct fault *fault);
void gate_side_free(struct gate_side *side);

/* Removes the results of every commit but these two. */
void gate_side_sweep(const struct gate_tree *tree, const char *base, const char *head);

#endif
