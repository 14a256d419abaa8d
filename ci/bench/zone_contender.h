/* zone_contender.h -- who keeps the zones: libfuseau, and what a user would pick instead */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_ZONE_CONTENDER_H
#define FUSEAU_BENCH_ZONE_CONTENDER_H

#include "measure.h"
#include "zone_sample.h"

/* What it has no call for is NULL; without `open`, so is whatever asks opened zones. */
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

    /*
     * When clocks show each local time: the earlier in a fold, in a gap by the offset before it.
     * The local time comes in the contender's own form, or as seconds since 1970.
     */
    void (*instants)(void *zones, const struct questions *questions, size_t count, int64_t *out);
    void (*instants_of_seconds)(void *zones, const struct questions *questions, size_t count,
                                int64_t *out);

    /* What clocks show at each instant, and the offset. */
    void (*civils)(void *zones, const struct questions *questions, size_t count, struct civil *out);

    /*
     * 1 where the name gives the zone that was opened by it, 0 where not. Whatever is to be
     * released for that is.
     */
    void (*by_name)(void *zones, const struct questions *questions, size_t count, uint8_t *out);

    /*
     * The instants of RFC 9557 texts, the zone being looked up by the name in the text and the
     * offset checked against it; INT64_MIN where a text is refused.
     */
    void (*zoned)(void *zones, const struct questions *questions, size_t count, int64_t *out);

    /* The dates of day numbers. */
    void (*dates)(const int32_t *day_numbers, size_t count, struct civil *out);

    /* The bytes that it says the zones take; NULL: it does not say. */
    size_t (*stated)(void *zones, size_t count);
};

/* Everybody, in the order of struct bench; last is libfuseau's built-in copy, if it has one. */
extern const struct keeper *keepers[CONTENDERS_MAX];

/* Say in `bench` who there is. */
void keepers_line_up(struct bench *bench);

#endif
