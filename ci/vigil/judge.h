/* judge.h -- what is judged when the fuzzing is over and the machine is quiet */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_JUDGE_H
#define VIGIL_JUDGE_H

#include "ledger.h"
#include "settings.h"
#include "target.h"

struct judge {
    struct ledger *ledger;
    const struct settings *settings;
    const struct target_list *targets;
    char work[PATH_SIZE];
};

/* Timeouts and memory hogs: those of this night are confirmed, each alone on the machine and with
 * twice the limit; those of old are looked at again. */
void judge_exhaustions(struct judge *judge);

/* The first bad commit of each reproducible crash that is to be filed, the gravest first, until the
 * night's time for it is used up. */
void judge_first_bad(struct judge *judge);

#endif
