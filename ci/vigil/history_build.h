/* history_build.h -- (private) an old commit, built or found built */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_HISTORY_BUILD_H
#define VIGIL_HISTORY_BUILD_H

#include <stdbool.h>

#include "fault.h"
#include "history.h"

enum history_build {
    HISTORY_BUILD_DONE, /* `out` holds what it left */
    HISTORY_BUILD_FAILED,
    HISTORY_BUILD_STOPPED, /* its seconds were over, or we were interrupted: nothing is known */
};

struct history_builder {
    const struct history *history;
    char work[PATH_SIZE]; /* history->work, absolute */
    const char *target;
    double deadline; /* of process_clock */
    unsigned builds; /* so many were begun */
};

/* Makes WORK and clears away what a killed one left there. */
bool history_build_start(struct history_builder *builder, struct fault *fault);

/* False, with a fault, only where the disk or git fails. */
bool history_build(struct history_builder *builder, const char *commit, char out[PATH_SIZE],
                   enum history_build *outcome, struct fault *fault);

/* Removes the checkout. */
void history_build_end(const struct history_builder *builder);

#endif
