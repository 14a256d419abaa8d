/* target_night.h -- (private) one target's part of the night: what broke it before, then fuzzing */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_TARGET_NIGHT_H
#define VIGIL_NIGHT_TARGET_NIGHT_H

#include "base/settings.h"
#include "base/stages.h"
#include "intake.h"
#include "triage/campaign.h"

struct target_night {
    struct target *target; /* no other part has it */
    const struct settings *settings;
    const char *corpus; /* --corpus; never written to */
    const char *state;
    double share;     /* seconds; 0: the corpus is run once, and nothing is fuzzed */
    double allowance; /* seconds for its crashes (intake.h) */
    struct ledger *ledger;
    struct stages *stages;
    struct intake intake;     /* how its crashes are taken */
    struct campaign campaign; /* what came of it */
    char work[PATH_SIZE], own_corpus[PATH_SIZE], seeds[PATH_SIZE];
};

/* Takes in the artifacts that a killed night left unread, replays every crash known of the target
 * (known.h) and every regression input, fuzzes for its share, and enters all that crashes. What
 * cannot be done is the ledger's trouble. */
void target_night_run(struct target_night *part);

#endif
