/* mounts.h -- the files of the machine as a program in a mount namespace of its own sees them */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_MOUNTS_H
#define VIGIL_BASE_MOUNTS_H

#include <stdbool.h>

#include "files.h"
#include "rules.h"

/* What vigil makes ready before it forks: a copy of a process with threads must not allocate, for
 * its memory's locks may be held by a thread that it does not have. */
struct mounts {
    struct mounts_place *places;
    size_t count;
    struct file_list agents; /* to be covered */
};
/* False when memory ran out, or /tmp cannot be read. Starts as nothing; to be freed in any case. */
bool mounts_prepare(const struct confinement *confinement, struct mounts *mounts);
void mounts_free(struct mounts *mounts);

/*
 * In the first process of a PID namespace, whose mount namespace is new too, and before it is
 * restricted in any other way:
 *
 * - /proc is mounted anew and shows this namespace;
 * - what is hidden is not there: a directory is empty, but for what rules show again in it. What
 *   may only be read is mounted so. Landlock alone leaves to everybody to change the mode, the
 *   owner and the time of a file that is his, and to cut it short before Linux 6.2;
 * - doors through which a program could have another one started outside, such as a session bus or
 *   Docker's socket, are covered, unless a rule names what lies behind.
 *
 * A path whose rule says something else than the one above it is a mount of its own; a file cannot
 * be renamed from one mount to another (EXDEV), only be copied. False, with errno, where the kernel
 * refuses.
 */
bool mounts_make(const struct confinement *confinement, struct mounts *mounts);

/* After that: what in /proc and /sys is of the whole machine can only be read from now on. */
void mounts_protect_machine(void);

#endif
