/* first_bad_build.h -- (private) an old commit, built or found built */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_FIRST_BAD_BUILD_H
#define VIGIL_TRIAGE_FIRST_BAD_BUILD_H

#include <stdbool.h>

#include "base/fault.h"
#include "first_bad.h"

enum first_bad_build {
    FIRST_BAD_BUILD_DONE, /* `out` holds what it left */
    FIRST_BAD_BUILD_FAILED,
    FIRST_BAD_BUILD_STOPPED, /* its seconds were over, or we were interrupted: nothing is known */
};

struct first_bad_builder {
    const struct first_bad *history;
    char work[PATH_SIZE]; /* history->work, absolute */
    const char *target;
    double deadline; /* of process_clock */
    unsigned builds; /* so many were begun */
};

/* Makes WORK and clears away what a killed one left there. */
bool first_bad_build_start(struct first_bad_builder *builder, struct fault *fault);

/* False, with a fault, only where the disk or git fails. */
bool first_bad_build(struct first_bad_builder *builder, const char *commit, char out[PATH_SIZE],
                     enum first_bad_build *outcome, struct fault *fault);

/* Removes the checkout. */
void first_bad_build_end(const struct first_bad_builder *builder);

#endif
