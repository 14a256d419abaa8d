/* enclose.h -- a program with process numbers, a /proc and mounts of its own, and its end passed on
 */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_ENCLOSE_H
#define VIGIL_BASE_ENCLOSE_H

#include <stdbool.h>

#include "mounts.h"
#include "rules.h"

/*
 * In a child of vigil's, after fork: makes a PID namespace and a mount namespace, as root directly,
 * else in a user namespace in which the child has the user and group it has outside. There are
 * three processes then:
 *
 *     the child        stays outside, and ends as the program does: with its status, by its signal
 *     the first        number 1 inside; passes SIGTERM on to the program's group and SIGUSR1 to the
 *                      program, reaps what ends, and is killed when the child dies. With it all
 *                      others inside die
 *     the program's    in which alone this function returns, true, in a session of its own
 *
 * The program has the number inside that the child has outside: many targets write to
 * /tmp/libfuzzer.PID, and if all had the number 2 there, two that run at a time would meet in one
 * file. What it sees of the machine's files is mounts.h's.
 *
 * `own_user` says whether there is a user namespace. False, with errno, where the kernel refuses,
 * in whichever of the first two it happened; the caller ends it then.
 */
bool enclose(const struct confinement *confinement, struct mounts *mounts, bool *own_user);

/* What no program needs that is built, tested or fuzzed, and with which one that runs as root could
 * reach around its walls: taken away with the next exec. Between fork and exec. */
void enclose_drop_rights(void);

#endif
