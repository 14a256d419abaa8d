/* outbox.h -- what was decided said to the tracker, each thing at most once */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_OUTBOX_H
#define VIGIL_NIGHT_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "store/store.h"
#include "tracker/tracker.h"

/*
 * Actions stand in the store before anything is sent, and leave it when the tracker has answered.
 * Between the two lies the moment in which a thing is done and nobody knows: so each carries a
 * marker that ends up in the tracker, and before anything is done the tracker is looked at for it.
 * Killed anywhere, the next run finds what is done and does the rest.
 */
struct outbox {
    struct store *store;
    struct tracker *tracker;
    double patience; /* seconds of waiting in all, for a server that asks for it or does not answer;
                        what is not sent then waits for the next night */
    tracker_complaint *complain; /* told of what could not be done */
    void *context;
    struct tracker_issue *issues; /* as the tracker has them */
    size_t count;
    bool listed; /* `issues` is no older than the last answer that left a doubt */
};

/* Asks the tracker for all issues of ours, and has the store know number and state of each crash's.
 * False when the tracker does not answer, or will not: complained of. */
bool outbox_look(struct outbox *outbox);

/* Sends all that waits. False when something still does: complained of. */
bool outbox_send(struct outbox *outbox);

/* The issue with this marker, NULL when there is none. An open one before a closed one. */
const struct tracker_issue *outbox_find(const struct outbox *outbox, const char *marker);

void outbox_free(struct outbox *outbox);

#endif
