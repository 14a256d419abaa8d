/* number.h -- a whole decimal number from a text, and nothing else in it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_NUMBER_H
#define VIGIL_BASE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* "120" -> 120: decimal digits alone, without sign or blank, and a number from `least` to `most`.
 * False, and *number untouched, for any other text. */
bool number_read(const char *text, uint64_t least, uint64_t most, uint64_t *number);

#endif
