/* tree.h -- (private) a place where commits are laid out and built one after another */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATE_TREE_H
#define VIGIL_GATE_TREE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/confine.h"
#include "base/fault.h"
#include "base/files.h"

/*
 * STATE/gate/N: tree/ is a repository of its own that borrows the project's objects
 * (checkout.h), results/COMMIT/ what a commit left. The commits stand in one place one after
 * another, since a build may write down where it was made; each stands there alone: whatever the
 * build of another commit made is gone, also what git is told to ignore, but for what the project
 * keeps on purpose. Several gates at once have a slot each.
 */
struct gate_tree {
    char slot[PATH_SIZE], path[PATH_SIZE]; /* absolute; path: SLOT/tree */
    int lock;
    bool used;                        /* something was built here before */
    const struct confinement *ground; /* what a line of sh may touch beside its own places
                                         (ground.h); NULL: what vigil may */
};

/* Takes the first slot that is free; where none is, says so and waits for one. gate_tree_leave
 * gives it back, and is to be called also when this returns false. */
bool gate_tree_take(const char *state, struct gate_tree *tree, struct fault *fault);
void gate_tree_leave(struct gate_tree *tree);

/*
 * Lays the commit out, in a tree that holds nothing else. `keep` names directories of it
 * (settings.h) that stay as the commit before left them. Where something is kept, files that both
 * commits have are not written anew, so that a kept build that goes by their times has only to do
 * what changed.
 */
bool gate_tree_lay_out(struct gate_tree *tree, const char *source, const char *commit,
                       const char *keep, struct fault *fault);

enum gate_run {
    GATE_RUN_NOT,         /* it was not run */
    GATE_RUN_DONE,        /* it ended with status 0 */
    GATE_RUN_FAILED,      /* it ended otherwise */
    GATE_RUN_STOPPED,     /* its seconds were over: nothing is known */
    GATE_RUN_INTERRUPTED, /* we were interrupted: nothing is known */
};

/* A line of sh that was run. Starts as {0}. */
struct gate_ran {
    enum gate_run end;
    double seconds;    /* that it took */
    struct buffer log; /* what it printed; hostile */
};

/* Runs a line of sh at the top of the tree with OUT set to this directory, which is made empty
 * before, in an environment without secrets. Where tree->ground is given, it is confined to that,
 * to the tree, to OUT, to a TMPDIR that is gone when this returns, and may read what lies beside
 * OUT; and links that it left in OUT or in the tree to what it may not read are gone. A line that
 * took more memory or processes than it may was killed and has failed; its log says so. False, with
 * a fault, when it could not be started. */
bool gate_tree_run(const struct gate_tree *tree, const char *command, const char *out,
                   double seconds, struct gate_ran *ran, struct fault *fault);

#endif
