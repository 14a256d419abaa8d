/* ledger.h -- a crash entered once: kept on the disk and in the store */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_LEDGER_H
#define VIGIL_NIGHT_LEDGER_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "base/files.h"
#include "crash/signature.h"
#include "outbox.h"
#include "store/store.h"
#include "triage/control.h"
#include "triage/target.h"
#include "triage/triage.h"

/* What this night saw of one variant. */
struct ledger_tally {
    char variant[17], crash[17];
    unsigned times; /* it crashed */
    bool gone;      /* VERIFY_GONE */
    unsigned ran;   /* replays that told so */
    char why[300];  /* VERIFY_UNSURE: why it is not known whether it is mended; else "" */
};

/* Several targets run at once; every call below takes the lock. */
struct ledger {
    pthread_mutex_t lock;
    struct store *store;
    struct outbox *outbox;
    char state[PATH_SIZE]; /* the state directory, absolute */
    char revision[80];     /* of the sources under test; "" when unknown */
    int64_t night;
    struct ledger_tally *tallies;
    size_t count;
    struct buffer troubles; /* what could not be done, a line each; empty: all of it was */
};

/* The line is printed to standard error as well. */
void ledger_trouble(struct ledger *ledger, const struct fault *fault);

/* Whether this very signature is known and studied; then the sighting is counted. */
bool ledger_sighted(struct ledger *ledger, const struct signature *signature, const char *target);

enum ledger_arrival {
    LEDGER_STUDY, /* it is kept, and to be studied */
    LEDGER_COUNT, /* another way of a crash of which enough ways are kept: it is counted */
    LEDGER_LOST   /* it could not be kept: a trouble; whoever has the input keeps it */
};

/* Keeps a crash as it was found, before it is studied, so that a kill loses nothing: input,
 * minimized, marks (where there are any), target and report.txt in STATE/crashes/ID, then the
 * store. What belongs to one crash is found by signature_similar. */
enum ledger_arrival ledger_arrive(struct ledger *ledger, const struct crash *crash);

/* Keeps what the study showed; it was seen this night if it arrived this night or a replay showed
 * it. `arrived` is the signature it arrived with: where the study found
 * another, that one is forgotten. False: a trouble. */
bool ledger_enter(struct ledger *ledger, const struct crash *crash, const struct signature *arrived,
                  const char *control);

/* A build that crashed, for a crash that has none kept (any more). */
void ledger_set_control(struct ledger *ledger, const struct signature *signature,
                        const char *control);

/* What is known of this very signature; false when nothing is. */
bool ledger_known(struct ledger *ledger, const struct signature *signature,
                  struct store_variant *variant);

/* A crash that arrived turned out to be another that is known. */
void ledger_forget(struct ledger *ledger, const struct signature *arrived);

/* An old crash was looked at: it is gone, or it is not known why it does not come. */
void ledger_gone(struct ledger *ledger, const struct store_variant *variant, unsigned ran);
void ledger_unsure(struct ledger *ledger, const struct store_variant *variant, const char *why);

/* Enters again what lies in STATE/crashes and is not in the store: a night was killed between the
 * two, or the database is lost. */
void ledger_recover(struct ledger *ledger);

/* STATE/crashes/ID. */
bool ledger_directory(const struct ledger *ledger, const char *id, char path[PATH_SIZE],
                      struct fault *fault);

#endif
