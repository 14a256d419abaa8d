/* silence.h -- targets that close their standard error, and with it libFuzzer's mouth */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_SILENCE_H
#define VIGIL_TRIAGE_SILENCE_H

#include <stdbool.h>

#include "base/fault.h"
#include "target.h"

/*
 * A target whose library prints too much may close stderr, or turn it to /dev/null, with its first
 * input. Then neither libFuzzer's figures nor a sanitizer's report are seen: a healthy run looks
 * like one that the target ended, and an overflow like an exit. With -close_fd_mask=3 libFuzzer and
 * the sanitizers write to a copy that the target does not know, and the target itself is silent,
 * which it wants to be.
 *
 * Runs the target on two short inputs, made in the directory `work`, and once more with that flag
 * where it ended well and did not say that it ran them. If it says so then, the flag is added to
 * its options, and *silent is set. A target that leaves, crashes or does not start is left as it
 * is. False, with a fault, when the inputs cannot be written.
 */
bool silence_break(struct target *target, const char *work, bool *silent, struct fault *fault);

#endif
