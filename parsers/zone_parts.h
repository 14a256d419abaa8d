/* zone_parts.h -- (private) what a zone is made of */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_ZONE_PARTS_H
#define FUSEAU_ZONE_PARTS_H

#include <stdatomic.h>
#include <stdlib.h>

#include "timeline.h"
#include "zone.h"
#include "zone_cycle.h"

/*
 * The years that people ask about, in cells of equal length, a power of two of seconds, so short
 * that no cell has two changes: a cell answers alone. It knows the last 32 bits of the second of
 * its change, and where the types before and from it on stand, in bytes after the zone's first. In
 * a cell that has no change both are the same. A cell begins in 1970, so that in none of them the
 * 32 bits start anew.
 */
struct zone_cell {
    uint32_t change;
    uint16_t types[2];
};

struct zone_cells {
    const struct zone_cell *cells; /* from 1970 on; those of the years before stand before it */
    uint64_t size;                 /* how many there are from 1970 on; 0 where the changes crowd */
    uint32_t past;                 /* and how many before */
    uint32_t shift;
};

/*
 * Some 400 years after the last of a zone's transitions, by its rule: the changes of the half years
 * as zone_cycle.h has them. Where the rule never changes, both types are the same.
 */
struct zone_years {
    int64_t first;   /* when they begin */
    uint64_t length; /* seconds: the cycle's; 0 where the rule has no half years */
    const uint32_t *halves;
    int32_t offsets[2]; /* daylight and standard */
    uint16_t types[2];  /* as cells have them */
};

/* Without spans, clocks are so many seconds from UTC at the most: three days. */
#define ZONE_SPARSE_OFFSET (INT32_C(1) << 18)

/* What the clocks of some stretch of local time say of the instant. */
struct zone_span {
    uint16_t earlier; /* the types whose offsets give the candidates */
    uint16_t later;
    uint8_t kind; /* enum fuseau_local_kind */
};

/*
 * The owners of a zone. They stand in the zone, or, if a database's cache has the zone, in the
 * record that the cache has of it: there, whoever comes too late for the zone can still see that it
 * has no owners. Such a record is freed when zone and cache are both gone, by who is last.
 */
struct zone_owners {
    atomic_size_t count;
    atomic_uint gone; /* of the two below */
};

enum { ZONE_OWNERS_ZONE = 1, ZONE_OWNERS_CACHE = 2 };

/*
 * Before `rule_from` the transitions count, from it on the rule. What has no daylight saving rule
 * has a rule all the same, whose standard and daylight types are the same and which never changes.
 * The same with local time, from `local_rule_from` on. Before it, no local time meets two
 * transitions where all are farther apart than the greatest and the least offset; else what is
 * there is laid out in spans: two transitions may give and take the same hour, and up to three
 * offsets meet.
 *
 * What most people ask is answered by `instants`, `locals` and `years`, on which nothing else
 * depends. In `locals` a transition stands where the clock of its greater offset shows it, which is
 * where COMPATIBLE changes from the one to the other; a cell that has none knows of that whose gap
 * or fold begins in it, but which stands in the next.
 */
struct fuseau_zone {
    int64_t rule_from;
    struct timeline transitions;
    const uint16_t *type_after;                    /* by how many transitions have passed */
    const struct fuseau_local_type *rule_types[2]; /* standard, daylight */
    struct zone_cycle cycle;

    int64_t local_rule_from;
    int32_t greatest_offset;       /* of those in use */
    struct timeline local_changes; /* of the spans */
    const struct zone_span *spans; /* by how many local changes have passed; NULL: none needed */

    uint32_t type_count;
    char *designations;
    char *source; /* NULL: of no database */
    size_t memory;
    unsigned tolerated;         /* of the file */
    struct zone_owners *owners; /* its own, or those of a cache's record */
    struct zone_owners own;

    /* What is asked most stands close together. */
    int64_t local_first; /* from which local time on COMPATIBLE goes by the years */
    uint64_t local_length;
    struct zone_cells locals;
    struct zone_cells instants;
    struct zone_years years;
    struct fuseau_local_type types[];
};

#pragma GCC visibility push(hidden)

/* Lays out the local times of a zone that is otherwise made. False: no memory. */
bool zone_local_make(struct fuseau_zone *zone);

/*
 * Fills in `instants`, `locals` and `years` of a zone that is otherwise made, so far as its changes
 * allow. False: no memory.
 */
bool zone_cells_make(struct fuseau_zone *zone);

/* Says where a zone was read that nobody else has yet. False: no memory. */
bool zone_set_source(const struct fuseau_zone *zone, const char *source);

#pragma GCC visibility pop

/* ---- owners ---- */

/* The owners that the zone was given, or NULL if they are its own. */
static inline struct zone_owners *zone_shared_owners(const struct fuseau_zone *zone)
{
    return zone->owners != &zone->own ? zone->owners : NULL;
}

/*
 * Lets a zone that has one owner be counted in `owners` from now on. Whoever finds a count there
 * finds what was written before it.
 */
static inline void zone_share_owners(const struct fuseau_zone *zone, struct zone_owners *owners)
{
    ((struct fuseau_zone *)(uintptr_t)zone)->owners = owners;
    atomic_store_explicit(&owners->gone, 0, memory_order_relaxed);
    atomic_store_explicit(&owners->count, 1, memory_order_release);
}

/* One more owner, unless there is none: then it is too late. */
static inline bool zone_owners_join(struct zone_owners *owners)
{
    size_t count = atomic_load_explicit(&owners->count, memory_order_relaxed);
    while (count != 0 &&
           !atomic_compare_exchange_weak_explicit(&owners->count, &count, count + 1,
                                                  memory_order_acquire, memory_order_relaxed)) {}
    return count != 0;
}

/* Whether the zone is gone, so that the record may have another. */
static inline bool zone_owners_are_gone(struct zone_owners *owners)
{
    return atomic_load_explicit(&owners->gone, memory_order_acquire) == ZONE_OWNERS_ZONE;
}

/* The zone or the cache is gone: frees the record that begins with `owners` if the other is too. */
static inline void zone_owners_leave(struct zone_owners *owners, unsigned which)
{
    if (atomic_fetch_or_explicit(&owners->gone, which, memory_order_acq_rel) != 0) {
        free(owners);
    }
}

/* `seconds` and an offset, or the nearest that is an int64_t. */
static inline int64_t zone_add(int64_t seconds, int64_t offset)
{
    int64_t sum;
    if (__builtin_add_overflow(seconds, offset, &sum)) {
        return offset < 0 ? INT64_MIN : INT64_MAX;
    }
    return sum;
}

#endif
