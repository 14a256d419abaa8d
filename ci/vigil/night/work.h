/* work.h -- (private) what a night has in hand, from its beginning to its end */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_WORK_H
#define VIGIL_NIGHT_WORK_H

#include "base/confine.h"
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
    struct duty addressee;                          /* reviewer NULL: nobody */
    struct confinement target_ground, build_ground; /* what each kind may touch (triage/ground.h) */
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
    bool cut_short;             /* an interrupt was told of */
    double triage_until;        /* by process_clock(), once the targets are done */
};

/* Takes the lock, opens and finds all that the night needs, and divides its budget. night_end
 * closes what was opened, also when this says false. */
bool night_begin(struct night *night, struct fault *fault);
void night_end(struct night *night);

/* Parts of it, for `vigil file`: opens the store of the state, and where that was damaged it is a
 * trouble; opens the tracker of the options, for the store and ledger that are open; finds who is
 * on duty for the date of the options. */
bool night_open_store(struct night *night, struct fault *fault);
bool night_open_tracker(struct night *night, struct fault *fault);
void night_find_addressee(struct night *night);

/* Studies the crashes that were put off while the targets ran, side by side, the gravest first, and
 * among equals one of each target in turn, until the night's time for it is used up but for a
 * fourth. */
void night_study(struct night *night);

/* Tries timeouts and memory hogs again, one at a time, until that time is used up. */
void night_confirm(struct night *night);

/* Notes how many crashes are not studied to their end. */
void night_tell_unstudied(struct night *night);

/* Looks for the first bad commit of each reproducible crash that is to be filed, the gravest first,
 * until the night's time for it is used up. */
void night_find_first_bad(struct night *night);

/* Writes and sends the figures as they are now (observe.h). */
void night_observe(struct night *night);

/* Decides and sends, until there is no more to say. */
void night_tell(struct night *night);

/* Tells the tracker of the night, then shows what it came to: on standard output, as pages and
 * figures, and in the store. Returns the exit status. */
int night_conclude(struct night *night);

#endif
