/* clock.h -- instants as RFC 3339 timestamps in UTC */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_CLOCK_H
#define VIGIL_BASE_CLOCK_H

#include <stdint.h>

#define CLOCK_SIZE 32

/* Unix seconds as "2026-11-25T06:00:00Z"; "" outside the years 0000 to 9999. */
void clock_write(int64_t seconds, char text[CLOCK_SIZE]);

/* The present, as clock_write writes it. */
void clock_now(char text[CLOCK_SIZE]);

#endif
