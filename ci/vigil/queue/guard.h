/* guard.h -- the files that decide how changes are judged: a change to them is nobody's alone */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_GUARD_H
#define VIGIL_QUEUE_GUARD_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/files.h"
#include "base/settings.h"

/* Paths from the top of the repository, in addition to those that guard_holds knows itself. Starts
 * as {0}. */
struct guard {
    struct file_list paths;
};

/*
 * Adds the settings' own file, the rota, the lock of the toolchain, and each file that stands as a
 * word in the lines that build, test and tell of the toolchain, where they lie in the repository
 * that the settings' file is in. What lies elsewhere no change can touch. Either may be NULL, or
 * "": nothing is added. False, with a fault, where memory ran out.
 */
bool guard_make(const char *config, const struct settings *settings, struct guard *guard,
                struct fault *fault);
void guard_free(struct guard *guard);

/* Whether the path is of such a file: one of the above, one below ci/, .ci/ or .github/, a
 * vigil.ini anywhere, or a CODEOWNERS where GitHub reads one. */
bool guard_holds(const struct guard *guard, const char *path);

#endif
