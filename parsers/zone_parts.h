/* zone_parts.h -- (private) what a zone is made of */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_ZONE_PARTS_H
#define FUSEAU_ZONE_PARTS_H

#include <stdatomic.h>

#include "timeline.h"
#include "zone.h"
#include "zone_cycle.h"

/* What the clocks of some stretch of local time say of the instant. */
struct zone_span {
    uint16_t earlier; /* the types whose offsets give the candidates */
    uint16_t later;
    uint8_t kind; /* enum fuseau_local_kind */
};

/*
 * Before `rule_from` the transitions count, from it on the rule. What has no daylight saving rule
 * has a rule all the same, whose standard and daylight types are the same and which never changes.
 * The same with local time, where what is before `local_rule_from` is laid out in spans: there, two
 * transitions may give and take the same hour, and up to three offsets meet.
 */
struct fuseau_zone {
    int64_t rule_from;
    struct timeline transitions;
    const uint16_t *type_after;                    /* by how many transitions have passed */
    const struct fuseau_local_type *rule_types[2]; /* standard, daylight */
    struct zone_cycle cycle;

    int64_t local_rule_from;
    struct timeline local_changes;
    const struct zone_span *spans; /* by how many local changes have passed */

    struct fuseau_local_type *types;
    uint32_t type_count;
    char *designations;
    char *source; /* NULL: of no database */
    size_t memory;
    unsigned tolerated; /* of the file */
    atomic_size_t owners;
};

#pragma GCC visibility push(hidden)

/* Lays out the local times of a zone that is otherwise made. False: no memory. */
bool zone_local_make(struct fuseau_zone *zone);

/* Says where a zone was read that nobody else has yet. False: no memory. */
bool zone_set_source(const struct fuseau_zone *zone, const char *source);

#pragma GCC visibility pop

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
