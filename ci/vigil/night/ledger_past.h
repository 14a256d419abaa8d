/* ledger_past.h -- the crashes that former nights knew of a target */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_LEDGER_PAST_H
#define VIGIL_NIGHT_LEDGER_PAST_H

#include <stdbool.h>
#include <stddef.h>

#include "ledger.h"

/* Those worth a look, oldest first. Starts as {0}. */
struct past {
    struct store_variant *variants;
    size_t count;
};

/* Of one target, or of all where `target` is NULL. What was declined is left out. Takes the
 * ledger's lock. */
bool past_load(struct past *past, struct ledger *ledger, const char *target, struct fault *fault);
void past_free(struct past *past);

#endif
