/* landlock.h -- rules on files as the kernel enforces them on a process and all that it starts */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_LANDLOCK_H
#define VIGIL_BASE_LANDLOCK_H

#include <stdbool.h>

#include "rules.h"

/* What changed with each version of the interface, as far as it matters to whoever is told. */
enum landlock_version {
    LANDLOCK_NONE = 0,
    LANDLOCK_FILES = 1,    /* Linux 5.13 */
    LANDLOCK_REFER = 2,    /* 5.19: a file may be renamed from one directory to another at all */
    LANDLOCK_TRUNCATE = 3, /* 6.2: a file that may not be written can no longer be cut short */
    LANDLOCK_SCOPE = 6 /* 6.12: no signals to the outside, nor connections to abstract sockets */
};

/* The kernel's; found out once. */
unsigned landlock_version(void);

/* What is asked of it. */
struct landlock_wish {
    bool files, signals;
    bool covered; /* what the rules hide is covered by mounts, and read-only where they say so
                     (mounts.h): then nothing needs to be carved out of what is granted */
};

/*
 * The rules made ready for a child; a descriptor. -1, with errno, when there is none to be had,
 * which is ENOSYS where the kernel has nothing of what is asked for. Directories are listed anew
 * for each run, so that it sees what the last one made.
 *
 * Before Linux 5.19 no file could be renamed into another directory under any rules; a program that
 * may write everywhere, as a build may, is not restricted in files there.
 */
int landlock_ruleset(const struct confinement *confinement, struct landlock_wish wish);

/* Grants what the rules say of the path, which was mounted in the child after the descriptor was
 * made, and no more than they say of anything beneath. Between fork and exec. */
void landlock_grant(int ruleset, const struct confinement *confinement, const char *path);

/* Puts this process under the rules, for good. It has given up gaining rights before
 * (PR_SET_NO_NEW_PRIVS). Between fork and exec. */
bool landlock_enter(int ruleset);

#endif
