/* plug.h -- peers whose sources are not here: libraries of a directory that is given by hand */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_PLUG_H
#define FUSEAU_BENCH_PLUG_H

#include "rfc3339_contender.h"
#include "zone_contender.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * What a libbench_NAME.so defines: its form, and a reader of texts, a keeper of zones or both. It
 * is compiled with this directory's headers; the form tells whether these have changed since.
 */
#define BENCH_FORM  (sizeof(struct reader) + sizeof(struct keeper) * 1000 + (size_t)CALLS * 1000000)
#define BENCH_SHOWN __attribute__((visibility("default"))) /* also where all else is hidden */
BENCH_SHOWN extern const size_t bench_form;                /* BENCH_FORM */
BENCH_SHOWN extern const struct reader bench_reader;
BENCH_SHOWN extern const struct keeper bench_keeper;

/* Load all of the directory. False: somebody cannot be loaded, and why is said. */
bool plug_open(const char *directory);

/* What those that were loaded define, in the order of their names; NULL: there are no more. */
const struct reader *plug_reader(size_t number);
const struct keeper *plug_keeper(size_t number);

#ifdef __cplusplus
}
#endif
#endif
