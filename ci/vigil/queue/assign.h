/* assign.h -- which reviewer is asked to look at which of the changes that wait */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_ASSIGN_H
#define VIGIL_QUEUE_ASSIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "duty/duty.h"
#include "queue.h"

#define ASSIGN_DAY 86400 /* seconds of waiting after which people are told of it */

struct assign_answer {
    const struct rota_reviewer *reviewer; /* to be asked now; NULL: nobody, and why */
    char why[200];
    bool long_wait; /* queued for more than a day, and nobody reviewed it */
};

/* Whether somebody may be asked at this instant. `duty` tells of the window that is open, or of the
 * next one; perhaps nobody is on duty in it. */
bool assign_open(const struct rota *rota, int64_t now, struct duty *duty);

/*
 * Pure: one answer for each entry, in the order of the entries. Nobody is asked outside the window,
 * for a change that was reviewed, or within a day after somebody was asked for it; and for no
 * change is anybody asked twice, or its author. So after a day without an answer somebody else is
 * asked: of those on duty the one who was asked for the fewest of the entries, and among equals the
 * one who holds the earlier seat.
 */
void assign(const struct queue_entry *entries, size_t count, const struct rota *rota, int64_t now,
            struct assign_answer *answers);

/* Asks reviewers, within the window, and prints a line for each change that waits. Returns the exit
 * status: 0; 1 where a change waits for longer than a day; 2 where the queue could not be read
 * whole, or somebody could not be asked. */
int assign_run(struct queue *queue, const struct rota *rota, int64_t now);

/* Ends the issues of changes that are merged or given up (change_issue.h), a line for each. Returns
 * the exit status: 0, or 2 where not all could be looked through. */
int assign_sweep(struct queue *queue, struct tracker *tracker);

#endif
