/* fuzz_zone.h -- what the targets zone and resolve promise alike of a local time */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_FUZZ_ZONE_H
#define FUSEAU_FUZZ_ZONE_H

#include "fuzz.h"
#include "oracle/slow_resolve.h"
#include "zone.h"

/*
 * Promise: local -> instant is what a search over instant -> local finds, and each candidate has
 * the local time by the offset of its type. The answer, for what else is promised of it.
 */
static inline struct fuseau_resolution
fuzz_resolve(const struct fuseau_zone *zone, const struct slow_offsets *offsets, int64_t local)
{
    const struct fuseau_resolution got = fuseau_zone_resolve(zone, local);
    const struct fuseau_resolution slow = slow_resolve(zone, offsets, local);
    fuzz_require(got.kind == slow.kind && got.seconds[0] == slow.seconds[0] &&
                     got.seconds[1] == slow.seconds[1],
                 "local %lld is of kind %d, %lld and %lld; the search says %d, %lld and %lld",
                 (long long)local, got.kind, (long long)got.seconds[0], (long long)got.seconds[1],
                 slow.kind, (long long)slow.seconds[0], (long long)slow.seconds[1]);
    for (int i = 0; i < 2; i++) {
        fuzz_require(got.seconds[i] + got.types[i]->offset_seconds == local,
                     "candidate %d of local %lld is not of its type's offset", i, (long long)local);
    }
    return got;
}

#endif
