/* decide.h -- (private) the night's end: what is said of each crash, posted at once */
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

/* A crash that the store knows, and what this night made of it. */
struct decide_crash {
    struct store_crash known;
    struct store_variant variant; /* the one that shows the crash best */
    struct lifecycle_crash life;  /* what lifecycle.h was told, and what it decided */
    unsigned ways;                /* how many variants it has */
    unsigned times;               /* how often it crashed this night */
    unsigned ran;                 /* how many replays showed that it is gone */
    char why[300];                /* why it is not known whether it is mended; else "" */
};

struct decide {
    /* given */
    struct ledger *ledger;
    const struct settings *settings;
    const struct target_list *targets;
    const struct duty *addressee; /* whom what is filed is addressed to; reviewer NULL: nobody */
    bool afterwards; /* the night is over, and what it knew is gone: only what the tracker says now
                        is news. The digest gets no shorter, but for what was to be filed and is
                        there */
    /* found */
    unsigned filed; /* this night, and what waits to be filed, against settings->issues */
    bool begun;     /* `filed` has what was filed or waited before this night decided anything, */
    unsigned spare; /* and this is what the outbox had to spare by then */
    struct decide_crash *crashes; /* those that this night has something to say of */
    size_t count;
};

/* Reads what is known, asks lifecycle.h, and posts what follows to the outbox, all of it or
 * nothing. False: a trouble. May be called again once the outbox was sent: it posts only what was
 * not posted before, and `crashes` then tells what became of that. */
bool decide_run(struct decide *decide);

/* Whether a crash is not to be shown so that an attacker learns how to make it: neither in its
 * issue nor on the night's page, which lies in the same repository. An advisory is for maintainers
 * alone and shows it. */
bool decide_withholds(const struct decide *decide, bool is_security);

/* The target of that name; NULL where tonight has none. */
const struct target *decide_target(const struct decide *decide, const char *name);

void decide_free(struct decide *decide);

#endif
