/* lock.h -- one process at a time tells the tracker of changes */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_LOCK_H
#define VIGIL_QUEUE_LOCK_H

#include "base/fault.h"

/*
 * The lock STATE/file.lock, made where it is missing. Whoever files holds it from before the
 * tracker is listed until all is filed: what a list lacks is then filed by nobody else. Where
 * another process holds the lock it is waited for, and that is said on standard error. -1, with a
 * fault, where the lock cannot be had; close() gives it back, and so does the end of the process.
 */
int queue_lock(const char *state, struct fault *fault);

#endif
