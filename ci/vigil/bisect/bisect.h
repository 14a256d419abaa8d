/* bisect.h -- pure: which commit is the first that crashes, found by asking about single ones */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BISECT_BISECT_H
#define VIGIL_BISECT_BISECT_H

#include <stddef.h>

enum bisect_answer {
    BISECT_BAD = 1,     /* it crashes with the same signature */
    BISECT_GOOD,        /* the target is there and runs the input without that crash */
    BISECT_NO_TARGET,   /* it builds, and the target is not among what it built */
    BISECT_UNBUILDABLE, /* it does not build, or says nothing of this crash: its target dies
                           otherwise or cannot be run */
    BISECT_STOP,        /* no time is left, or nothing can be asked any more */
};

enum bisect_end {
    BISECT_FOUND,            /* `bad` is the first, `good`, its parent, was asked and is good */
    BISECT_RANGE,            /* all between `good`, which is good or lacks the target, and `bad` are
                                unbuildable; where there is no `good`, each older one that was
                                asked about is unbuildable */
    BISECT_PREDATES_TARGET,  /* `bad` crashes, and its parent has no such target */
    BISECT_PREDATES_HISTORY, /* `bad`, the oldest commit there is, crashes */
    BISECT_OUT_OF_BUDGET,    /* `bad` and `good` are the nearest so far; either may be none */
    BISECT_NOT_AT_TIP,       /* the newest, built anew, does not crash */
    BISECT_CANNOT,           /* the newest cannot be built or asked */
};

struct bisect {
    enum bisect_end end;
    size_t bad, good; /* counted from the newest, 0; count: none was found */
    unsigned questions;
};

/*
 * Commits 0 (the newest) to count-1 (the oldest), in a line. Asks about the newest, then goes back
 * 1, 2, 4, … until one is good or has no target, then halves: for a cause that is d commits old
 * about 2 log2(d) questions. One that cannot be built is passed by: the next question is about the
 * middle of the longest stretch that was not asked about yet, which steps out of a broken week at
 * once. Never asks about the same commit twice.
 *
 * Nothing is assumed of the commits that were not asked about. So of a bug that came, went and came
 * back it finds one of the arrivals: whatever the history, FOUND means that these two commits were
 * asked about and are neighbours.
 */
typedef enum bisect_answer bisect_ask(void *context, size_t commit);
void bisect_run(size_t count, bisect_ask *ask, void *context, struct bisect *result);

#endif
