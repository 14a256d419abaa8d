/* cli_text.h -- (the program) instants, local times and offsets as text for eyes */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_TEXT_H
#define FUSEAU_CLI_TEXT_H

#include <stdio.h>

#include "rfc3339.h"
#include "zone.h"

enum { TEXT_ROOM = 64 }; /* for any text of this file, with its NUL */

/* The timestamp in UTC; false if UTC is out of the years 0000-9999. */
bool utc_text(const struct fuseau_rfc3339 *value, char text[TEXT_ROOM]);

/*
 * A date and time from the seconds that fuseau_civil_to_seconds would give: "2024-07-11T01:14:00",
 * "-0001-01-01T00:00:00", "+12024-…"; out of the years -32767…32767 as "@" and the seconds.
 */
void civil_text(int64_t seconds, int32_t nanoseconds, char text[TEXT_ROOM]);

/* "-0.25" for { -1, 750000000 }: the seconds as one decimal number. */
void instant_text(struct fuseau_instant instant, char text[TEXT_ROOM]);

/* "-05:00", and "+00:09:21" where there are seconds */
void offset_text(int32_t seconds, char text[TEXT_ROOM]);

/* Prints printable ASCII as it is, all else as \xNN; returns the columns that took. */
int print_safe(FILE *file, const char *text, size_t size);

/*
 * Prints what clocks of that type show at `instant`, in columns: local time and offset,
 * designation, "dst". With `wide`, what follows is aligned as well.
 */
void print_local(struct fuseau_instant instant, const struct fuseau_local_type *type, bool wide);

#endif
