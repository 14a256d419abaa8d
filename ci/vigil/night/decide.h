/* decide.h -- the night's end: what there is to say of each crash, posted in one transaction */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_DECIDE_H
#define VIGIL_NIGHT_DECIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/settings.h"
#include "duty/duty.h"
#include "ledger.h"
#include "tracker/lifecycle.h"
#include "triage/target.h"

/* A crash that this night has something to say of, for the summary. */
struct decide_line {
    char id[17], title[280], target[128];
    char variant[17]; /* the way it shows itself best */
    enum severity severity;
    enum lifecycle_fate fate;
    uint64_t issue; /* 0: none (yet) */
    bool seen;
    unsigned times, nights;
    char note[300]; /* why it is not known whether it is mended; else "" */
};

struct decide {
    /* given */
    struct ledger *ledger;
    const struct settings *settings;
    const struct target_list *targets;
    const struct duty *addressee; /* whom what is filed is addressed to; reviewer NULL: nobody */
    /* found */
    unsigned filed; /* this night, against settings->issues */
    struct decide_line *lines;
    size_t count;
};

/* Reads what is known, asks lifecycle.h, and posts what follows to the outbox, all of it or
 * nothing. False: a trouble. May be called again once the outbox was sent: what was said is not
 * said again, and the lines then tell what became of it. */
bool decide_run(struct decide *decide);

void decide_free(struct decide *decide);

#endif
