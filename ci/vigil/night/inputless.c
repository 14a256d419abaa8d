/* SPDX-License-Identifier: MIT */
#include "inputless.h"

#include <stdlib.h>

#include "store/control.h"
#include "triage/companions.h"

/* Why tonight's campaign does not prove that the target leaves no more; NULL: it does. */
static const char *doubt(const struct ledger *ledger, const struct campaign *campaign,
                         const struct store_variant *variant, struct target *control)
{
    if (campaign->share <= 0 || campaign->executions == 0 || campaign->end != CAMPAIGN_FINISHED) {
        return "the target was not fuzzed for its share";
    }
    if (!control_find(ledger->state, variant->control, campaign->target, control)) {
        return "the build that crashed is lost";
    }
    /* Where the program is the same, silence says that the crash is rare, not that it is mended. */
    return companions_same_target(control, campaign->target)
               ? "the tip is the very build that crashed"
               : NULL;
}

void inputless_judge(struct ledger *ledger, const struct campaign *campaign)
{
    struct store_variant *variants = NULL;
    size_t count = 0;
    struct fault fault = {""};
    struct target *control = calloc(1, sizeof *control);
    bool done =
        control != NULL && ledger_past(ledger, campaign->target->name, &variants, &count, &fault);
    for (size_t i = 0; done && i < count; i++) {
        const struct store_variant *variant = &variants[i];
        if (variant->mended || !variant->inputless) {
            continue;
        }
        (void)pthread_mutex_lock(&ledger->lock);
        const struct ledger_tally *tally = ledger_tally(ledger, variant->id);
        bool seen = tally != NULL && tally->times > 0;
        (void)pthread_mutex_unlock(&ledger->lock);
        const char *why = seen ? NULL : doubt(ledger, campaign, variant, control);
        if (why != NULL) {
            ledger_unsure(ledger, variant, why);
        } else if (!seen) {
            ledger_gone(ledger, variant, campaign->runs);
        }
    }
    free(variants);
    free(control);
    ledger_trouble_if_any(ledger, &fault);
}
