/* SPDX-License-Identifier: MIT */
#include "lifecycle.h"

const char *lifecycle_fate_name(enum lifecycle_fate fate)
{
    static const char *const names[] = {
        [FATE_NEW] = "new",           [FATE_KNOWN] = "known",       [FATE_DIGESTED] = "digest",
        [FATE_RETURNED] = "back",     [FATE_MENDED] = "mended",     [FATE_FLAKY] = "flaky",
        [FATE_UNCONFIRMED] = "alone", [FATE_DECLINED] = "declined",
    };
    return names[fate];
}

static void set(struct lifecycle_crash *crash, enum lifecycle_step step, enum lifecycle_fate fate)
{
    crash->step = step;
    crash->fate = fate;
}

/* For a crash without an issue, also one that an earlier night found and could not file. */
static void decide_unfiled(struct lifecycle_crash *crash)
{
    if (crash->gone && !crash->seen) {
        set(crash, LIFECYCLE_FORGET, FATE_MENDED);
    } else if (crash->mended) {
        set(crash, LIFECYCLE_NOTHING, FATE_MENDED);
    } else if (crash->reproducibility == UNCONFIRMED) {
        set(crash, LIFECYCLE_NOTHING, FATE_UNCONFIRMED);
    } else if (crash->reproducibility == FLAKY && crash->nights < LIFECYCLE_FLAKY_NIGHTS) {
        set(crash, LIFECYCLE_WAIT, FATE_FLAKY);
    } else {
        set(crash, LIFECYCLE_FILE, FATE_NEW);
    }
}

static void decide_filed(struct lifecycle_crash *crash)
{
    if (crash->declined) {
        set(crash, LIFECYCLE_NOTHING, FATE_DECLINED);
    } else if (crash->seen && !crash->open) {
        set(crash, LIFECYCLE_REOPEN, FATE_RETURNED);
    } else if (crash->seen) {
        set(crash,
            crash->half      ? LIFECYCLE_HALF
            : crash->studied ? LIFECYCLE_STUDY
                             : LIFECYCLE_NOTHING,
            FATE_KNOWN);
    } else if (crash->gone && crash->open) {
        set(crash, LIFECYCLE_CLOSE, FATE_MENDED);
    } else {
        set(crash, crash->studied && crash->open ? LIFECYCLE_STUDY : LIFECYCLE_NOTHING,
            crash->mended || crash->gone ? FATE_MENDED : FATE_KNOWN);
    }
}

static struct lifecycle_crash *gravest_unfiled(struct lifecycle_crash *crashes, size_t count)
{
    struct lifecycle_crash *gravest = NULL;
    for (size_t i = 0; i < count; i++) {
        if (crashes[i].step == LIFECYCLE_DIGEST && !crashes[i].rests &&
            (gravest == NULL || crashes[i].severity > gravest->severity)) {
            gravest = &crashes[i];
        }
    }
    return gravest;
}

void lifecycle_decide(struct lifecycle_crash *crashes, size_t count, unsigned limit)
{
    for (size_t i = 0; i < count; i++) {
        if (crashes[i].pending) {
            set(&crashes[i], LIFECYCLE_NOTHING, crashes[i].filed ? FATE_KNOWN : FATE_NEW);
        } else if (crashes[i].filed) {
            decide_filed(&crashes[i]);
        } else {
            decide_unfiled(&crashes[i]);
        }
        if (crashes[i].step == LIFECYCLE_FILE) {
            set(&crashes[i], LIFECYCLE_DIGEST, FATE_DIGESTED);
        }
    }
    struct lifecycle_crash *next;
    for (unsigned filed = 0; filed < limit && (next = gravest_unfiled(crashes, count)) != NULL;
         filed++) {
        set(next, LIFECYCLE_FILE, FATE_NEW);
    }
}
