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

/* Tests that take so many times as long as base's hang, or as good as. */
#define GATE_SIDE_LONGER 10.0

struct gate_side {
    char commit[65];
    char results[PATH_SIZE], out[PATH_SIZE]; /* SLOT/results/COMMIT, and its out/, the targets */
    struct gate_ran build, test; /* without logs where what a former gate left was used */
    double limit;                /* seconds after which its tests were to be stopped */
    bool cached;                 /* what a former gate left of this commit was used */
    struct target_list targets;
    struct testlog tests;
    struct coverage coverage; /* without files where no tracefile names one of the sources */
    bool covered;             /* a tracefile was left */
    struct fault fault;       /* why something that was left cannot be read; "" all can */
};

/* How long the tests of a change may take at most, seconds: the settings' `time`, or, where the
 * tests of its base ended well, ten times what those took, if that is less. It is a minute at the
 * least, and five where directories are kept, since there base may have had little to build. */
double gate_side_limit(const struct settings *settings, const struct gate_side *base);

/*
 * Lays the commit out, builds and tests it. `base` is what it is compared with, done before, or
 * NULL. `remembered`: where a former gate built and tested this commit with the same settings and
 * succeeded, what it left is used instead. A build that fails in a tree where something was kept is
 * repeated in one where nothing is, since that may be why it failed. False, with a fault, only
 * where git or the disk fails.
 */
bool gate_side_make(struct gate_tree *tree, const struct settings *settings, const char *commit,
                    const struct gate_side *base, bool remembered, struct gate_side *side,
                    struct fault *fault);
void gate_side_free(struct gate_side *side);

/* Removes the results of every commit but these two. */
void gate_side_sweep(const struct gate_tree *tree, const char *base, const char *head);

#endif
