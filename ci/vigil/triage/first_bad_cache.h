/* first_bad_cache.h -- (private) what the builds of old commits left, kept for the next crash */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_FIRST_BAD_CACHE_H
#define VIGIL_TRIAGE_FIRST_BAD_CACHE_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/files.h"

enum first_bad_kept {
    FIRST_BAD_NOT_KEPT,
    FIRST_BAD_BUILT,  /* `out` is what OUT was */
    FIRST_BAD_FAILED, /* it did not build */
};

/*
 * WORK/builds/COMMIT-TARGET, since a build may build no more than the target that it was asked for:
 *
 *     out/      what OUT was
 *     log       what the build printed
 *     outcome   "built" or "failed" and the line that built it; the last to be written, so that
 *               one without is what a kill left, and is thrown away
 *
 * The 12 built that were used last are kept. That one failed is believed for a day: long enough for
 * the other crashes of a night, and no longer, for it may have been the network.
 */
bool first_bad_cache_entry(const char *work, const char *commit, const char *target,
                           char entry[PATH_SIZE], struct fault *fault);

/* What is known of the commit, built by this line. One that was built for another target does where
 * the wanted one is in it. */
enum first_bad_kept first_bad_cache_find(const char *work, const char *commit, const char *target,
                                         const char *line, char out[PATH_SIZE]);

/* Writes the outcome; then throws away what is too much or too old. */
bool first_bad_cache_keep(const char *work, const char *entry, bool built, const char *line,
                          struct fault *fault);

/* Throws away what is too much, too old, or was left half-made by a kill. */
void first_bad_cache_sweep(const char *work);

#endif
