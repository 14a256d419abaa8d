/* inventory.h -- (private) what lies there and is not run, and what is not there any more */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_INVENTORY_H
#define VIGIL_NIGHT_INVENTORY_H

#include "ledger.h"
#include "triage/target.h"

/* A trouble for each file that looks like a target and is not taken; a note for what belongs to no
 * target: seed archives, dictionaries and options beside the targets, folders in the corpus. */
void inventory_unused(struct ledger *ledger, const struct target_list *targets,
                      const char *directory, const char *corpus);

/* A trouble for each target that is not there and whose crashes have open issues: nobody looks
 * whether they are mended. What another target shows too is looked at there. */
void inventory_vanished(struct ledger *ledger, const struct target_list *targets);

/* A note where the target's program has no sanitizer, or no symbols. */
void inventory_program(struct ledger *ledger, const struct target *target);

#endif
