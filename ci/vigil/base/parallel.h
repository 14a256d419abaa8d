/* parallel.h -- a loop over threads */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_PARALLEL_H
#define VIGIL_BASE_PARALLEL_H

#include <stddef.h>

typedef void parallel_body(void *context, size_t item);

/*
 * Calls body(context, i) once for each i below `count`. The calls begin in order, and at most
 * `jobs` of them run at a time: on the calling thread, which is one of the `jobs`, and on threads
 * that end before this returns. Where a thread cannot be had there are fewer of them and the loop
 * takes longer. After process_interrupt() no further call begins.
 */
void parallel_each(size_t count, size_t jobs, parallel_body *body, void *context);

#endif
