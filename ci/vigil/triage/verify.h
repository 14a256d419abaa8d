/* verify.h -- whether a known crash still happens, and whether a "no" can be believed */
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
    VERIFY_CRASHES, /* the tip crashes with this signature; `replay` is the witness */
    VERIFY_OTHER,   /* the tip crashes with another signature; `replay` is the witness. That says
                       nothing of the crash in question: the other one may come before it */
    VERIFY_GONE,    /* the tip ran the input to its end every time, it has the sanitizer that
                       reported the crash, and the control, which is another program, still crashes
                       tonight with the tip's options */
    VERIFY_UNSURE,  /* the tip did not crash, and that proves nothing: `why` says why not */
};

/* Why, where the time was over. */
#define VERIFY_NO_TIME "there was no time left tonight to look at it"

struct verify {
    /* given */
    const struct target *tip;
    const struct target *control; /* the build that crashed; NULL: lost */
    const char *input;            /* its path */
    const struct signature *signature;
    enum sanlog_tool tool; /* that reported the crash */
    bool beside; /* it is one more input of a crash whose first one is asked about with the control:
                    that the tip ran it to its end every time is then enough */
    unsigned replays; /* how many without the crash make a "no": verify_replays */
    double deadline;  /* by process_clock(): what is not known then is VERIFY_UNSURE; 0: none */
    /* found */
    struct replay replay;
    unsigned ran;
    char why[300];
};

/* How many replays it takes for a crash that came in `reproduced` of `replays` to be missed by all
 * of them only once in a thousand times: 10 for one that always came, at most 100. */
unsigned verify_replays(unsigned replays, unsigned reproduced);

/*
 * False, with a fault, when the tip cannot be run at all. verify->replay is to be freed.
 *
 * A crash is the one that was filed by the names of its functions alone, since target and input are
 * the same: neither the text of its message, nor the file or the line counts, which a commit may
 * change that mends nothing. Nor does the kind where the own functions of the key are the same and
 * the class is: an overflow of the heap may be a wild access in the next build. ClusterFuzz too
 * compares but state and security flag when it replays a testcase (bot/testcase_manager.py).
 */
bool verify_run(struct verify *verify, enum verify_answer *answer, struct fault *fault);

/* Finds whether the target was built with this sanitizer: its runtime is asked, and for UBSan its
 * code is searched for checks. Whether every file of the target was built so cannot be told. libc's
 * own reports need libFuzzer alone. False, with a fault, where it cannot be asked, since it cannot
 * be started. */
bool verify_has_tool(const struct target *target, enum sanlog_tool tool, bool *has,
                     struct fault *fault);

#endif
