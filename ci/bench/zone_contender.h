/* zone_contender.h -- who keeps the zones: libfuseau, and what a user would pick instead */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_ZONE_CONTENDER_H
#define FUSEAU_BENCH_ZONE_CONTENDER_H

#include "measure.h"
#include "zone_sample.h"

/* libfuseau comes first, its peers behind it, and last its built-in copy, if it has one. */
enum { KEEPER_PEERS = 4, KEEPERS_MAX = 1 + KEEPER_PEERS + 1 };

struct keeper {
    struct contender contender;

    /*
     * Open the zones named, so that those below can be asked; NULL if that cannot be. A zone that
     * a peer does not know is UTC to it.
     */
    void *(*open)(const char *const *names, size_t count);
    void (*close)(void *zones, size_t count);

    /* The offset in seconds at each instant. */
    void (*offsets)(void *zones, const struct questions *questions, size_t count, int32_t *out);

    /* When clocks show each local time: the earlier in a fold, in a gap by the offset before it. */
    void (*instants)(void *zones, const struct questions *questions, size_t count, int64_t *out);

    /* What clocks show at each instant, and the offset. */
    void (*civils)(void *zones, const struct questions *questions, size_t count, struct civil *out);

    /* The bytes that it says the zones take; NULL: it does not say. */
    size_t (*stated)(void *zones, size_t count);
};

extern const struct keeper keepers[KEEPERS_MAX];

/* Without the last where libfuseau was built without zones. */
size_t keepers_count(void);

#endif
