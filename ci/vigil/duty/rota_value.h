/* rota_value.h -- (private) pure: what the values of a rota file mean */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_DUTY_ROTA_VALUE_H
#define VIGIL_DUTY_ROTA_VALUE_H

#include <stdbool.h>

#include "base/fault.h"
#include "rota.h"

#define ROTA_DAY_MINUTES 1440

/* Each is false, with a reason that quotes what was read, where it is none; *out is then as it was.
 * "06:00" is minutes of a day; 24:00 is one as the end only. */
bool rota_read_start(const char *text, unsigned *minutes, struct fault *reason);
bool rota_read_end(const char *text, unsigned *minutes, struct fault *reason);

/* "08:00-18:00" */
bool rota_read_hours(const char *text, unsigned *start, unsigned *end, struct fault *reason);

/* "Mon-Thu, Sun": bit 0 is Monday. */
bool rota_read_days(const char *text, unsigned *days, struct fault *reason);

/* "2": 1 to ROTA_SEATS_MOST. */
bool rota_read_seats(const char *text, unsigned *seats, struct fault *reason);

/* "2026-12-24/2026-12-31, 2027-03-04": added to the reviewer's. A comma may end it, where the next
 * line goes on; of nothing, nothing is added. */
bool rota_read_leave(const char *text, struct rota_reviewer *reviewer, struct fault *reason);

/* "Asia/Kolkata", found in fuseau_tzdb_default. */
bool rota_read_zone(const char *text, struct rota_reviewer *reviewer, struct fault *reason);

/* How many minutes after the start the end is, which may be on the next day: 1 to 1440. */
unsigned rota_length(unsigned start, unsigned end);

#endif
