/* checkout.h -- one commit's files, laid out in a repository of their own */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_CHECKOUT_H
#define VIGIL_BASE_CHECKOUT_H

#include <stdbool.h>

#include "fault.h"

/*
 * Lays the commit out in `into`, which is not there yet. Not as a work tree of `source`, which
 * would note it down and would have to be told when it is gone: as a repository of its own that
 * borrows the objects of `source` and writes nothing there, so that a kill leaves nothing behind
 * but files of ours. HEAD is the commit, for builds that ask git what they build.
 *
 * A submodule is laid out the same way from the copy that `source` has of it. One that was never
 * fetched there stays an empty directory, as it is for whoever builds in `source`; one that was,
 * and lacks the commit, is a fault.
 */
bool checkout_make(const char *source, const char *commit, const char *into, double seconds,
                   struct fault *fault);

/* Removes the directory whatever a build left in it, a directory that may not be written to among
 * it. What cannot be removed is moved to WORK/stale, which is tried again the next time. */
void checkout_discard(const char *work, const char *path);

#endif
