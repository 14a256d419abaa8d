/* SPDX-License-Identifier: MIT */
/* Timeouts and memory hogs: a crash that chance may have caused while other targets ran. */
#include <stdlib.h>
#include <string.h>

#include "base/process.h"
#include "base/progress.h"
#include "intake.h"
#include "night.h"
#include "triage/control.h"
#include "work.h"

static void confirm(struct night *night, const char *work, const struct target *target,
                    const struct store_variant *variant)
{
    char directory[PATH_SIZE], control[CONTROL_ID_SIZE];
    struct fault fault = {""};
    struct crash *crash = calloc(1, sizeof *crash);
    if (crash == NULL) {
        return;
    }
    progress_say("%s: %s: tried again, alone and with twice the limit", target->name,
                 variant->signature.title);
    if (ledger_load(&night->ledger, variant, target, crash, directory, &fault) &&
        triage_confirm(crash, work, &fault) &&
        control_keep(night->state, target, control, &fault)) {
        /* The limits differ, the crash is the same. */
        crash->signature = variant->signature;
        (void)ledger_enter(&night->ledger, crash, &variant->signature, control);
    }
    ledger_trouble_if_any(&night->ledger, &fault);
    crash_free(crash);
    free(crash);
}

static void revisit(struct night *night, const char *work, const struct store_variant *variant)
{
    struct fault fault = {""};
    const struct target *target = decide_target(&night->decide, variant->target);
    const struct ledger_tally *tally = ledger_tally(&night->ledger, variant->id);
    bool seen = tally != NULL && tally->times > 0;
    if (target == NULL || target->fault.text[0] != '\0' || !variant->studied) {
        return;
    }
    if (variant->reproducibility != UNCONFIRMED) {
        if (!seen) {
            struct intake intake = {&night->ledger, &night->options->settings, target, work};
            (void)intake_revisit(&intake, variant, &fault);
            ledger_trouble_if_any(&night->ledger, &fault);
        }
    } else if (seen || variant->replays == 0) {
        /* Without a replay: the night that it was found in was killed before it confirmed it. */
        confirm(night, work, target, variant);
    }
}

void night_confirm(struct night *night)
{
    char work[PATH_SIZE];
    struct store_variant *variants = NULL;
    size_t count = 0;
    struct fault fault = {""};
    bool done = path_make(work, &fault, "%s/work", night->state) &&
                files_make_directory(work, &fault) &&
                ledger_past(&night->ledger, NULL, &variants, &count, &fault);
    for (size_t i = 0; done && i < count && !process_interrupted(); i++) {
        if (variants[i].signature.class == CLASS_EXHAUSTION) {
            revisit(night, work, &variants[i]);
        }
    }
    free(variants);
    ledger_trouble_if_any(&night->ledger, &fault);
}
