/* confine.h -- the walls around a program that is not trusted: what it may see, write and signal */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_CONFINE_H
#define VIGIL_BASE_CONFINE_H

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"
#include "fault.h"
#include "files.h"

/* What a program may do with a file or directory, and with what lies beneath it. Running a program
 * is reading it. */
enum confine_access { CONFINE_HIDDEN, CONFINE_READ, CONFINE_WRITE };

/* Of all rules whose path leads to a file the one with the longest path decides; what none leads to
 * is hidden. Starts as {0}. Once made it is only read, by any number of threads. */
struct confinement {
    struct confine_rule {
        char *path; /* absolute, without links */
        enum confine_access access;
    } * rules;
    size_t count;
};

/* Adds a rule for what the path names now, links followed; a path that names nothing is passed
 * over. A later rule for the same path takes the place of the earlier one. False when memory ran
 * out. */
bool confine_add(struct confinement *confinement, enum confine_access access, const char *path);

/* A copy, to add more rules to: what one run may touch beyond what all may. */
bool confine_copy(const struct confinement *from, struct confinement *to);
void confine_free(struct confinement *confinement);

/*
 * The walls are the kernel's, and not every machine grants each of them:
 *
 * - files: the rules above; and no process outside can be traced, nor its memory, environment or
 *   descriptors be read from /proc, not even by root (Landlock, Linux 5.13);
 * - signals: none can be sent to a process outside, such as vigil (Landlock, Linux 6.12, or
 *   processes);
 * - processes: only its own are seen, and all of them are dead once the first is (a PID namespace,
 *   as root or in a user namespace).
 *
 * In any case no program gains rights by being run (no_new_privs).
 */
enum confine_wall { CONFINE_FILES = 1, CONFINE_SIGNALS = 2, CONFINE_PROCESSES = 4 };

/* Those that this machine grants; found out once, by trying. */
unsigned confine_walls(void);

/* One sentence on what is missing of them and what follows from that, without a line end; nothing
 * where all stand. "targets may send signals to vigil: …" */
void confine_lacks(struct buffer *into);

/* For tests: as on a machine that grants no more than these. */
void confine_pretend(unsigned walls);

#endif
