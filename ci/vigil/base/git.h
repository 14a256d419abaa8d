/* git.h -- git, asked about a repository that it is to leave as it is */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_GIT_H
#define VIGIL_BASE_GIT_H

#include <stdbool.h>

#include "buffer.h"
#include "fault.h"
#include "process.h"

/*
 * Runs `git -C DIRECTORY WORDS…`; NULL ends the words. No hook runs, no file system monitor is
 * started and no optional lock taken, and a GIT_DIR of ours (vigil may run within a hook) does not
 * lead it elsewhere. Its standard output is added to `output`; where that is NULL, what it prints
 * is for the fault. False, with a fault, when it does not end with status 0 within the seconds.
 */
bool git_run(const char *directory, const char *const *words, double seconds, struct buffer *output,
             struct fault *fault);

/* As above, for one line or none: without its newline. A NULL fault is for who expects a no. */
bool git_line(const char *directory, const char *const *words, char *line, size_t room,
              struct fault *fault);

/*
 * Our environment for git, and for a build of an old commit: without what leads git to another
 * repository, without a make above us, and without variables whose names say that they hold a
 * secret, since a build's output is kept; with `more`, "NAME=value", NULL after it, instead of ours
 * of those names. False when memory ran out.
 */
bool git_environment(const char *const *more, struct environment *environment);

#endif
