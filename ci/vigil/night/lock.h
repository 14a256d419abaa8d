/* lock.h -- (private) one at a time has a state directory: a night, or `vigil file` */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_LOCK_H
#define VIGIL_NIGHT_LOCK_H

#include <stdbool.h>

#include "base/fault.h"

/* Takes the lock of the directory, and notes there whose it is and since when. False, with a fault
 * that says who has it, where another process does. Closing *lock, or the end of the process, lets
 * it go; it is closed in any case where it is not below 0. */
bool night_lock(const char *state, const char *since, int *lock, struct fault *fault);

#endif
