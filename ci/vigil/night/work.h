/* work.h -- (private) what a night has in hand, from its beginning to its end */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_WORK_H
#define VIGIL_NIGHT_WORK_H

#include "base/files.h"
#include "base/stages.h"
#include "decide.h"
#include "duty/duty.h"
#include "ledger.h"
#include "observe/observe.h"
#include "outbox.h"
#include "report/toolchain.h"
#include "target_night.h"

struct night_options;

struct night {
    const struct night_options *options;
    char state[PATH_SIZE], corpus[PATH_SIZE], report[PATH_SIZE];
    char started[32], date[16];
    int32_t day; /* that date's */
    int lock;
    struct rota rota;
    struct duty addressee; /* reviewer NULL: nobody */
    struct target_list targets;
    struct ignore ignore; /* what the settings' expressions are, compiled */
    struct ledger ledger;
    struct outbox outbox;
    struct decide decide;
    struct stages stages;
    struct toolchain toolchain;
    bool toolchain_known;
    struct observe observe;
    struct target_night *parts; /* one a target */
};

/* Takes the lock, opens and finds all that the night needs, and divides its budget. night_end
 * closes what was opened, also when this says false. */
bool night_begin(struct night *night, struct fault *fault);
void night_end(struct night *night);

/* Looks for the first bad commit of each reproducible crash that is to be filed, the gravest first,
 * until the night's time for it is used up. */
void night_find_first_bad(struct night *night);

/* Writes and sends the figures as they are now (observe.h). */
void night_observe(struct night *night);

/* Tells the tracker of the night, then shows what it came to: on standard output, as pages and
 * figures, and in the store. Returns the exit status. */
int night_conclude(struct night *night);

#endif
