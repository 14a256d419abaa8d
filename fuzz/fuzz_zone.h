/* fuzz_zone.h -- what the targets zone and resolve promise alike of a local time */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_FUZZ_ZONE_H
#define FUSEAU_FUZZ_ZONE_H

#include "fuzz.h"
#include "oracle/slow_resolve.h"
#include "zone.h"

/* Promise: the instant alone is the one that is picked of the resolution, by each preference. */
static inline void fuzz_instant(const struct fuseau_zone *zone, int64_t local,
                                const struct fuseau_resolution *resolution)
{
    for (int prefer = FUSEAU_PREFER_COMPATIBLE; prefer <= FUSEAU_PREFER_REFUSE; prefer++) {
        int64_t got = 0;
        int64_t picked = 0;
        const struct fuseau_result result =
            fuseau_zone_instant(zone, local, (enum fuseau_prefer)prefer, &got);
        const struct fuseau_result expected =
            fuseau_resolution_pick(resolution, (enum fuseau_prefer)prefer, &picked);
        fuzz_require(result.error == expected.error && result.at == expected.at && got == picked,
                     "local %lld with preference %d gives %s and %lld; of its resolution %s and "
                     "%lld is picked",
                     (long long)local, prefer, fuseau_error_name(result.error), (long long)got,
                     fuseau_error_name(expected.error), (long long)picked);
    }
}

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
    fuzz_instant(zone, local, &got);
    return got;
}

#endif
