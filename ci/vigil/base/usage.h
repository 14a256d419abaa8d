/* usage.h -- what the processes of a run take together: how many they are, and their memory */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_USAGE_H
#define VIGIL_BASE_USAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct usage {
    unsigned tasks; /* processes and their threads */
    uint64_t bytes; /* of memory that is no file's: anonymous, and shared where it is mapped */
};

/* Looks at the child, all that descends from it, and what has its run's mark wherever it stands
 * now. Of an enclosed child, that child and the first process inside are vigil's own and not
 * counted (enclose.h). Pages that a process shares with the one it was forked from count for both.
 */
void usage_read(pid_t child, uint64_t run, bool enclosed, struct usage *usage);

/* The tasks of the whole machine, roughly, for what one call costs: whether it is worth a look. */
unsigned usage_tasks_of_all(void);

#endif
