/* history.h -- a project's older commits, built and asked about a crash */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_HISTORY_H
#define VIGIL_HISTORY_H

#include <stdbool.h>

#include "bisect.h"
#include "fault.h"
#include "files.h"
#include "signature.h"
#include "target.h"

/*
 * `build` is a line for sh, run at the top of a checkout of its own with OUT set to an empty
 * directory, where it is to leave the targets as OSS-Fuzz's build.sh does, and TARGET to the one
 * that is wanted; in our environment without git's variables and without secrets. What each
 * commit left in OUT is kept for the next crash, a few at a time, and that one did not build is
 * believed for a day (history_cache.h).
 *
 * A commit is bad when one replay crashes with the signature, good when none of at least three
 * crashes at all. One that crashes otherwise, or cannot be run, says nothing and is passed by as
 * one that cannot be built: the other crash may stand before the one that is looked for.
 */
struct history {
    char source[PATH_SIZE]; /* any directory of the repository */
    char work[PATH_SIZE];   /* a directory of ours: the checkout and the builds */
    char build[1024];
    double budget; /* seconds for each crash; a build under way when they end is stopped */
};

#define HISTORY_COMMIT_SIZE 65

struct history_commit {
    char id[HISTORY_COMMIT_SIZE], author[128], email[128], subject[200]; /* as git has them */
    char handle[64]; /* from a noreply address of GitHub's; else "" */
};

struct history_answer {
    enum bisect_end end;
    struct history_commit bad;      /* the first bad one, or as far as it came */
    char good[HISTORY_COMMIT_SIZE]; /* "" where none was found */
    unsigned builds;
    double seconds;
};

/* Whether `source` lies in a git repository that has a commit. */
bool history_usable(const struct history *history);

/* HEAD's id, and whether the work tree has changes that no commit holds. */
bool history_revision(const char *source, char id[HISTORY_COMMIT_SIZE], bool *dirty,
                      struct fault *fault);

/* Follows first parents from HEAD; where the first bad commit is a merge, on through the branch
 * that it brought in, as far as that names one. Interrupted, it is out of budget. The repository
 * itself (branches, index, work tree) is left as it is. False, with a fault, only where git or the
 * disk fails; a build that fails is an answer. */
bool history_first_bad(const struct history *history, const struct target *target,
                       const char *input, const struct signature *signature,
                       struct history_answer *answer, struct fault *fault);

/* One sentence for an issue, without marks and not yet inert: "The first bad commit is 1a2b… (tzif:
 * trust the count)." or "Not found in 600 s and 7 builds: it lies between … and …." */
void history_sentence(const struct history_answer *answer, char *text, size_t room);

#endif
