/* culprit.h -- which of the inputs that are there ends the process that runs it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_CULPRIT_H
#define VIGIL_TRIAGE_CULPRIT_H

#include <stdbool.h>

#include "base/files.h"
#include "replay.h"

/*
 * Runs the target on every file of the directories, many in one process, until one file ends it
 * that does so alone too: a process that ends at its fortieth input, whatever that is, has no
 * culprit. After `seconds` no more files are run.
 *
 * True when there is one: `path` names it, and *replay is what it did alone. False when none was
 * found, and where the target cannot be run. *replay is to be freed in any case.
 */
bool culprit_find(const struct target *target, const char *const *directories, size_t count,
                  double seconds, char path[PATH_SIZE], struct replay *replay);

#endif
