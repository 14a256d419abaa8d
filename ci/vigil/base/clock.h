/* clock.h -- instants as RFC 3339 timestamps in UTC, and times of day */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_CLOCK_H
#define VIGIL_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "span.h"

#define CLOCK_SIZE        32
#define CLOCK_DAY_MINUTES 1440

/* Unix seconds as "2026-11-25T06:00:00Z"; "" outside the years 0000 to 9999. */
void clock_write(int64_t seconds, char text[CLOCK_SIZE]);

/* The present, as clock_write writes it. */
void clock_now(char text[CLOCK_SIZE]);

/* Takes "06:00", which is 360 minutes of a day, off the text: from 00:00 to 24:00. False, and
 * *minutes untouched, where no such time stands first. */
bool clock_take_minutes(struct span *text, unsigned *minutes);

#endif
