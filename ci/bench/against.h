/* against.h -- the library of another revision, beside this tree's in one program */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_AGAINST_H
#define FUSEAU_BENCH_AGAINST_H

#include "rfc3339_contender.h"
#include "zone_contender.h"

/* NULL: the program was built without one. */
const struct reader *against_reader(void);
const struct keeper *against_keeper(void);

#endif
