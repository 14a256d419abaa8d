/* confine.h -- the walls around a program that is not trusted: what it may see, write and signal */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_CONFINE_H
#define VIGIL_BASE_CONFINE_H

#include "buffer.h"
#include "mounts.h"
#include "rules.h"

/*
 * The walls are the kernel's, and not every machine grants each of them:
 *
 * - files: the rules (rules.h); and no process outside can be traced, nor its memory, environment
 *   or descriptors be read from /proc, not even by root (Landlock, Linux 5.13, or processes);
 * - signals: none can be sent to a process outside, such as vigil (Landlock, Linux 6.12, or
 *   processes);
 * - processes: only its own are seen, and all of them are dead once the first is (a PID namespace,
 *   as root or in a user namespace, with mounts of its own, by which the rules hold too).
 *
 * In any case no program gains rights by being run (no_new_privs), none has vigil's terminal, and
 * one that runs as root lacks the capabilities with which it could reach around its walls.
 *
 * Within the walls of another vigil, as in the tests of a change, nothing can be mounted: there the
 * third wall is missing, and the outer one stands.
 */
enum confine_wall { CONFINE_FILES = 1, CONFINE_SIGNALS = 2, CONFINE_PROCESSES = 4 };

/* Those that this machine grants; found out once, by trying. */
unsigned confine_walls(void);

/* One sentence on what is missing of them and what follows from that, without a line end; nothing
 * where all stand. "targets may send signals to vigil: …" */
void confine_lacks(struct buffer *into);

/* For tests: as on a machine that grants no more than these. */
void confine_pretend(unsigned walls);

/* For process.c: what vigil makes ready before it forks, since the child may not allocate. */
struct confine_ready {
    unsigned walls;
    int ruleset; /* -1: none */
    struct mounts mounts;
};

/* False, with errno, where a wall that this machine has cannot be built now: nothing is to run
 * without it then. */
bool confine_prepare(const struct confinement *confinement, struct confine_ready *ready);
void confine_release(struct confine_ready *ready);

/* Between fork and exec: puts this process behind the walls; where it is enclosed, it is another
 * process that returns (enclose.h). Where the kernel counts the user's tasks in there by themselves
 * it may have twice `processes`, which keeps a bomb small until it is looked at; 0: as many as it
 * likes. False, with errno, where a wall cannot be built. */
bool confine_enter(const struct confinement *confinement, struct confine_ready *ready,
                   unsigned processes);

#endif
