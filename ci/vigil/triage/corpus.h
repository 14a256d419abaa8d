/* corpus.h -- a target's own corpus, pruned to the inputs that reach something of their own */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_CORPUS_H
#define VIGIL_TRIAGE_CORPUS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "target.h"

struct corpus_prune {
    /* given */
    const struct target *target;
    const char *corpus; /* the directory; what is beside it on the disk is `.NAME.old` and
                           `.NAME.count`, which are this file's */
    const char *work;   /* a directory on the same disk, for what is made */
    double seconds;     /* at most */
    /* found */
    size_t before, after; /* files; 0 and 0: it was not worth it, or could not be done */
    struct fault doubt;   /* why the corpus stays as it was; "": nothing spoke against it */
};

/*
 * Merges the corpus into a new directory (libFuzzer's -merge=1), and puts that in the place of the
 * old. Nothing is lost:
 *
 * - What crashed while it was merged, and what vigil put there for its crashing now and then, stays
 *   in the corpus.
 * - The new is run once, and must reach as many edges as the merge saw the old reach. Where it does
 *   not, or the merge does not come to its end in time, the old stays, and `doubt` says why.
 * - A kill at any step leaves the one or the other whole, or both, which corpus_recover puts right.
 *
 * It is not done where there are hardly more files than the last time left. False, with a fault,
 * where the disk fails.
 */
bool corpus_prune(struct corpus_prune *prune, struct fault *fault);

/* Ends what a kill, or a disk without an exchange of names, left half done. Before the corpus is
 * used. */
bool corpus_recover(const char *corpus, struct fault *fault);

/* Puts the directory `made` in the place of `corpus`, and removes what was there; where `exchange`
 * is false, by two renames, as on a disk that cannot exchange two names. */
bool corpus_replace(const char *corpus, const char *made, bool exchange, struct fault *fault);

#endif
