/* eligible.h -- (private) pure: whether a reviewer may be on duty on a date, and why not */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_DUTY_ELIGIBLE_H
#define VIGIL_DUTY_ELIGIBLE_H

#include "rota.h"

/* Only the last is a yes. */
enum eligible { ELIGIBLE_OUTSIDE_HOURS, ELIGIBLE_NOT_WORKING, ELIGIBLE_ON_LEAVE, ELIGIBLE_YES };

/*
 * Of the window that begins on that date of UTC. Instants are compared: hours are from when a clock
 * in the zone comes to their start to when it comes to their end. Where it skips that time, it
 * comes to it as it skips; where it shows that time twice, hours start at the second and end at the
 * first, so that nobody is on duty at a time that is outside their hours by either reading.
 */
enum eligible eligible_for(const struct rota *rota, const struct rota_reviewer *reviewer,
                           int32_t day);

/* "outside their hours", "not their working day", "on leave" */
const char *eligible_reason(enum eligible eligible);

struct window {
    int64_t start, end; /* Unix seconds; the end is not in it */
};

struct window eligible_window(const struct rota *rota, int32_t day);

/* Whether the window falls on that date at all. */
bool eligible_is_window_day(const struct rota *rota, int32_t day);

#endif
