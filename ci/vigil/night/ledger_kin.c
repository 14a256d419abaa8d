/* SPDX-License-Identifier: MIT */
#include "ledger_kin.h"

#include "base/clock.h"
#include <stdio.h>
#include <string.h>

static bool is_kin(void *context, const struct store_variant *variant)
{
    struct kinship *kinship = context;
    if (strcmp(variant->id, kinship->signature->id) == 0) {
        memcpy(kinship->itself, variant->crash, sizeof kinship->itself);
        return false;
    }
    /* Being similar is not handed on: by its other ways a crash would swallow one after another. */
    bool is_first = strcmp(variant->id, variant->crash) == 0;
    if (is_first && kinship->crash[0] == '\0' &&
        signature_similar(&variant->signature, kinship->signature)) {
        memcpy(kinship->crash, variant->crash, sizeof kinship->crash);
        memcpy(kinship->variant, variant->id, sizeof kinship->variant);
    }
    return true;
}

bool ledger_find_kin(struct ledger *ledger, const struct signature *signature,
                     struct kinship *kinship, struct fault *fault)
{
    *kinship = (struct kinship){.signature = signature};
    if (!store_each_variant(ledger->store, NULL, is_kin, kinship, fault)) {
        return false;
    }
    if (kinship->itself[0] != '\0') {
        memcpy(kinship->crash, kinship->itself, sizeof kinship->crash);
    }
    return true;
}

void ledger_describe(const struct crash *crash, const char *of, struct store_variant *variant)
{
    memset(variant, 0, sizeof *variant);
    memcpy(variant->id, crash->signature.id, sizeof variant->id);
    memcpy(variant->crash, of[0] == '\0' ? crash->signature.id : of, sizeof variant->crash);
    variant->signature = crash->signature;
    (void)snprintf(variant->target, sizeof variant->target, "%s", crash->target->name);
    variant->tool = crash->report.tool;
    variant->replays = crash->replays;
    variant->reproduced = crash->reproduced;
    variant->reproducibility = crash->reproducibility;
}

static const struct tracker_issue *issue_of(const struct ledger *ledger, const char *crash)
{
    char marker[TRACKER_MARKER_SIZE];
    (void)snprintf(marker, sizeof marker, "crash:%s", crash);
    return outbox_find(ledger->outbox, marker);
}

bool ledger_learn_issue(struct ledger *ledger, const char *crash, struct fault *fault)
{
    const struct tracker_issue *issue = issue_of(ledger, crash);
    return issue == NULL || store_set_issue(ledger->store, crash, issue, fault);
}

bool ledger_learn_mended(struct ledger *ledger, const char *crash, struct fault *fault)
{
    const struct tracker_issue *issue = issue_of(ledger, crash);
    char now[32];
    clock_now(now);
    return issue == NULL || issue->open ||
           store_set_mended(ledger->store, crash, ledger->revision, now, fault);
}
