/* intake.h -- a crash, however it was come by: counted if it is known, else kept and studied */
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

/* An input and the log of the run that died of it. False: it is neither known nor kept, so whoever
 * has it must keep it; the ledger was told why. */
bool intake_take(const struct intake *intake, const void *input, size_t size, const char *log,
                 size_t log_size);

/* One file alone, replayed. *crashed says whether it crashed; then it is taken as above. False,
 * with a fault, when the target cannot be run on it, and when what came of it is not kept. */
bool intake_replay(const struct intake *intake, const char *path, bool *crashed,
                   struct fault *fault);

/* A crash of a former night, looked at again: it still comes, or it is mended, or nobody knows. One
 * that was never studied to the end is. False, with a fault, when the target cannot be run. */
bool intake_revisit(const struct intake *intake, const struct store_variant *variant,
                    struct fault *fault);

#endif
