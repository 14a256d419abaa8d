/* SPDX-License-Identifier: MIT */
/* Which variants are one crash, once the night has seen them all. */
#include "ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/list.h"
#include "base/progress.h"
#include "store/kept.h"

struct regroup {
    struct ledger *ledger;
    struct store_crash *crashes;
    size_t crash_count;
    struct store_variant *variants; /* of all crashes, oldest first */
    size_t count;
    bool failed;
};

static bool take_variant(void *context, const struct store_variant *variant)
{
    struct regroup *regroup = context;
    struct store_variant *taken =
        list_add(&regroup->variants, &regroup->count, sizeof *regroup->variants);
    regroup->failed = taken == NULL;
    if (taken != NULL) {
        *taken = *variant;
    }
    return taken != NULL;
}

static bool was_seen(const struct regroup *regroup, const struct store_variant *variant)
{
    const struct ledger_tally *tally = ledger_tally(regroup->ledger, variant->id);
    return tally != NULL && tally->times > 0;
}

static bool is_gone(const struct regroup *regroup, const struct store_variant *variant)
{
    const struct ledger_tally *tally = ledger_tally(regroup->ledger, variant->id);
    return tally != NULL && (ledger_is_gone(tally) || tally->clean) && tally->times == 0;
}

static const struct store_crash *crash_of(const struct regroup *regroup, const char *id)
{
    for (size_t i = 0; i < regroup->crash_count; i++) {
        if (strcmp(regroup->crashes[i].id, id) == 0) {
            return &regroup->crashes[i];
        }
    }
    return NULL;
}

/* Notes beside the files what the store has been told, for a night that has lost the store. */
static bool note_crash(const struct ledger *ledger, const char *variant, const char *crash,
                       struct fault *fault)
{
    char directory[PATH_SIZE];
    return ledger_directory(ledger, variant, directory, fault) &&
           files_make_directory(directory, fault) && kept_set_crash(directory, crash, fault);
}

/* Ways of one crash that arrived at one time, in targets that run side by side. */

struct joining {
    struct ledger *ledger;
    const char *crash, *other;
};

static bool write_join(void *context, struct fault *fault)
{
    const struct joining *joining = context;
    return store_join(joining->ledger->store, joining->crash, joining->other, fault);
}

static bool join(struct regroup *regroup, const char *crash, const char *other, struct fault *fault)
{
    struct joining joining = {regroup->ledger, crash, other};
    bool done = store_transaction(regroup->ledger->store, write_join, &joining, fault);
    for (size_t i = 0; done && i < regroup->count; i++) {
        struct store_variant *variant = &regroup->variants[i];
        if (strcmp(variant->crash, crash) == 0) {
            done = note_crash(regroup->ledger, variant->id, other, fault);
        }
    }
    return done;
}

/* Whether nobody was told of it yet. */
static bool is_unsaid(const struct store_crash *crash)
{
    return crash != NULL && crash->issue == 0 && !crash->pending && !crash->digested;
}

/* The older of the two takes the other in, unless only the other has an issue. */
static bool join_pair(struct regroup *regroup, const struct store_variant *older,
                      const struct store_variant *younger, bool *joined, struct fault *fault)
{
    const struct store_crash *one = crash_of(regroup, older->crash);
    const struct store_crash *two = crash_of(regroup, younger->crash);
    *joined = one != NULL && two != NULL && one != two && !one->declined && !two->declined &&
              (is_unsaid(one) || is_unsaid(two)) && was_seen(regroup, younger);
    if (!*joined) {
        return true;
    }
    return is_unsaid(two) ? join(regroup, two->id, one->id, fault)
                          : join(regroup, one->id, two->id, fault);
}

static bool read_all(struct regroup *regroup, struct fault *fault)
{
    struct store *store = regroup->ledger->store;
    free(regroup->crashes);
    free(regroup->variants);
    regroup->crashes = NULL;
    regroup->variants = NULL;
    regroup->crash_count = regroup->count = 0;
    return store_list_crashes(store, regroup->ledger->night, &regroup->crashes,
                              &regroup->crash_count, fault) &&
           store_each_variant(store, NULL, take_variant, regroup, fault) &&
           (!regroup->failed || fault_set(fault, "out of memory"));
}

/* Joins one pair; *any says whether there was one. What was read is then out of date. */
static bool join_any(struct regroup *regroup, bool *any, struct fault *fault)
{
    bool done = true;
    *any = false;
    for (size_t i = 0; done && !*any && i < regroup->count; i++) {
        const struct store_variant *older = &regroup->variants[i];
        bool seen = was_seen(regroup, older);
        for (size_t j = i + 1; seen && done && !*any && j < regroup->count; j++) {
            const struct store_variant *younger = &regroup->variants[j];
            if (signature_one_place(&older->signature, &younger->signature)) {
                done = join_pair(regroup, older, younger, any, fault);
            }
        }
    }
    return done;
}

/* What is left of a crash whose own ways are mended. */

struct splitting {
    struct ledger *ledger;
    const char *crash;
    struct store_variant *left; /* the gravest first */
    size_t count;
};

/* Picks the variants that are left. False where the crash is to stay as it is. */
static bool pick_left(const struct regroup *regroup, const char *crash, struct splitting *splitting)
{
    bool own = false, seen = false;
    for (size_t i = 0; i < regroup->count; i++) {
        const struct store_variant *variant = &regroup->variants[i];
        if (strcmp(variant->crash, crash) != 0) {
            continue;
        }
        bool gone = is_gone(regroup, variant);
        if (!variant->by_place && !gone) {
            return false;
        }
        own = own || !variant->by_place;
        seen = seen || was_seen(regroup, variant);
        if (!gone) {
            struct store_variant *left = splitting->left, *taken = &left[splitting->count++];
            *taken = *variant;
            if (taken->signature.severity > left[0].signature.severity) {
                struct store_variant gravest = *taken;
                *taken = left[0];
                left[0] = gravest;
            }
        }
    }
    return own && seen;
}

static bool write_split(void *context, struct fault *fault)
{
    const struct splitting *splitting = context;
    const struct ledger *ledger = splitting->ledger;
    char now[CLOCK_SIZE];
    clock_now(now);
    return store_split(ledger->store, ledger->night, splitting->crash, splitting->left,
                       splitting->count, now, fault);
}

static bool split(struct regroup *regroup, const struct store_crash *crash, struct fault *fault)
{
    struct splitting splitting = {
        .ledger = regroup->ledger,
        .crash = crash->id,
        .left = calloc(regroup->count + 1, sizeof *splitting.left),
    };
    if (splitting.left == NULL) {
        return fault_set(fault, "out of memory");
    }
    bool done = true;
    if (!crash->declined && !crash->pending && pick_left(regroup, crash->id, &splitting)) {
        progress_say("%s: %s: mended, and another way to the same line is not", crash->target,
                     crash->title);
        done = store_transaction(regroup->ledger->store, write_split, &splitting, fault);
        for (size_t i = 0; done && i < splitting.count; i++) {
            done = note_crash(regroup->ledger, splitting.left[i].id,
                              i == 0 ? "" : splitting.left[0].id, fault);
        }
    }
    free(splitting.left);
    return done;
}

/* Only a crash that others joined for their place alone has something to be left of it. */
static bool is_first_by_place(const struct regroup *regroup, size_t at)
{
    const struct store_variant *variants = regroup->variants;
    for (size_t i = 0; variants[at].by_place && i < at; i++) {
        if (variants[i].by_place && strcmp(variants[i].crash, variants[at].crash) == 0) {
            return false;
        }
    }
    return variants[at].by_place;
}

bool ledger_regroup(struct ledger *ledger, struct fault *fault)
{
    struct regroup regroup = {.ledger = ledger};
    bool any = true, done = true;
    while (done && any) {
        done = read_all(&regroup, fault) && join_any(&regroup, &any, fault);
    }
    for (size_t i = 0; done && i < regroup.count; i++) {
        const struct store_crash *crash =
            is_first_by_place(&regroup, i) ? crash_of(&regroup, regroup.variants[i].crash) : NULL;
        done = crash == NULL || split(&regroup, crash, fault);
    }
    free(regroup.crashes);
    free(regroup.variants);
    return done;
}
