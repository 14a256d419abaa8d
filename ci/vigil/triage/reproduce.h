/* reproduce.h -- (private to triage and blame) an input replayed, once or until all is known */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_REPRODUCE_H
#define VIGIL_TRIAGE_REPRODUCE_H

#include <stdbool.h>

#include "crash.h"
#include "replay.h"

/* Writes the bytes to a file in `work`, over and over the same, and replays it, for so many seconds
 * at most (INFINITY: as long as the target may take). *replay is to be freed in any case. */
bool reproduce_once(const struct target *target, const char *work, const struct buffer *input,
                    double seconds, struct replay *replay, struct fault *fault);

/* Removes that file. */
void reproduce_end(const char *work);

/*
 * Replays the crash's input `wanted` times, or fewer where it is slow and the verdict certain, and
 * sets its replays, reproduced and reproducibility. *witness is the first replay of the commonest
 * crash, whose signature counts; witness->crashed is false when none crashed. It is to be freed in
 * any case. False, with a fault, when it was cut short.
 */
bool reproduce(struct crash *crash, const char *work, unsigned wanted, struct replay *witness,
               struct fault *fault);

#endif
