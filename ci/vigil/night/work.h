/* work.h -- (private to nightly) what a night has in hand, from its beginning to its end */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_WORK_H
#define VIGIL_NIGHT_WORK_H

#include <pthread.h>

#include "base/stages.h"
#include "decide.h"
#include "duty/duty.h"
#include "gather.h"
#include "ledger.h"
#include "night.h"
#include "observe/observe.h"
#include "outbox.h"
#include "report/toolchain.h"
#include "target_night.h"

struct night {
    const struct night_options *options;
    char state[PATH_SIZE], corpus[PATH_SIZE], report[PATH_SIZE];
    char started[32], date[16];
    int32_t day; /* that date's */
    int lock;
    struct rota rota;
    struct duty addressee; /* reviewer NULL: nobody */
    struct target_list targets;
    struct ledger ledger;
    struct outbox outbox;
    struct decide decide;
    struct stages stages;
    struct toolchain toolchain;
    bool toolchain_known;
    struct observe observe;
    struct target_night *watches; /* one a target */
    size_t next;                  /* the first that no thread has taken */
    pthread_mutex_t next_lock;
};

/* Everything that the night needs, taken, opened and found. What is opened is closed by night_end,
 * also when this says false. */
bool night_begin(struct night *night, struct fault *fault);
void night_end(struct night *night);

/* What it was built with; what cannot be found out is a trouble. */
void night_toolchain(struct night *night);

/* The figures as they are now, for whoever watches. */
void night_observe(struct night *night);

/* Tells the tracker of the night, then writes the report: standard output, pages, figures, and the
 * store. Returns the exit status. */
int night_conclude(struct night *night);

#endif
