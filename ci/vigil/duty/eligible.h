/* eligible.h -- (private) pure: whether a reviewer may be on duty on a date, and why not */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_DUTY_ELIGIBLE_H
#define VIGIL_DUTY_ELIGIBLE_H

#include "rota.h"

/* Only the last is a yes. */
enum eligible { ELIGIBLE_OUTSIDE_HOURS, ELIGIBLE_NOT_WORKING, ELIGIBLE_ON_LEAVE, ELIGIBLE_YES };

/*
 * For the window that begins on that date of UTC. Instants are compared: hours last from the
 * instant at which a clock in the zone shows their start to the instant at which it shows their
 * end. A time that the clock skips counts as shown at the instant of the skip. Of a time that the
 * clock shows twice, hours start at the second instant and end at the first, so that nobody is on
 * duty at a time that one of the two readings puts outside their hours.
 */
enum eligible eligible_for(const struct rota *rota, const struct rota_reviewer *reviewer,
                           int32_t day);

/* "outside their hours", "not their working day", "on leave" */
const char *eligible_reason(enum eligible eligible);

struct window {
    int64_t start, end; /* Unix seconds; the end is not in it */
};

struct window eligible_window(const struct rota *rota, int32_t day);

/* Whether the window is reviewed on that date. */
bool eligible_is_window_day(const struct rota *rota, int32_t day);

#endif
