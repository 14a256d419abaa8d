/* slow_zone.h -- a zone file asked plainly, one transition after the other, for zone.h to agree
 * with */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_SLOW_ZONE_H
#define FUSEAU_SLOW_ZONE_H

#include "oracle/slow_posixtz.h"
#include "tzif.h"

enum { SLOW_ZONE_YEARS = 405 + SLOW_POSIXTZ_YEARS_BEFORE }; /* 400, and some around them */

struct slow_zone {
    const struct fuseau_tzif *tzif;
    bool follows_rule; /* at all, and then from `rule_from` on */
    int64_t rule_from;
    struct slow_posixtz_year years[SLOW_ZONE_YEARS]; /* of the footer's rule */
};

/* `tzif` and the bytes behind it must stay. */
void slow_zone_open(struct slow_zone *zone, const struct fuseau_tzif *tzif);

/*
 * Local time at a POSIX second by RFC 9636 s. 3.2 and 3.3, literally: the last transition at or
 * before it counts, before the first it is type 0, and from the last on, or if there is none, what
 * the footer says. A footer that contradicts the last transition, and changes, waits for a change.
 */
struct fuseau_local_type slow_zone_at(const struct slow_zone *zone, int64_t seconds);

/* The POSIX second of a transition: its time less the leap seconds before it. */
int64_t slow_zone_transition(const struct fuseau_tzif *tzif, uint32_t index);

#endif
