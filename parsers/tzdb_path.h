/* tzdb_path.h -- (private) opening what a name stands for, without leaving the zone directory */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_TZDB_PATH_H
#define FUSEAU_TZDB_PATH_H

#include "result.h"

#pragma GCC visibility push(hidden)

/*
 * Open `name` below the directory `root` for reading; "" is the directory itself. What is opened is
 * a regular file or a directory, at that time. Nothing of another kind is opened, not even to see
 * what it is: opening a device may do something.
 *
 * Symbolic links are followed by us and not by the system, so that none leads out of `root`: one
 * that climbs above it, or begins with a "/" and not with `root`, is refused.
 *
 * Errors: NOT_FOUND; FILE_KIND (what is there is of another kind, outside, or behind too many
 * links); FILE_CHANGED (it turned into a link between two looks); FILE_READ, errno says why.
 */
enum fuseau_error tzdb_path_open(const char *root, const char *name, int *descriptor);

/* Closes, and leaves errno as it is. */
void tzdb_path_close(int descriptor);

#pragma GCC visibility pop

#endif
