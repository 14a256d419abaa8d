/* watch.h -- one target's part of the night: what broke it before, then fuzzing */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_WATCH_H
#define VIGIL_WATCH_H

#include "campaign.h"
#include "ledger.h"
#include "target.h"

struct watch {
    const struct target *target;
    const char *corpus; /* --corpus; never written to */
    const char *state;
    double share; /* seconds */
    struct ledger *ledger;
    struct campaign campaign; /* what came of it */
    char work[PATH_SIZE], own_corpus[PATH_SIZE], seeds[PATH_SIZE];
};

/* Replays every crash known of the target and every regression input, fuzzes it for its share, and
 * enters all that crashes; what cannot be done is the ledger's trouble. */
void watch_target(struct watch *watch);

#endif
