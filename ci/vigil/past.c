/* SPDX-License-Identifier: MIT */
#include "past.h"

#include <stdlib.h>
#include <string.h>

struct loading {
    struct past *past;
    struct ledger *ledger;
    const char *target;
    struct fault *fault;
    bool failed;
};

static bool take_variant(void *context, const struct store_variant *variant)
{
    struct loading *loading = context;
    struct past *past = loading->past;
    if (loading->target != NULL && strcmp(variant->target, loading->target) != 0) {
        return true;
    }
    struct store_variant *variants = realloc(past->variants, (past->count + 1) * sizeof *variants);
    if (variants == NULL) {
        loading->failed = true;
        return false;
    }
    past->variants = variants;
    variants[past->count++] = *variant;
    return true;
}

static bool take_crash(void *context, const struct store_crash *crash)
{
    struct loading *loading = context;
    if (!crash->declined && !store_each_variant(loading->ledger->store, crash->id, take_variant,
                                                loading, loading->fault)) {
        loading->failed = true;
    }
    return !loading->failed;
}

bool past_load(struct past *past, struct ledger *ledger, const char *target, struct fault *fault)
{
    struct loading loading = {past, ledger, target, fault, false};
    (void)pthread_mutex_lock(&ledger->lock);
    bool done = store_each_crash(ledger->store, ledger->night, take_crash, &loading, fault);
    (void)pthread_mutex_unlock(&ledger->lock);
    if (done && loading.failed && fault->text[0] == '\0') {
        fault_set(fault, "out of memory");
    }
    return done && !loading.failed;
}

void past_free(struct past *past)
{
    free(past->variants);
    past->variants = NULL;
    past->count = 0;
}
