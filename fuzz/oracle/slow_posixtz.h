/* slow_posixtz.h -- a second reader of TZ strings, and a literal reading of their rules */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_SLOW_POSIXTZ_H
#define FUSEAU_SLOW_POSIXTZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "posixtz.h"

/*
 * All of this is written from POSIX.1-2024 s. 8.3 and RFC 9636 s. 3.3.1, and shares no code with
 * parsers/, only the public structs.
 */

/* As fuseau_posixtz_parse: the same result, the same `at` and the same value. */
struct fuseau_result slow_posixtz(const char *text, size_t size, struct fuseau_posixtz *out);

/* The same, with designations of 1…31 bytes, between "<" and ">" any but NUL. */
struct fuseau_result slow_posixtz_any(const char *text, size_t size, struct fuseau_posixtz *out);

/* As fuseau_posixtz_format writes a value that is valid; returns the size. Ends with NUL. */
size_t slow_posixtz_text(const struct fuseau_posixtz *value,
                         char text[FUSEAU_POSIXTZ_MAX_SIZE + 1]);

/* Whether all fields are equal that mean something. */
bool slow_equal_posixtz(const struct fuseau_posixtz *left, const struct fuseau_posixtz *right);

/* What the rules say of one year. */
struct slow_posixtz_year {
    int64_t start; /* POSIX seconds */
    int64_t end;
};

/* Of the `count` years from `first` on, a day at a time. `value` has daylight saving time. */
void slow_posixtz_years(const struct fuseau_posixtz *value, int64_t first, size_t count,
                        struct slow_posixtz_year *years);

/*
 * Years whose starts and ends coincide come one after the other at the most so often: what depends
 * on 29 February being some weekday differs every 28 years, around the end of a century every 40.
 */
enum { SLOW_POSIXTZ_YEARS_BEFORE = 45 };

/*
 * Whether of all starts and ends of the `count` years, which stand in order, the last one that has
 * passed by `seconds` is a start. So many years must stand before it as are named above.
 */
bool slow_posixtz_is_daylight(const struct slow_posixtz_year *years, size_t count, int64_t seconds);

#endif
