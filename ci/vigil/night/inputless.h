/* inputless.h -- (private) crashes that no input shows: that the target ended its runs, so often */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_INPUTLESS_H
#define VIGIL_NIGHT_INPUTLESS_H

#include <stdbool.h>

#include "ledger.h"
#include "triage/campaign.h"

/* Tells the ledger of those variants of the target that no input shows what tonight's campaign
 * says: that they are gone, where the target was fuzzed for its share by another build than
 * crashed, and left in no run; else why that is not known. A variant that was seen again says it
 * itself. */
void inputless_judge(struct ledger *ledger, const struct campaign *campaign);

#endif
