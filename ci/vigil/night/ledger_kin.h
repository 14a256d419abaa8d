/* ledger_kin.h -- (private to ledger) which crash a signature belongs to */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_LEDGER_KIN_H
#define VIGIL_NIGHT_LEDGER_KIN_H

#include "ledger.h"

struct kinship {
    const struct signature *signature;
    char crash[17], variant[17]; /* the crash that this is another way of, and its like; "": none */
    char itself[17];             /* the crash that has this very signature */
};

/* `crash` is `itself` where that is known. */
bool ledger_find_kin(struct ledger *ledger, const struct signature *signature,
                     struct kinship *kinship, struct fault *fault);

/* A variant of the crash named, or of one named after it where that is "". Not studied. */
void ledger_describe(const struct crash *crash, const char *of, struct store_variant *variant);

/* The tracker may know a crash that the store does not: its database was lost. */
bool ledger_learn_issue(struct ledger *ledger, const char *crash, struct fault *fault);

/* What this night has seen of a variant. NULL when memory runs out, which is told. */
struct ledger_tally *ledger_tally_of(struct ledger *ledger, const char *variant, const char *crash);

/* As it may know that one which no replay shows was mended: its issue is closed. */
bool ledger_learn_mended(struct ledger *ledger, const char *crash, struct fault *fault);

#endif
