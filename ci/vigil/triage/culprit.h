/* culprit.h -- which of the inputs that are there ends the process that runs it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_CULPRIT_H
#define VIGIL_TRIAGE_CULPRIT_H

#include <stdbool.h>

#include "base/files.h"
#include "replay.h"

/* A file that ends the process alone too; *replay is what it did then. False: no more are wanted.
 */
typedef bool culprit_found(void *context, const char *path, const struct replay *replay);

/*
 * Runs the target on every file of the directories, thousands in one process, and hands over each
 * that ends its process and does so alone too: a process that ends at its fortieth input, whatever
 * that is, has no culprit. So the cost is one run of all files, and one process more for each that
 * is found. After `seconds` no more files are run; nor after many in a row that were innocent.
 * Returns how many were handed over.
 */
size_t culprits_find(const struct target *target, const char *const *directories, size_t count,
                     double seconds, culprit_found *found, void *context);

#endif
