/* intake.h -- (private) a crash as it comes in: counted if known, else kept and studied */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_INTAKE_H
#define VIGIL_NIGHT_INTAKE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/settings.h"
#include "ledger.h"
#include "store/store.h"
#include "triage/target.h"

struct intake {
    struct ledger *ledger;
    const struct settings *settings;
    const struct target *target;
    const char *work; /* a directory for candidates */
};

/* Takes an input and the log of the run that died of it. False: it is neither known nor kept, so
 * whoever has the input must keep it; the ledger was told why. */
bool intake_take(const struct intake *intake, const void *input, size_t size, const char *log,
                 size_t log_size);

/* Replays one file alone. *crashed says whether it crashed; then it is taken as above. False, with
 * a fault, when the target cannot be run on it, or its crash is neither known nor kept. */
bool intake_replay(const struct intake *intake, const char *path, bool *crashed,
                   struct fault *fault);

/* Replays a crash of a former night, and tells the ledger whether it still happens, is gone for
 * good, or neither is certain. A crash that was never studied to the end is studied. False, with a
 * fault, when the target cannot be run. */
bool intake_revisit(const struct intake *intake, const struct store_variant *variant,
                    struct fault *fault);

#endif
