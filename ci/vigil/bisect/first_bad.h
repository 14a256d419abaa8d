/* first_bad.h -- a project's older commits, built and asked about a crash */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BISECT_FIRST_BAD_H
#define VIGIL_BISECT_FIRST_BAD_H

#include <stdbool.h>

#include "base/commit.h"
#include "base/confine.h"
#include "base/fault.h"
#include "base/files.h"
#include "bisect.h"
#include "crash/signature.h"
#include "triage/target.h"

/*
 * `build` is a line for sh, run at the top of a checkout of its own with OUT set to an empty
 * directory, where it is to leave the targets as OSS-Fuzz's build.sh does, and TARGET to the one
 * that is wanted; in vigil's environment without git's variables and without secrets. What each
 * commit left in OUT is kept for the next crash, a few at a time, and a failure to build is
 * believed for a day (build.h).
 *
 * A commit is bad when one replay crashes with the signature, good when none of at least three
 * crashes at all. One that crashes otherwise, or cannot be run, says nothing and is passed by like
 * one that cannot be built: the other crash may come before the one that is looked for.
 */
struct first_bad {
    char source[PATH_SIZE]; /* any directory of the repository */
    char work[PATH_SIZE];   /* vigil's directory for the checkout and the builds */
    char build[1024];
    double budget; /* seconds for each crash; a build under way when they end is stopped */
    const struct confinement *ground; /* what a build may touch (build.h); NULL: what vigil may */
};

struct first_bad_answer {
    enum bisect_end end;
    struct commit bad;         /* the first bad one, or as far as it came */
    char good[COMMIT_ID_SIZE]; /* "" where none was found */
    unsigned builds;
    double seconds;
};

/* Follows first parents from HEAD; where the first bad commit is a merge, also those of the branch
 * that it brought in, as far as that names one. When interrupted it ends as out of budget. The
 * repository itself (branches, index, work tree) is left as it is. False, with a fault, only where
 * git or the disk fails; a build that fails is an answer. */
bool first_bad_find(const struct first_bad *settings, const struct target *target,
                    const char *input, const struct signature *signature,
                    struct first_bad_answer *answer, struct fault *fault);

/* One sentence for an issue, without marks and not yet inert: "The first bad commit is 1a2b… (tzif:
 * trust the count)." or "Not found in 600 s and 7 builds: it lies between … and …." */
void first_bad_sentence(const struct first_bad_answer *answer, char *text, size_t room);

#endif
