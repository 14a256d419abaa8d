/* number.h -- a whole decimal number, or a number of seconds, from a text with nothing else in it
 */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_NUMBER_H
#define VIGIL_BASE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* "120" -> 120: decimal digits alone, without sign or blank, and a number from `least` to `most`.
 * False, and *number untouched, for any other text. */
bool number_read(const char *text, uint64_t least, uint64_t most, uint64_t *number);

/* "90s", "30m", "4h" -> 90, 1800, 14400: from 0s to a week. False, and *seconds untouched, for any
 * other text. */
bool number_read_seconds(const char *text, double *seconds);

#endif
