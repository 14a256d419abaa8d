/* first_bad_build.h -- (private) an old commit, built or found built */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_FIRST_BAD_BUILD_H
#define VIGIL_TRIAGE_FIRST_BAD_BUILD_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/files.h"

enum first_bad_build {
    FIRST_BAD_BUILD_DONE, /* `out` holds what it left */
    FIRST_BAD_BUILD_FAILED,
    FIRST_BAD_BUILD_STOPPED, /* its seconds were over, or we were interrupted: nothing is known */
};

/*
 * The builds are kept for the next crash, in WORK/builds/COMMIT-TARGET, since a build may build no
 * more than the target that it was asked for:
 *
 *     out/      what OUT was
 *     log       what the build printed
 *     outcome   "built" or "failed" and the line that built it; the last to be written, so that
 *               an entry without it was left by a kill, and is thrown away
 *
 * Of those built, the 12 that were used last are kept. A failure is believed for a day: long enough
 * for the other crashes of a night, and no longer, for it may have been the network.
 */
struct first_bad_builder {
    const char *source, *line; /* the repository, and what builds a checkout of it */
    const char *target;
    double deadline; /* of process_clock */
    /* found */
    char work[PATH_SIZE]; /* absolute */
    unsigned builds;      /* that were begun */
};

/* Makes the directory WORK and clears away what a run that was killed left there. */
bool first_bad_build_start(struct first_bad_builder *builder, const char *work,
                           struct fault *fault);

/* False, with a fault, only where the disk or git fails. A build that was kept for another target
 * is used where it holds the wanted one. */
bool first_bad_build(struct first_bad_builder *builder, const char *commit, char out[PATH_SIZE],
                     enum first_bad_build *outcome, struct fault *fault);

/* Removes the checkout. */
void first_bad_build_end(const struct first_bad_builder *builder);

#endif
