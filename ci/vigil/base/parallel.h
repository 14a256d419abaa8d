/* parallel.h -- a loop over threads */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_PARALLEL_H
#define VIGIL_BASE_PARALLEL_H

#include <stddef.h>

typedef void parallel_body(void *context, size_t item);

/*
 * Calls body(context, i) once for each i below `count`, in order, as many at a time as `jobs` says;
 * the calling thread is one of them. Returns when all have ended. Where no more threads are to be
 * had it is slower, and does the same. After process_interrupt() no further item is begun.
 */
void parallel_each(size_t count, size_t jobs, parallel_body *body, void *context);

#endif
