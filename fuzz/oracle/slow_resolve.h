/* slow_resolve.h -- local -> instant by a slow search over instant -> local */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_SLOW_RESOLVE_H
#define FUSEAU_SLOW_RESOLVE_H

#include <stddef.h>

#include "zone.h"

enum { SLOW_OFFSETS_MAX = 300 }; /* a file has 256 types that are used, a footer two */

/* Every offset that a zone has at some time. */
struct slow_offsets {
    int32_t seconds[SLOW_OFFSETS_MAX];
    size_t count;
};

/* Adds one, unless it is among them. */
void slow_offsets_add(struct slow_offsets *offsets, int32_t seconds);

/*
 * What fuseau_zone_resolve must answer, but for the types, which are NULL. Each offset gives one
 * candidate, which is right if the zone has that offset then. `local_seconds` is so far from the
 * ends of int64_t that no offset leads beyond them.
 */
struct fuseau_resolution slow_resolve(const struct fuseau_zone *zone,
                                      const struct slow_offsets *offsets, int64_t local_seconds);

#endif
