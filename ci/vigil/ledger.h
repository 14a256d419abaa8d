/* ledger.h -- a crash entered once: kept on the disk, in the store and in the tracker */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_LEDGER_H
#define VIGIL_LEDGER_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "buffer.h"
#include "fault.h"
#include "files.h"
#include "signature.h"
#include "store.h"
#include "target.h"
#include "tracker.h"
#include "triage.h"

/* One crash of this night. */
struct ledger_line {
    char id[17], title[280], target[128], severity[8];
    unsigned issue;
    bool is_new, open;
    unsigned times;
};

/* Several targets run at once; every call below takes the lock. */
struct ledger {
    pthread_mutex_t lock;
    struct store *store;
    struct tracker *tracker;
    char state[PATH_SIZE]; /* the state directory, absolute */
    int64_t night;
    struct ledger_line *lines;
    size_t count;
    struct buffer troubles; /* what could not be done, a line each; empty: all of it was */
};

/* The line is printed to standard error as well. */
void ledger_trouble(struct ledger *ledger, const struct fault *fault);

/*
 * If this crash is in the store and its issue in the tracker, counts the sighting (once a night in
 * the tracker) and is true. Otherwise the crash must be studied and entered. `fault` of what goes
 * wrong becomes a trouble: a crash is better filed twice than lost, and cannot be filed twice since
 * the tracker is asked again before anything is filed.
 */
bool ledger_sighted(struct ledger *ledger, const struct signature *signature, const char *target);

/* Keeps input, minimized and report.txt in STATE/crashes/ID, then files, then remembers: killed
 * after any of these, the next night finds what is done and does the rest. */
void ledger_enter(struct ledger *ledger, const struct crash *crash);

/* Where a crash's input is kept. */
bool ledger_kept_input(const struct ledger *ledger, const char *id, char path[PATH_SIZE],
                       struct fault *fault);

/* The instant as RFC 3339 in UTC: "2024-07-11T01:14:00Z". */
void ledger_now(char text[32]);

#endif
