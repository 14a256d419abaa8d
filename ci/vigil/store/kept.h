/* kept.h -- a crash as its files keep it: what a night or a gate found, to be read again later */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_STORE_KEPT_H
#define VIGIL_STORE_KEPT_H

#include <stdbool.h>

#include "base/fault.h"
#include "triage/crash.h"

/*
 * Keeps a crash in a directory of its own, which is made where it is missing:
 *
 *     input        what was found
 *     minimized    the least that crashes so, which may be empty; the input where nothing smaller
 * is known marks        on which bytes of it the crash depends; only where that is known target the
 * target's name report.txt   what was printed; the last to be written, so with it the directory is
 * whole
 */
bool kept_write(const struct crash *crash, const char *directory, struct fault *fault);

/* A crash from such files, of a target as it is now and with the signature it is known by; marks
 * only where they fit what was minimised. Its reproducibility is the caller's to say. False, with a
 * fault, when one of input, minimized and report.txt cannot be read or the report tells of no
 * crash. *crash is to be freed in any case. */
bool kept_read(const struct target *target, const char *directory,
               const struct signature *signature, struct crash *crash, struct fault *fault);

#endif
