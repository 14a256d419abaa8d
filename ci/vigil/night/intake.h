/* intake.h -- (private) a crash as it comes in: counted if known, else kept and studied */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_INTAKE_H
#define VIGIL_NIGHT_INTAKE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/settings.h"
#include "ledger.h"
#include "store/control.h"
#include "triage/triage.h"

/*
 * Studying a crash (replaying, minimising, and for one of a former night replaying it with the
 * build that crashed) takes time beyond the budget, of which a night has so much ([night] triage).
 * Each target has a share of one half of it, used as its crashes come, old and new. The other half,
 * and what the targets left of theirs, go to the crashes that were put off, the gravest first
 * (work.h).
 */
struct intake {
    struct ledger *ledger;
    struct triage triage; /* of one target; asks and tells the ledger */
    double allowance;     /* seconds that it may take in all; INFINITY: as long as it likes */
    bool content;         /* a study that is cut short by that is as good as it gets */
    double until;         /* by process_clock(), when it is over in any case; 0: no such time */
    double spent;         /* seconds that it took, but for what is under way */
    double began;         /* by process_clock(), where something is under way; else 0 */
    char control[CONTROL_ID_SIZE]; /* of what was put off; "": not kept yet */
    /* What is being taken, where it is what a former night left unstudied: a log alone does not
     * show that it crashes now. Else NULL. */
    const struct store_variant *former;
};

/* `work` is a directory for candidates. The intake must stay where it is. It may take as long as it
 * likes, until its allowance says otherwise. */
void intake_begin(struct intake *intake, struct ledger *ledger, const struct settings *settings,
                  const struct target *target, const char *work);

/* How many seconds it may still take; 0 or less: none. */
double intake_left(const struct intake *intake);

/* Takes an artifact, as triage_take does, or puts it off where no time is left: it is kept, and the
 * ledger is told. `context` is the intake. */
bool intake_take(void *context, const struct artifact *artifact);

/* Replays one file alone. *crashed says whether it crashed; then it is taken. False, with a fault,
 * when the target cannot be run on it, or its crash is neither known nor kept. */
bool intake_replay(struct intake *intake, const char *path, bool *crashed, struct fault *fault);

/*
 * Replays a crash of a former night, and tells the ledger whether it still happens, is gone for
 * good, or neither is certain. It is gone when the input it is shown with is proven to run clean
 * (verify.h) and every other input that is kept of it does. Where the time is over before that is
 * known, it is not certain. A crash that was never studied to the end is studied. Of another
 * target's crash, the inputs of this target are replayed. False, with a fault, when the target
 * cannot be run.
 */
bool intake_revisit(struct intake *intake, const struct store_variant *variant,
                    struct fault *fault);

#endif
