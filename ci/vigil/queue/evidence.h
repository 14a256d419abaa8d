/* evidence.h -- (private) a crash read from files that somebody else's machine wrote */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_EVIDENCE_H
#define VIGIL_QUEUE_EVIDENCE_H

#include <stdbool.h>

#include "base/fault.h"
#include "triage/target.h"
#include "triage/triage.h"
#include "verdict/verdict.h"

/* Whether it is a regular file, and no link to one. Absent is a fault unless `may_lack`. */
bool evidence_is_file(const char *path, bool may_lack, struct fault *fault);

/*
 * A crash from DIRECTORY/crashes/ID, which somebody else's machine wrote: directories and regular
 * files only, no links; a report that tells of a crash whose signature has this ID. *target is
 * filled in by its name alone. False, with a fault, otherwise. *crash is to be freed in any case.
 */
bool evidence_load(const char *directory, const struct verdict_crash *told, struct target *target,
                   struct crash *crash, struct fault *fault);

#endif
