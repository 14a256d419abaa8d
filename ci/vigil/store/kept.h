/* kept.h -- a crash as its files keep it: what a night or a gate found, to be read again later */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_STORE_KEPT_H
#define VIGIL_STORE_KEPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/files.h"
#include "base/span.h"
#include "triage/crash.h"

/* Further inputs that are kept beside those that a crash is shown with; their bytes in all. */
#define KEPT_MORE  6
#define KEPT_BYTES ((size_t)4 << 20)

/*
 * Keeps a crash in a directory of its own, which is made where it is missing. The files are:
 *
 * - input: what was found.
 * - minimized: the least that crashes so, which may be empty; the input where nothing smaller is
 *   known.
 * - marks: on which bytes of it the crash depends; only where that is known.
 * - runs: "3 of 4", in place of input and minimized, where no input shows it.
 * - target: the target's name.
 * - unstudied: empty; there where there was no time left to study it to its end.
 * - report.txt: what was printed; the last to be written, so with it the directory is whole.
 * - more/00000007-0123456789abcdef.TARGET: further inputs that crashed so, the newest last, each
 *   with a hash of its bytes and the target that it was for. KEPT_MORE and KEPT_BYTES at most.
 * - crash: the id of the crash that it is another way of; only where it is one.
 */
bool kept_write(const struct crash *crash, const char *directory, struct fault *fault);

/* A crash from such files, of a target as it is now and with the signature it is known by; marks
 * only where they fit what was minimised. Its reproducibility is the caller's to say. False, with a
 * fault, when one of input, minimized and report.txt cannot be read or the report tells of no
 * crash. *crash is to be freed in any case. */
bool kept_read(const struct target *target, const char *directory,
               const struct signature *signature, struct crash *crash, struct fault *fault);

/* Adds a further input of this target, where it is not among those of the directory already. The
 * oldest give way. One that is larger than all may be together is not kept, which is no fault. */
bool kept_add(const char *directory, const char *target, struct span input, struct fault *fault);

/* Adds what the crash is shown with to the further inputs, so that another may take its place. */
bool kept_put_aside(const char *directory, struct fault *fault);

/* Adds the paths of all inputs of this target to the list: minimized, then input where it differs,
 * then the further ones, newest first. Of those that are not there nothing is added. */
bool kept_list(const char *directory, const char *target, struct file_list *list,
               struct fault *fault);

/* Whether the directory has further inputs of this target. */
bool kept_has_more(const char *directory, const char *target);

/* Notes that it is not studied; kept_write takes that back, but for a crash that is unfinished. */
bool kept_set_unstudied(const char *directory, struct fault *fault);
bool kept_is_unstudied(const char *directory);

/* Notes that this is another way of that crash; "": it is a crash of its own. */
bool kept_set_crash(const char *directory, const char *crash, struct fault *fault);
/* Its crash's id, as noted; "" where none is. */
void kept_crash(const char *directory, char crash[17]);

#endif
