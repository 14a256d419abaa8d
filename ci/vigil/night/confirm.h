/* confirm.h -- what is judged when the fuzzing is over and the machine is quiet */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_CONFIRM_H
#define VIGIL_NIGHT_CONFIRM_H

#include "base/settings.h"
#include "ledger.h"
#include "triage/target.h"

struct confirm {
    struct ledger *ledger;
    const struct settings *settings;
    const struct target_list *targets;
    char work[PATH_SIZE];
};

/* Timeouts and memory hogs: those of this night are confirmed, each alone on the machine and with
 * twice the limit; those of old are looked at again. */
void confirm_exhaustions(struct confirm *judge);

/* The first bad commit of each reproducible crash that is to be filed, the gravest first, until the
 * night's time for it is used up. */
void confirm_first_bad(struct confirm *judge);

#endif
