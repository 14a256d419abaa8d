/* tree.h -- (private) a place where commits are laid out and built one after another */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATE_TREE_H
#define VIGIL_GATE_TREE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "base/files.h"

/*
 * STATE/gate/N: tree/ is a repository of its own that borrows the project's objects
 * (checkout.h), results/COMMIT/ what a commit left. One tree serves both commits and every
 * gate after this one, so that a build has only to do what changed; what git is told to ignore
 * stays in it. Several gates at once have one each.
 */
struct gate_tree {
    char slot[PATH_SIZE], path[PATH_SIZE]; /* absolute; path: SLOT/tree */
    int lock;
    bool used; /* something was built here before */
};

/* Takes the first slot that is free; where none is, says so and waits for one. gate_tree_leave
 * gives it back, and is to be called also when this returns false. */
bool gate_tree_take(const char *state, struct gate_tree *tree, struct fault *fault);
void gate_tree_leave(struct gate_tree *tree);

/* Lays the commit out; `afresh`: without anything that was built. */
bool gate_tree_lay_out(struct gate_tree *tree, const char *source, const char *commit, bool afresh,
                       struct fault *fault);

enum gate_run {
    GATE_RUN_NOT,     /* it was not run */
    GATE_RUN_DONE,    /* it ended with status 0 */
    GATE_RUN_FAILED,  /* it ended otherwise */
    GATE_RUN_STOPPED, /* its seconds were over, or we were interrupted: nothing is known */
};

/* Runs a line of sh at the top of the tree with OUT set to this directory, which is made empty
 * before, in an environment without secrets; `log` is what it printed. False, with a fault, when it
 * could not be started. */
bool gate_tree_run(const struct gate_tree *tree, const char *command, const char *out,
                   double seconds, enum gate_run *end, struct buffer *log, struct fault *fault);

#endif
