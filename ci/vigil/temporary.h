/* temporary.h -- files on their way into place, and what a kill left of them */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TEMPORARY_H
#define VIGIL_TEMPORARY_H

#include <stdbool.h>

#include "fault.h"
#include "files.h"

/* "FINAL.vigil-PROCESS.XXXXXX", for mkostemp: no name that a person would give, and it says whose
 * it is. */
bool temporary_name(char path[PATH_SIZE], const char *final, struct fault *fault);

/* Removes from the directory, not from those below it, what processes that are no more left on its
 * way. Ours counts as no more, so not while it writes there. An absent directory is an empty one.
 */
bool temporary_sweep(const char *directory, struct fault *fault);

#endif
