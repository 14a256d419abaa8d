/* zone_open.h -- what opening every zone of the system takes: time, and memory */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_ZONE_OPEN_H
#define FUSEAU_BENCH_ZONE_OPEN_H

#include "measure.h"
#include "zone_contender.h"

enum { OPENING_ROUNDS = 15 };

struct opening {
    size_t zones;
    struct table table;            /* of one row: ns a zone, opened and asked for one offset */
    size_t bytes[CONTENDERS_MAX];  /* that malloc gave and got not back, all zones being open */
    size_t stated[CONTENDERS_MAX]; /* what the keeper says they take; 0 if it says nothing */
};

/*
 * Open all zones, each time in a process of its own, since most keep what they have once read.
 * False: memory runs out, or there are no files, or somebody could not open them.
 */
bool opening_measure(struct bench *bench, struct opening *opening);

#endif
