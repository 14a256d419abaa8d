/* git.h -- git run on a repository that stays as it is */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_GIT_H
#define VIGIL_BASE_GIT_H

#include <stdbool.h>

#include "buffer.h"
#include "fault.h"
#include "process.h"

/*
 * Runs `git -C DIRECTORY WORDS…`; the first word is git's command, and NULL ends them. The answer
 * is the same whatever the user has configured, globally or in the repository (the tables in git.c
 * say how), and a tree is laid out as its commit has it, unfiltered. No hook runs, no file system
 * monitor is started and no optional lock is taken. A GIT_DIR in vigil's own environment, which may
 * be that of a hook, is not passed on. git's standard output is added to `output`; where that is
 * NULL, the last line that git prints goes into the fault. False, with a fault, when git does not
 * end with status 0 within the seconds.
 */
bool git_run(const char *directory, const char *const *words, double seconds, struct buffer *output,
             struct fault *fault);

/* As above, for an answer of one line or none: the line without its newline. `fault` may be NULL.
 */
bool git_line(const char *directory, const char *const *words, char *line, size_t room,
              struct fault *fault);

/*
 * The environment of git, and of a build of an old commit. It is vigil's own but for the variables
 * that lead git to another repository, those of a make that runs vigil, and those that hold secrets
 * or lead out of a build's walls (handed.h). `more` is added, "NAME=value" each and NULL after the
 * last, and replaces variables of the same names. False when memory ran out.
 */
bool git_environment(const char *const *more, struct environment *environment);

#endif
