/* verify.h -- whether a crash of old still happens, and whether a "no" can be believed */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_VERIFY_H
#define VIGIL_TRIAGE_VERIFY_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "crash/signature.h"
#include "replay.h"
#include "target.h"

enum verify_answer {
    VERIFY_CRASHES, /* with this signature; `replay` is the witness */
    VERIFY_OTHER,   /* it crashes, with another; `replay` is the witness. Of this one it says
                       nothing: the other may stand before it */
    VERIFY_GONE,    /* it ran every time to its end, the build has the sanitizer that saw it, and
                       the build of then, another one, still crashes so tonight under the tip's
                       options */
    VERIFY_UNSURE,  /* it did not crash, and that proves nothing: `why` */
};

struct verify {
    /* given */
    const struct target *tip;
    const struct target *control; /* the build that crashed; NULL: lost */
    const char *input;            /* its path */
    const struct signature *signature;
    enum sanlog_tool tool; /* that reported it */
    unsigned replays;      /* how many times "no" counts as one: verify_replays */
    /* found */
    struct replay replay;
    unsigned ran;
    char why[300];
};

/* So many replays that a crash which came `reproduced` times of `replays` would show itself but
 * once in a thousand: 10 for one that always came, at most 100. */
unsigned verify_replays(unsigned replays, unsigned reproduced);

/* False, with a fault, when the tip cannot be run at all. verify->replay is to be freed. */
bool verify_run(struct verify *verify, enum verify_answer *answer, struct fault *fault);

/* Whether the target was built with this sanitizer: asked of its runtime, not guessed, and for
 * UBSan of the checks in its code. That every file of it was, nobody can say. libc's own reports
 * need libFuzzer alone. */
bool verify_has_tool(const struct target *target, enum sanlog_tool tool);

#endif
