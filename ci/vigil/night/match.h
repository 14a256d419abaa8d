/* match.h -- (private) which crash a signature belongs to, of those that the ledger has */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_NIGHT_MATCH_H
#define VIGIL_NIGHT_MATCH_H

#include <stdbool.h>

#include "store/store.h"

/* What is known of this night. */
struct match_night {
    struct store *store;
    const char *date;
    /* Whether it was shown that the variant is mended. */
    bool (*is_gone)(const void *context, const char *variant);
    const void *context;
};

struct match {
    struct signature signature;   /* as it is to be known: told apart, where its key is another's */
    bool known;                   /* there is a variant with this very signature: */
    struct store_variant variant; /* it */
    char crash[17];               /* the crash it belongs to, or joins; "": none, it is a new one */
    bool by_place;                /* it joins only for the line that it broke at */
};

/*
 * The variant `own`, which is being renamed, is not another: "" or its id. In this order:
 *
 * 1. The variant that has this very signature.
 * 2. The crash that broke this night at the same line of the same function, in whatever variant:
 * the night has one build, and this makes one crash of any number of ways. Not one of which this
 *    night showed already that it is mended.
 * 3. The crash whose first variant is similar. Only the first is compared: similarity is not
 *    transitive, and through its other variants a crash would swallow one crash after another.
 */
bool match_find(const struct match_night *night, const struct signature *signature, const char *own,
                struct match *match, struct fault *fault);

/* The crash whose first variant is similar, as in 3; "": none. */
bool match_similar(struct store *store, const struct signature *signature, char crash[17],
                   struct fault *fault);

#endif
