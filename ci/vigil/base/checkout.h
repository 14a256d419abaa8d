/* checkout.h -- one commit's files, laid out in a repository of their own */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_CHECKOUT_H
#define VIGIL_BASE_CHECKOUT_H

#include <stdbool.h>

#include "fault.h"

/*
 * Lays the commit out in `into`, a directory that does not exist yet. `into` becomes a repository
 * of its own that borrows the objects of `source`, not a work tree of `source`: that would be
 * recorded there, and the record would stay behind if vigil were killed. Nothing is written to
 * `source`. HEAD is the commit, for builds that ask git what they build.
 *
 * A submodule is laid out the same way from the copy that `source` has of it. A submodule that was
 * never fetched there stays an empty directory, as it is for whoever builds in `source`. It is a
 * fault when a submodule was fetched and lacks the commit.
 */
bool checkout_make(const char *source, const char *commit, const char *into, double seconds,
                   struct fault *fault);

/*
 * Lays the commit out where checkout_make laid out another one, and a build was let loose since.
 * Files that are as the commit has them are not written anew; files that it does not have stay.
 * What the build left in the repository there is not believed, since git would run programs that
 * the repository names: a new one takes its place. Submodules are left as they are.
 */
bool checkout_renew(const char *source, const char *commit, const char *into, double seconds,
                    struct fault *fault);

/* Removes the directory with all that a build left in it, also where that may not be written to.
 * What cannot be removed is moved to WORK/stale; the next call tries to remove it again. */
void checkout_discard(const char *work, const char *path);

#endif
