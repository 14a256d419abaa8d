/* zone.h -- instant -> local time, local time -> instant, for one zone, each in constant time */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_ZONE_H
#define FUSEAU_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "offset.h"
#include "posixtz.h"
#include "result.h"
#include "tzif.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A zone. It never changes once it is made, so any number of threads may ask it with no lock.
 * It is counted: whoever makes or retains one releases it, and the last release frees it.
 */
struct fuseau_zone;

/*
 * Make a zone of a TZif file that is readable, or of a POSIX TZ string, or one that is always at
 * `offset`, whose designation is the offset as RFC 3339 writes it. The input is copied and need not
 * stay.
 *
 * Errors: those of fuseau_tzif_read; RANGE (a field of `rule` or `offset` is out of its range);
 * MEMORY.
 */
struct fuseau_result fuseau_zone_from_tzif(const char *bytes, size_t size,
                                           const struct fuseau_zone **out);
struct fuseau_result fuseau_zone_from_posixtz(const struct fuseau_posixtz *rule,
                                              const struct fuseau_zone **out);
struct fuseau_result fuseau_zone_from_offset(struct fuseau_offset offset,
                                             const struct fuseau_zone **out);

/* One more owner of `zone`, which is returned; one fewer. `zone` may be NULL in a release. */
const struct fuseau_zone *fuseau_zone_retain(const struct fuseau_zone *zone);
void fuseau_zone_release(const struct fuseau_zone *zone);

/*
 * What local time (struct fuseau_local_type, in tzif.h) is at the POSIX second `seconds`, of any
 * int64_t: New York at 1720660440 has { -14400, true, "EDT" }. The answer lives as long as the
 * zone.
 *
 * Before the first transition it is the file's type 0 (RFC 9636 s. 3.2), after the last what the
 * footer says, for ever; where there is no footer, the type of the last transition. Where the two
 * contradict each other, FUSEAU_TZIF_TOLERATED_FOOTER_TYPE in tzif.h says which counts.
 */
const struct fuseau_local_type *fuseau_zone_at(const struct fuseau_zone *zone, int64_t seconds);

/*
 * The offset alone, `fuseau_zone_at(zone, seconds)->offset_seconds`: New York at 1720660440 gives
 * -14400.
 */
int32_t fuseau_zone_offset_at(const struct fuseau_zone *zone, int64_t seconds);

/* How many instants have a given local time. */
enum fuseau_local_kind {
    FUSEAU_LOCAL_UNIQUE, /* one */
    FUSEAU_LOCAL_GAP,    /* none: clocks were set forward over it */
    FUSEAU_LOCAL_FOLD,   /* two, clocks having been set back over it; or more, in made-up zones */
};

/*
 * The instants of a local time, the earlier first. UNIQUE: both are the same. FOLD: the first and
 * the last of its instants. GAP: the instants that the offsets after and before the gap give, the
 * earlier being that of the offset after it.
 */
struct fuseau_resolution {
    enum fuseau_local_kind kind;
    int64_t seconds[2];                       /* POSIX seconds */
    const struct fuseau_local_type *types[2]; /* whose offset gives it; lives as long as the zone */
};

/*
 * When clocks show `local_seconds`, a local date and time as fuseau_civil_to_seconds counts it.
 * Where an answer would leave int64_t it is the nearest that does not.
 *
 * In New York clocks went from 02:00 EST to 03:00 EDT on 10 March 2024, and from 02:00 EDT back to
 * 01:00 EST on 3 November. So `local_seconds` of
 *
 *     2024-07-11T12:00:00 is UNIQUE, { 1720713600, 1720713600 }: 12:00 EDT;
 *     2024-03-10T02:30:00 is a GAP, { 1710052200, 1710055800 }: no clock shows it. Read with the
 *         offset of EDT, which types[0] is, it would be the instant of 01:30 EST; read with that of
 *         EST, types[1], it would be the instant of 03:30 EDT;
 *     2024-11-03T01:30:00 is a FOLD, { 1730611800, 1730615400 }: 01:30 EDT, and an hour later
 *         01:30 EST.
 *
 * With FUSEAU_PREFER_COMPATIBLE, fuseau_resolution_pick gives 1720713600, 1710055800, 1730611800.
 */
struct fuseau_resolution fuseau_zone_resolve(const struct fuseau_zone *zone, int64_t local_seconds);

/* Which of the candidates is wanted. */
enum fuseau_prefer {
    FUSEAU_PREFER_COMPATIBLE, /* the earlier in a fold, the later in a gap, as RFC 5545 s. 3.3.5 */
    FUSEAU_PREFER_EARLIER,
    FUSEAU_PREFER_LATER,
    FUSEAU_PREFER_REFUSE, /* neither: GAP or FOLD is an error */
};

/* Errors: GAP, FOLD, with FUSEAU_PREFER_REFUSE. */
struct fuseau_result fuseau_resolution_pick(const struct fuseau_resolution *resolution,
                                            enum fuseau_prefer prefer, int64_t *seconds);

/*
 * The instant alone: `*seconds` is what fuseau_resolution_pick gives of `fuseau_zone_resolve(zone,
 * local_seconds)`. In New York 2024-07-11T12:00:00, which is 1720699200 in `local_seconds`, gives
 * 1720713600. With FUSEAU_PREFER_COMPATIBLE nothing fails.
 *
 * Errors: GAP, FOLD, with FUSEAU_PREFER_REFUSE; then `*seconds` stays as it was.
 */
struct fuseau_result fuseau_zone_instant(const struct fuseau_zone *zone, int64_t local_seconds,
                                         enum fuseau_prefer prefer, int64_t *seconds);

/* A change of offset, daylight saving or designation. */
struct fuseau_transition {
    int64_t seconds; /* the first POSIX second of `after` */
    const struct fuseau_local_type *before;
    const struct fuseau_local_type *after;
};

/*
 * The first transition after `seconds`, and the last one before it; both strictly. A transition of
 * the file that changes nothing is none. False: there is none, or not in int64_t.
 */
bool fuseau_zone_next(const struct fuseau_zone *zone, int64_t seconds,
                      struct fuseau_transition *out);
bool fuseau_zone_previous(const struct fuseau_zone *zone, int64_t seconds,
                          struct fuseau_transition *out);

/* Whether it has no transition at all. */
bool fuseau_zone_is_fixed(const struct fuseau_zone *zone);

/*
 * Where a zone of a database was read: "/usr/share/zoneinfo", "built-in", or the path of a file
 * that fuseau_tzdb_local read; "" for one that was made by a function above. Lives as long as the
 * zone.
 */
const char *fuseau_zone_source(const struct fuseau_zone *zone);

/*
 * What its file has against RFC 9636 that was tolerated: bits of enum fuseau_tzif_tolerated, 0 for
 * a valid file, a rule or an offset. fuseau_tzif_tolerated_name has a word for each bit.
 */
unsigned fuseau_zone_tolerated(const struct fuseau_zone *zone);

/* The bytes of memory that the zone takes. */
size_t fuseau_zone_memory(const struct fuseau_zone *zone);

#ifdef __cplusplus
}
#endif
#endif
