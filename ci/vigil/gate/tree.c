/* SPDX-License-Identifier: MIT */
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/checkout.h"
#include "base/git.h"
#include "base/process.h"
#include "base/progress.h"
#include "base/scratch.h"
#include "base/span.h"
#include "triage/ground.h"

#define SLOTS         8
#define GIT_SECONDS   600.0
#define WAITS_SECONDS 3600.0
#define KEPT_MOST     256 /* more words do not fit into the setting */

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
    tree->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
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
    scratch_sweep(tree->slot);
    return true;
}

void gate_tree_leave(struct gate_tree *tree)
{
    if (tree->lock >= 0) {
        (void)close(tree->lock);
        tree->lock = -1;
    }
}

/* The next of the words, which have blanks between them; false after the last. */
static bool next_word(const char **words, struct span *word)
{
    *words += strspn(*words, " \t");
    *word = (struct span){*words, strcspn(*words, " \t")};
    *words += word->size;
    return word->size > 0;
}

/* "/build/ccache", as a line of .gitignore that means this path and no other. */
static char *pattern_of(struct span path)
{
    struct buffer pattern = {0};
    while (span_take(&path, "./")) {}
    buffer_text(&pattern, "/");
    for (size_t i = 0; i < path.size; i++) {
        if (strchr("\\*?[ ", path.text[i]) != NULL) {
            buffer_text(&pattern, "\\");
        }
        buffer_add(&pattern, &path.text[i], 1);
    }
    if (pattern.failed) {
        buffer_free(&pattern);
        return NULL;
    }
    return pattern.data;
}

/* Removes what the commit does not have, but for what is kept. */
static bool clean(const struct gate_tree *tree, const char *keep)
{
    const char *words[4 + 2 * KEPT_MOST] = {"clean", "-ffdxq"};
    char *patterns[KEPT_MOST] = {NULL};
    size_t count = 2, kept = 0;
    struct span word;
    struct fault ignored;
    bool done = true;
    while (done && next_word(&keep, &word)) {
        char *pattern = kept < KEPT_MOST ? pattern_of(word) : NULL;
        done = pattern != NULL;
        if (done) {
            words[count++] = "-e";
            words[count++] = patterns[kept++] = pattern;
        }
    }
    done = done && git_run(tree->path, words, GIT_SECONDS, NULL, &ignored);
    for (size_t i = 0; i < kept; i++) {
        free(patterns[i]);
    }
    return done;
}

/* Checks the commit out in the tree that is there. False where there are submodules: those are laid
 * out afresh, since their objects are borrowed too. */
static bool switch_to(const struct gate_tree *tree, const char *source, const char *commit,
                      const char *keep)
{
    char modules[PATH_SIZE];
    struct fault ignored;
    return path_make(modules, &ignored, "%s/.gitmodules", tree->path) &&
           access(modules, F_OK) != 0 &&
           checkout_renew(source, commit, tree->path, GIT_SECONDS, &ignored) &&
           access(modules, F_OK) != 0 && clean(tree, keep);
}

/* The directory that is kept, in the tree, and its place while there is no tree. False where it
 * leads out of the tree by a link, or does not fit. */
static bool name_kept(const struct gate_tree *tree, struct span word, size_t number,
                      char inside[PATH_SIZE], char aside[PATH_SIZE])
{
    char above[PATH_SIZE];
    struct fault ignored;
    while (word.size > 0 && word.text[word.size - 1] == '/') {
        word.size--;
    }
    if (!path_make(inside, &ignored, "%s/%.*s", tree->path, (int)word.size, word.text) ||
        !path_make(aside, &ignored, "%s/kept/%zu", tree->slot, number) ||
        !path_make(above, &ignored, "%.*s", (int)(strrchr(inside, '/') - inside), inside)) {
        return false;
    }
    char *real = realpath(above, NULL);
    size_t size = strlen(tree->path);
    bool below = real != NULL && strncmp(real, tree->path, size) == 0 &&
                 (real[size] == '\0' || real[size] == '/');
    free(real);
    return below;
}

/* Moves what is kept out of the tree, or back into it. What cannot be moved is not kept. */
static void move_kept(const struct gate_tree *tree, const char *keep, bool back)
{
    char inside[PATH_SIZE], aside[PATH_SIZE], above[PATH_SIZE];
    struct span word;
    struct fault ignored;
    for (size_t i = 0; next_word(&keep, &word); i++) {
        size_t slash = span_find_last(word, "/");
        if (back && slash < word.size &&
            path_make(above, &ignored, "%s/%.*s", tree->path, (int)slash, word.text)) {
            (void)files_make_directory(above, &ignored);
        }
        if (name_kept(tree, word, i, inside, aside)) {
            (void)rename(back ? aside : inside, back ? inside : aside);
        }
    }
}

bool gate_tree_lay_out(struct gate_tree *tree, const char *source, const char *commit,
                       const char *keep, struct fault *fault)
{
    char kept[PATH_SIZE];
    if (keep[0] != '\0' && tree->used && switch_to(tree, source, commit, keep)) {
        return true;
    }
    if (!path_make(kept, fault, "%s/kept", tree->slot)) {
        return false;
    }
    checkout_discard(tree->slot, kept);
    if (keep[0] != '\0' && files_make_directory(kept, fault)) {
        move_kept(tree, keep, false);
    }
    checkout_discard(tree->slot, tree->path);
    bool done = checkout_make(source, commit, tree->path, GIT_SECONDS, fault);
    if (done) {
        move_kept(tree, keep, true);
        tree->used = true;
    }
    checkout_discard(tree->slot, kept);
    return done;
}

/* What a line of sh finds and may touch. */
struct place {
    struct environment environment;
    struct confinement confinement;
    char temporary[PATH_SIZE];
};

static bool make_environment(const char *out, const char *temporary,
                             struct environment *environment, struct fault *fault)
{
    char variable[PATH_SIZE], directory[PATH_SIZE];
    const char *const more[] = {variable, directory, NULL};
    return path_make(variable, fault, "OUT=%s", out) &&
           path_make(directory, fault, "TMPDIR=%s", temporary) &&
           (git_environment(more, environment) || fault_set(fault, "%s: out of memory", out));
}

static bool confine(const struct gate_tree *tree, const char *out, const char *temporary,
                    struct confinement *confinement, struct fault *fault)
{
    char beside[PATH_SIZE];
    return path_make(beside, fault, "%.*s", (int)(strrchr(out, '/') - out), out) &&
           ((confine_copy(tree->ground, confinement) &&
             confine_add(confinement, CONFINE_READ, beside) &&
             confine_add(confinement, CONFINE_WRITE, tree->path) &&
             confine_add(confinement, CONFINE_WRITE, out) &&
             confine_add(confinement, CONFINE_WRITE, temporary)) ||
            fault_set(fault, "%s: out of memory", tree->path));
}

static bool make_place(const struct gate_tree *tree, const char *out, struct place *place,
                       struct fault *fault)
{
    return files_remove_tree(out, fault) && files_make_directory(out, fault) &&
           scratch_open(tree->slot, place->temporary, fault) &&
           make_environment(out, place->temporary, &place->environment, fault) &&
           (tree->ground == NULL ||
            confine(tree, out, place->temporary, &place->confinement, fault));
}

static void leave_place(const struct gate_tree *tree, const char *out, struct place *place)
{
    if (tree->ground != NULL && place->confinement.count > 0) {
        ground_sweep(&place->confinement, out);
        ground_sweep(&place->confinement, tree->path);
    }
    confine_free(&place->confinement);
    environ_free(&place->environment);
    if (place->temporary[0] != '\0') {
        scratch_close(place->temporary);
    }
}

static bool run(const struct gate_tree *tree, const char *command, double seconds,
                const struct place *place, struct gate_ran *ran, struct fault *fault)
{
    char *arguments[] = {(char *)"/bin/sh",
                         (char *)"-c",
                         (char *)"cd \"$1\" && exec /bin/sh -c \"$2\"",
                         (char *)"sh",
                         (char *)(uintptr_t)tree->path,
                         (char *)(uintptr_t)command,
                         NULL};
    struct process_request request = {.arguments = arguments,
                                      .environment = place->environment.entries,
                                      .seconds = seconds,
                                      .confinement =
                                          tree->ground == NULL ? NULL : &place->confinement,
                                      .head_bytes = 1 << 16,
                                      .tail_bytes = 1 << 18};
    struct process_outcome outcome = {0};
    ground_limits_of_build(&request.limits);
    if (!process_run(&request, &outcome, fault)) {
        return false;
    }
    bool well = outcome.end == PROCESS_EXITED && outcome.status == 0;
    ran->end = outcome.end == PROCESS_TIMED_OUT     ? GATE_RUN_STOPPED
               : outcome.end == PROCESS_INTERRUPTED ? GATE_RUN_INTERRUPTED
               : well                               ? GATE_RUN_DONE
                                                    : GATE_RUN_FAILED;
    ran->seconds = outcome.seconds;
    buffer_add(&ran->log, outcome.output, outcome.output_size);
    process_outcome_free(&outcome);
    return true;
}

bool gate_tree_run(const struct gate_tree *tree, const char *command, const char *out,
                   double seconds, struct gate_ran *ran, struct fault *fault)
{
    struct place place = {.temporary = ""};
    buffer_free(&ran->log);
    *ran = (struct gate_ran){.end = GATE_RUN_NOT};
    bool done =
        make_place(tree, out, &place, fault) && run(tree, command, seconds, &place, ran, fault);
    leave_place(tree, out, &place);
    return done;
}
