/* rfc3339_contender.h -- who reads the texts: libfuseau, and what a user would pick instead */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_RFC3339_CONTENDER_H
#define FUSEAU_BENCH_RFC3339_CONTENDER_H

#include "measure.h"
#include "rfc3339_sample.h"

enum { READERS = 5 }; /* libfuseau comes first, its peers behind it */

struct reader {
    struct contender contender;
    int32_t nanoseconds; /* the finest it can tell apart; what is finer is not asked of it */

    /* Read the first `count` texts into `out`. */
    void (*read)(const struct sample *sample, size_t count, struct reading *out);
};

extern const struct reader readers[READERS];

/* What is made once and used by every call, such as ICU's formatters. False: it cannot be had. */
bool readers_open(void);
void readers_close(void);

#endif
