/* contender.h -- who reads the texts: libfuseau, and what a user would pick instead */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_CONTENDER_H
#define FUSEAU_BENCH_CONTENDER_H

#include "sample.h"

enum { CONTENDERS = 5 }; /* libfuseau comes first, its peers behind it */

struct contender {
    const char *name;
    const char *call;    /* what is timed */
    int32_t nanoseconds; /* the finest it can tell apart; what is finer is not asked of it */

    /* Read the first `count` texts into `out`. */
    void (*read)(const struct sample *sample, size_t count, struct reading *out);
    const char *(*version)(void);
};

extern const struct contender contenders[CONTENDERS];

/* What is made once and used by every call, such as ICU's formatters. False: it cannot be had. */
bool contenders_open(void);
void contenders_close(void);

#endif
