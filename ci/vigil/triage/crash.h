/* crash.h -- a crash, as a run left it, and what has become known of it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_CRASH_H
#define VIGIL_TRIAGE_CRASH_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/span.h"
#include "crash/sanlog.h"
#include "crash/signature.h"
#include "target.h"

/* What was found: the input that ended a run, and what was printed as the target died. */
struct artifact {
    struct span input, log;
    /* Where no input shows it, only that the target was run: it ended so in `times` of `runs` runs,
     * and `input` is empty. 0 and 0 where there is an input. */
    unsigned runs, times;
    struct span smaller; /* what a study that was cut short made of the input; no text: nothing */
};

enum reproducibility {
    REPRODUCIBLE, /* at least half of the replays crashed with the same signature */
    FLAKY,        /* fewer, or none: it needs chance, or what the run did before it */
    UNCONFIRMED,  /* time or memory ran out once, and does not with twice the limit and the machine
                     to itself; or the replays were cut short before they could tell */
};

/* What is known of a crash; after a single replay only target, signature, report and log. */
struct crash {
    const struct target *target;
    struct signature signature;
    struct sanlog_report report;
    struct buffer input;
    struct buffer minimised;      /* as the input where nothing smaller was found */
    struct buffer marks;          /* blame.h's, as many as minimised has bytes; empty: not known */
    struct buffer log;            /* of the minimised input, else of the input, else of the run */
    unsigned replays, reproduced; /* of the input; and how many of them had this signature */
    enum reproducibility reproducibility;
    bool
        inputless; /* no input shows it: replays and reproduced are the artifact's runs and times */
    bool unfinished; /* its study was cut short, or not begun: there may be fewer replays than were
                        wanted, or none, and the input may be smaller yet */
};

static inline void crash_free(struct crash *crash)
{
    buffer_free(&crash->input);
    buffer_free(&crash->minimised);
    buffer_free(&crash->marks);
    buffer_free(&crash->log);
}

#endif
