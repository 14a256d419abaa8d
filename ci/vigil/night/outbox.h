/* outbox.h -- tells the tracker what was decided, each thing at most once */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_OUTBOX_H
#define VIGIL_NIGHT_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "store/store.h"
#include "tracker/tracker.h"

typedef void outbox_settled(void *context, const struct store_action *action, uint64_t number);

/*
 * Actions stand in the store before anything is sent, and are settled there when the tracker has
 * answered. In between, an action may be done without our knowing. So each carries a marker that
 * ends up in the tracker, and is done only where the tracker does not have that marker: after a
 * kill at any moment the next run finds what is done, and does the rest.
 */
struct outbox {
    struct store *store;
    struct tracker *tracker;
    double patience; /* seconds of waiting in all, for a server that asks for it or does not answer;
                        after them, what is not sent waits for the next night */
    unsigned most;   /* how many new issues of crashes may be filed; 0: any number. The others wait,
                        whoever left them there, and there is a complaint */
    tracker_complaint *complain; /* told of what could not be done */
    outbox_settled *settled; /* told of each thing that is said, or that there is no issue any more
                                to say it on (number 0); NULL: nobody is */
    tracker_complaint *note; /* told of what there is to know and is no trouble; NULL: is not */
    void *context;
    bool unadvised; /* advisories were refused: this token may make none */
    unsigned filed; /* new issues of crashes, so far; one of which nobody knows whether it was
                       filed counts, too */
    unsigned spare; /* how many were to be filed and had their issue already */
    bool made;      /* the present action made an issue, or may have */
    struct tracker_issue *issues; /* as the tracker has them */
    size_t count;
    bool listed; /* `issues` is newer than the last call of which it is not known whether it
                    was done */
};

/* Lists all issues of ours, and writes number and state of each crash's issue to the store. False
 * when the tracker does not answer, or refuses; then there was a complaint. */
bool outbox_look(struct outbox *outbox);

/* Sends all that waits. False when something still waits; then there was a complaint. */
bool outbox_send(struct outbox *outbox);

/* The issue with this marker, NULL when there is none. An open one before a closed one. */
const struct tracker_issue *outbox_find(const struct outbox *outbox, const char *marker);

/* The same, of the issue of the crash with this id. */
const struct tracker_issue *outbox_find_crash(const struct outbox *outbox, const char *id);

void outbox_free(struct outbox *outbox);

#endif
