/* assign_run.h -- (private) the changes that wait, given to who is on duty */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_ASSIGN_RUN_H
#define VIGIL_QUEUE_ASSIGN_RUN_H

#include "duty/rota.h"
#include "queue.h"

/* Within the window. Says a line for each change that waits. Returns the exit status: 0; 1 where
 * one waits for longer than a day; 2 where the queue could not be read whole, or somebody not
 * asked. */
int assign_run(struct queue *queue, const struct rota *rota, int64_t now);

#endif
