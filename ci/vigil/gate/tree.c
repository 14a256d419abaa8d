/* SPDX-License-Identifier: MIT */
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/checkout.h"
#include "base/git.h"
#include "base/process.h"
#include "base/progress.h"
#include "triage/environment.h"

#define SLOTS         8
#define GIT_SECONDS   600.0
#define WAITS_SECONDS 3600.0

static bool name_slot(const char *state, unsigned number, struct gate_tree *tree,
                      struct fault *fault)
{
    char slot[PATH_SIZE];
    if (!path_make(slot, fault, "%s/gate/%u", state, number) ||
        !files_make_directory(slot, fault)) {
        return false;
    }
    char *absolute = realpath(slot, NULL);
    if (absolute == NULL) {
        return fault_errno(fault, "%s: cannot be found", slot);
    }
    bool done = path_make(tree->slot, fault, "%s", absolute) &&
                path_make(tree->path, fault, "%s/tree", absolute);
    free(absolute);
    return done;
}

static bool lock_slot(struct gate_tree *tree, bool *locked, struct fault *fault)
{
    char path[PATH_SIZE];
    if (!path_make(path, fault, "%s/lock", tree->slot)) {
        return false;
    }
    tree->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (tree->lock < 0) {
        return fault_errno(fault, "%s: cannot open", path);
    }
    *locked = flock(tree->lock, LOCK_EX | LOCK_NB) == 0;
    if (!*locked) {
        bool held = errno == EWOULDBLOCK;
        (void)close(tree->lock);
        tree->lock = -1;
        return held || fault_set(fault, "%s: cannot be locked", path);
    }
    return true;
}

bool gate_tree_take(const char *state, struct gate_tree *tree, struct fault *fault)
{
    double began = process_clock();
    bool locked = false;
    *tree = (struct gate_tree){.lock = -1};
    for (unsigned i = 0; !locked; i++) {
        if (i == SLOTS) {
            progress_say("gate: %d gates are under way here; waiting for one to end", SLOTS);
        }
        if (i >= SLOTS) {
            (void)usleep(200000);
        }
        if (process_interrupted() || process_clock() - began > WAITS_SECONDS) {
            return fault_set(fault, "%s/gate: every place is taken by other gates", state);
        }
        if (!name_slot(state, i % SLOTS, tree, fault) || !lock_slot(tree, &locked, fault)) {
            return false;
        }
    }
    tree->used = access(tree->path, F_OK) == 0;
    return true;
}

void gate_tree_leave(struct gate_tree *tree)
{
    if (tree->lock >= 0) {
        (void)close(tree->lock);
        tree->lock = -1;
    }
}

/* Checks the commit out in the tree that is there. False where there are submodules: those are laid
 * out afresh, since their objects are borrowed too. */
static bool switch_to(const struct gate_tree *tree, const char *commit)
{
    const char *const checkout[] = {"checkout", "--quiet", "--force", "--detach", commit, NULL};
    static const char *const clean[] = {"clean", "-ffdq", NULL};
    char modules[PATH_SIZE];
    struct fault ignored;
    return path_make(modules, &ignored, "%s/.gitmodules", tree->path) &&
           access(modules, F_OK) != 0 &&
           git_run(tree->path, checkout, GIT_SECONDS, NULL, &ignored) &&
           access(modules, F_OK) != 0 && git_run(tree->path, clean, GIT_SECONDS, NULL, &ignored);
}

bool gate_tree_lay_out(struct gate_tree *tree, const char *source, const char *commit, bool afresh,
                       struct fault *fault)
{
    if (!afresh && tree->used && switch_to(tree, commit)) {
        return true;
    }
    checkout_discard(tree->slot, tree->path);
    tree->used = false;
    return checkout_make(source, commit, tree->path, GIT_SECONDS, fault);
}

static bool run(const struct gate_tree *tree, const char *command, double seconds,
                struct environment *environment, struct process_outcome *outcome,
                struct fault *fault)
{
    char *arguments[] = {(char *)"/bin/sh",
                         (char *)"-c",
                         (char *)"cd \"$1\" && exec /bin/sh -c \"$2\"",
                         (char *)"sh",
                         (char *)(uintptr_t)tree->path,
                         (char *)(uintptr_t)command,
                         NULL};
    struct process_request request = {.arguments = arguments,
                                      .environment = environment->entries,
                                      .seconds = seconds,
                                      .head_bytes = 1 << 16,
                                      .tail_bytes = 1 << 18};
    return process_run(&request, outcome, fault);
}

bool gate_tree_run(const struct gate_tree *tree, const char *command, const char *out,
                   double seconds, enum gate_run *end, struct buffer *log, struct fault *fault)
{
    char variable[PATH_SIZE];
    struct environment environment = {0};
    struct process_outcome outcome = {0};
    *end = GATE_RUN_NOT;
    if (!path_make(variable, fault, "OUT=%s", out) || !files_remove_tree(out, fault) ||
        !files_make_directory(out, fault)) {
        return false;
    }
    bool done = git_environment((const char *const[]){variable, NULL}, &environment)
                    ? run(tree, command, seconds, &environment, &outcome, fault)
                    : fault_set(fault, "%s: out of memory", tree->path);
    environ_free(&environment);
    if (done) {
        bool stopped = outcome.end == PROCESS_TIMED_OUT || outcome.end == PROCESS_INTERRUPTED;
        bool well = outcome.end == PROCESS_EXITED && outcome.status == 0;
        *end = stopped ? GATE_RUN_STOPPED : well ? GATE_RUN_DONE : GATE_RUN_FAILED;
        buffer_add(log, outcome.output, outcome.output_size);
        process_outcome_free(&outcome);
    }
    return done;
}
