/* scratch.h -- a directory for a hostile program to work in, and its removal whatever was done in
 * it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_SCRATCH_H
#define VIGIL_BASE_SCRATCH_H

#include <stdbool.h>

#include "fault.h"
#include "files.h"

/* Makes a new, empty directory beneath the directory `beneath`, which is made where it is missing;
 * "": beneath $TMPDIR, or /tmp. `path` is absolute: "/tmp/vigil-run-XXXXXX". */
bool scratch_open(const char *beneath, char path[PATH_SIZE], struct fault *fault);

/*
 * Removes it with all that is in it, once nothing works there any more. Directories that grant
 * nobody anything are granted to their owner first; no link is followed. Neither a million files
 * nor a million directories in each other take more than two descriptors, or any memory. At what
 * cannot be removed (a mount, a file that is immutable) it stops.
 */
void scratch_close(const char *path);

/* Removes what killed processes left beneath `beneath`, which no other process may be using. */
void scratch_sweep(const char *beneath);

#endif
