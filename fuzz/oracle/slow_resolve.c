/* slow_resolve.c -- local -> instant by a slow search over instant -> local */
/* SPDX-License-Identifier: MIT */
#include "oracle/slow_resolve.h"

#include <stdlib.h>

void slow_offsets_add(struct slow_offsets *offsets, int32_t seconds)
{
    for (size_t i = 0; i < offsets->count; i++) {
        if (offsets->seconds[i] == seconds) {
            return;
        }
    }
    if (offsets->count == SLOW_OFFSETS_MAX) {
        abort();
    }
    offsets->seconds[offsets->count++] = seconds;
}

/* No clock shows it: the first transition that set clocks from before it to behind it left it out.
 */
static struct fuseau_resolution in_a_gap(const struct fuseau_zone *zone,
                                         const struct slow_offsets *offsets, int64_t local_seconds)
{
    int64_t from = INT64_MAX;
    for (size_t i = 0; i < offsets->count; i++) {
        const int64_t seconds = local_seconds - offsets->seconds[i] - 1;
        from = seconds < from ? seconds : from;
    }
    struct fuseau_transition transition = {.seconds = from};
    while (fuseau_zone_next(zone, transition.seconds, &transition)) {
        const int64_t by_before = local_seconds - transition.before->offset_seconds;
        const int64_t by_after = local_seconds - transition.after->offset_seconds;
        if (by_before >= transition.seconds && by_after < transition.seconds) {
            return (struct fuseau_resolution){
                .kind = FUSEAU_LOCAL_GAP, .seconds = {by_after, by_before}, .types = {NULL, NULL}};
        }
    }
    abort(); /* clocks never show it, and no transition left it out */
}

struct fuseau_resolution slow_resolve(const struct fuseau_zone *zone,
                                      const struct slow_offsets *offsets, int64_t local_seconds)
{
    struct fuseau_resolution found = {.kind = FUSEAU_LOCAL_GAP};
    for (size_t i = 0; i < offsets->count; i++) {
        const int64_t seconds = local_seconds - offsets->seconds[i];
        if (fuseau_zone_at(zone, seconds)->offset_seconds != offsets->seconds[i]) {
            continue;
        }
        const bool first = found.kind == FUSEAU_LOCAL_GAP;
        found.seconds[0] = first || seconds < found.seconds[0] ? seconds : found.seconds[0];
        found.seconds[1] = first || seconds > found.seconds[1] ? seconds : found.seconds[1];
        found.kind = first ? FUSEAU_LOCAL_UNIQUE : FUSEAU_LOCAL_FOLD;
    }
    return found.kind == FUSEAU_LOCAL_GAP ? in_a_gap(zone, offsets, local_seconds) : found;
}
