/* lifecycle.h -- pure: what is known about a crash in, what to say to the tracker out */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_LIFECYCLE_H
#define VIGIL_TRACKER_LIFECYCLE_H

#include <stdbool.h>
#include <stddef.h>

#include "crash/signature.h"
#include "triage/triage.h"

/* A crash that comes in fewer than half of its replays is filed once seen on so many nights. */
#define LIFECYCLE_FLAKY_NIGHTS 3

enum lifecycle_step {
    LIFECYCLE_NOTHING,
    LIFECYCLE_FILE,   /* it gets an issue of its own */
    LIFECYCLE_DIGEST, /* it would get one, but the night's limit is reached: the digest lists it */
    LIFECYCLE_CLOSE,  /* mended: its issue is closed, with a comment */
    LIFECYCLE_REOPEN, /* it is back: the same issue is opened, with a comment */
    LIFECYCLE_FORGET, /* mended before it had an issue */
    LIFECYCLE_WAIT,   /* flaky, and not yet seen often enough */
    LIFECYCLE_HALF,   /* half a fix: its issue is told of the input that still shows it */
    LIFECYCLE_STUDY,  /* it was filed before it was studied: its issue is told what that showed */
};

/* What the night's summary calls it. */
enum lifecycle_fate {
    FATE_NEW,
    FATE_KNOWN,
    FATE_DIGESTED,
    FATE_RETURNED,
    FATE_MENDED,
    FATE_FLAKY,       /* waits for more nights */
    FATE_UNCONFIRMED, /* time or memory ran out once and does not when it is alone */
    FATE_DECLINED,    /* a person said it is not to be worked on */
};

struct lifecycle_crash {
    /* given */
    enum severity severity;
    enum reproducibility reproducibility; /* the best of its variants' */
    bool seen;                            /* this night */
    bool gone;     /* this night, by every one of its variants (VERIFY_GONE) */
    bool half;     /* it was mended for the input that its issue shows, and another shows it */
    bool studied;  /* since its issue was filed, which does not know what that showed */
    bool pending;  /* something about it still waits in the outbox */
    bool filed;    /* it has an issue */
    bool open;     /* the issue is open */
    bool declined; /* a person declined the issue */
    bool mended;   /* an earlier night found that it is mended */
    bool rests;    /* it stands in the digest, and stays there: no night is over since */
    unsigned nights;
    /* decided */
    enum lifecycle_step step;
    enum lifecycle_fate fate;
};

/*
 * Decides for each. At most `limit` are to be filed in one night: those of the highest severity,
 * and among equals those that were seen first (the order given); those over it go into the
 * digest, and get their issues in later nights.
 *
 * - Nothing is said twice: while something about a crash waits to be sent, nothing is added.
 * - Being seen again is no news, but for half a fix, which an open issue is told of; and a study
 *   that came after the issue, which it is told of too, whether the crash was seen or not.
 * - Only a proof closes an issue; that a crash was not seen is none.
 * - An issue that a person closed without a word is opened again when its crash is seen; one that
 *   was declined is left alone for good.
 */
void lifecycle_decide(struct lifecycle_crash *crashes, size_t count, unsigned limit);

/* "known". Static storage. */
const char *lifecycle_fate_name(enum lifecycle_fate fate);

#endif
