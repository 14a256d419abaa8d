/* processes.h -- the processes that /proc shows, and how to kill one of them and no other */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_PROCESSES_H
#define VIGIL_BASE_PROCESSES_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct process {
    pid_t pid, parent;
    char state;                 /* 'Z' is dead, and not yet reaped by its parent */
    bool ending;                /* it runs no more; what it has started may still be its child */
    unsigned threads;           /* 1 and more */
    unsigned long long started; /* in ticks: with the number it names one process for ever */
};

struct processes {
    struct process *list; /* by number; the caller frees it */
    size_t count;
};

/* Every process but those that ended meanwhile. What memory or /proc does not yield is left out. */
void processes_read(struct processes *table);

/* One of them. False where it is gone. */
bool processes_read_one(pid_t pid, struct process *process);

/* NULL: there is none of this number. */
const struct process *processes_find(const struct processes *table, pid_t pid);

/* Kills this process, and none that got its number since it was read. False where it is gone, or
 * killing it is not allowed, as of one that took another user's rights. */
bool processes_kill(const struct process *process);

#endif
