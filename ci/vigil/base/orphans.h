/* orphans.h -- what a child leaves running: found, killed and reaped */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_ORPHANS_H
#define VIGIL_BASE_ORPHANS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * A process group is killed with one call, but a daemon leaves it: it forks, takes a session of its
 * own, and forks again. vigil is the subreaper of all it starts, so that such a process becomes its
 * child when the parent ends, and each run has a mark in its environment, by which its orphans are
 * told from those of a run that another thread is still watching:
 *
 *     VIGIL_RUN=5eedc0ffee123456-000042     the 42nd run of the vigil that drew this number
 *
 * A process without a mark (it made an environment of its own) is taken for its parent's run; where
 * that parent is gone too it dies when no run is left, at the latest when vigil ends. A vigil that
 * runs under another one writes its mark behind the other's.
 *
 * If vigil itself is killed by SIGKILL, its direct children die with it (PR_SET_PDEATHSIG), and a
 * guard, which is a second process of vigil's and does nothing else, kills every process with a
 * mark of that vigil, and what descends from one. Who has taken off the mark and left its parents
 * too escapes then.
 *
 * A program that is not trusted runs in a PID namespace besides, where the machine grants one
 * (enclose.h): nothing leaves that, and the kernel kills all that is in it once its first process
 * is dead. The marks and the guard are for the programs that are trusted, and for machines without:
 * many containers refuse namespaces. A cgroup would have to be killed by somebody, as by a guard,
 * and made where its file system is writable.
 */
#define ORPHANS_MARK_SIZE 128

/* For main, before there is a thread: from now on every child of this process is vigil's to end,
 * those excepted that it had before vigil was executed in it (`server & exec vigil …`). Without
 * this call only processes with a mark are touched, and a program may have children of its own. */
void orphans_begin(void);

/* Writes "VIGIL_RUN=…", which the next child is to have in its environment; returns its number. */
uint64_t orphans_mark(char mark[ORPHANS_MARK_SIZE]);

/* The run that the process says it is of, in the environment it was executed with; else what no run
 * has for a number. */
uint64_t orphans_run_of(pid_t pid);

/* fork(2), whose child counts as live until orphans_wait. */
pid_t orphans_fork(uint64_t run);

/* Waits for that child, which is known to be dead. False where its end cannot be known, since
 * something else has reaped it. */
bool orphans_wait(pid_t child, int *status);

/* Kills and reaps what ended runs left behind, whatever session it is in, until none of it is left;
 * in a storm of new ones it gives up after some seconds, and the next call goes on. Live runs are
 * left alone. May be called from several threads. */
void orphans_kill(void);

/* Reaps those that have died by themselves: cheap, for the time that a long run takes. */
void orphans_reap(void);

/* Starts the guard, before there is a thread; and sends it away when there is nothing left. */
void orphans_guard(void);
void orphans_dismiss(void);

#endif
