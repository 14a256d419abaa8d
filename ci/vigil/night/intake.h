/* intake.h -- (private) a crash as it comes in: counted if known, else kept and studied */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_INTAKE_H
#define VIGIL_NIGHT_INTAKE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/settings.h"
#include "ledger.h"
#include "triage/triage.h"

struct intake {
    struct ledger *ledger;
    struct triage triage; /* of one target; asks and tells the ledger */
    /* What is being taken, where it is what a former night left unstudied: a log alone does not
     * show that it crashes now. Else NULL. */
    const struct store_variant *former;
};

/* `work` is a directory for candidates. The intake must stay where it is. */
void intake_begin(struct intake *intake, struct ledger *ledger, const struct settings *settings,
                  const struct target *target, const char *work);

/* Replays one file alone. *crashed says whether it crashed; then it is taken. False, with a fault,
 * when the target cannot be run on it, or its crash is neither known nor kept. */
bool intake_replay(struct intake *intake, const char *path, bool *crashed, struct fault *fault);

/*
 * Replays a crash of a former night, and tells the ledger whether it still happens, is gone for
 * good, or neither is certain. It is gone when the input it is shown with is proven to run clean
 * (verify.h) and every other input that is kept of it does. A crash that was never studied to the
 * end is studied. Of another target's crash, the inputs of this target are replayed. False, with a
 * fault, when the target cannot be run.
 */
bool intake_revisit(struct intake *intake, const struct store_variant *variant,
                    struct fault *fault);

#endif
