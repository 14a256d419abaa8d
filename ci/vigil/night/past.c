/* SPDX-License-Identifier: MIT */
/* What former nights left in the ledger. */
#include "ledger.h"

#include <string.h>

#include "base/list.h"
#include "store/kept.h"

/* Ends a call that took the lock. A fault means that the call failed, which is a trouble. */
static void unlock(struct ledger *ledger, const struct fault *fault)
{
    (void)pthread_mutex_unlock(&ledger->lock);
    if (fault->text[0] != '\0') {
        ledger_trouble(ledger, fault);
    }
}

bool ledger_known(struct ledger *ledger, const struct signature *signature,
                  struct store_variant *variant)
{
    struct fault fault = {""};
    bool found = false;
    (void)pthread_mutex_lock(&ledger->lock);
    bool done = store_find_variant(ledger->store, signature->key, variant, &found, &fault);
    unlock(ledger, &fault);
    return done && found;
}

void ledger_set_control(struct ledger *ledger, const struct signature *signature,
                        const char *control)
{
    struct fault fault = {""};
    (void)pthread_mutex_lock(&ledger->lock);
    (void)store_set_control(ledger->store, signature->id, control, &fault);
    unlock(ledger, &fault);
}

struct past {
    const struct ledger *ledger;
    const char *target; /* NULL: all */
    struct store_variant *variants;
    size_t count;
    bool failed;
};

static bool is_of_target(const struct past *past, const struct store_variant *variant)
{
    char directory[PATH_SIZE];
    struct fault ignored;
    return past->target == NULL || strcmp(variant->target, past->target) == 0 ||
           (ledger_directory(past->ledger, variant->id, directory, &ignored) &&
            kept_has_more(directory, past->target));
}

static bool take_past(void *context, const struct store_variant *variant)
{
    struct past *past = context;
    if (!variant->declined && is_of_target(past, variant)) {
        struct store_variant *taken = list_add(&past->variants, &past->count, sizeof *taken);
        past->failed = taken == NULL;
        if (!past->failed) {
            *taken = *variant;
        }
    }
    return !past->failed;
}

bool ledger_past(struct ledger *ledger, const char *target, struct store_variant **variants,
                 size_t *count, struct fault *fault)
{
    struct past past = {.ledger = ledger, .target = target};
    (void)pthread_mutex_lock(&ledger->lock);
    bool done = store_each_variant(ledger->store, NULL, take_past, &past, fault) &&
                (!past.failed || fault_set(fault, "out of memory"));
    (void)pthread_mutex_unlock(&ledger->lock);
    *variants = past.variants;
    *count = past.count;
    return done;
}
