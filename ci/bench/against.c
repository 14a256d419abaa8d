/* against.c -- the library of another revision, beside this tree's in one program */
/* SPDX-License-Identifier: MIT */
#include "against.h"

#if BENCH_AGAINST

/* What rfc3339_libfuseau.c and zone_libfuseau.c define is named so in the other revision's. */
extern const struct reader against_libfuseau_reader;
extern const struct keeper against_libfuseau_keeper;

static const struct reader *const reader = &against_libfuseau_reader;
static const struct keeper *const keeper = &against_libfuseau_keeper;

#else

static const struct reader *const reader = NULL;
static const struct keeper *const keeper = NULL;

#endif

const struct reader *against_reader(void)
{
    return reader;
}

const struct keeper *against_keeper(void)
{
    return keeper;
}
