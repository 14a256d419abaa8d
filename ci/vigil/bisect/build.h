/* build.h -- (private) an old commit, built or found built */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_BUILD_H
#define VIGIL_TRIAGE_BUILD_H

#include <stdbool.h>

#include "base/confine.h"
#include "base/fault.h"
#include "base/files.h"

enum build_outcome {
    BUILD_DONE, /* `out` holds what it left */
    BUILD_FAILED,
    BUILD_STOPPED, /* its seconds were over, or we were interrupted: nothing is known */
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
struct builder {
    const char *source, *line; /* the repository, and what builds a checkout of it */
    const char *target;
    const struct confinement *ground; /* what a build may touch beside its own places (ground.h);
                                         NULL: what vigil may */
    double deadline;                  /* of process_clock */
    /* found */
    char work[PATH_SIZE]; /* absolute */
    unsigned builds;      /* that were begun */
};

/* Makes the directory WORK and clears away what a run that was killed left there. */
bool build_start(struct builder *builder, const char *work, struct fault *fault);

/* Where builder->ground is given, a build is confined to it, to the checkout, to OUT and to a
 * TMPDIR in WORK; and links that it left in OUT to what it may not read are gone.
 *
 * False, with a fault, only where the disk or git fails. A build that was kept for another target
 * is used where it holds the wanted one. */
bool build_commit(struct builder *builder, const char *commit, char out[PATH_SIZE],
                  enum build_outcome *outcome, struct fault *fault);

/* Removes the checkout. */
void build_end(const struct builder *builder);

#endif
