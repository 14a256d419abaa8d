/* seconds.h -- (the program) POSIX seconds as text: "@1720660440", "@-0.25" */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_SECONDS_H
#define FUSEAU_CLI_SECONDS_H

#include <stddef.h>

#include "rfc3339.h"

/*
 * Read "@" and POSIX seconds as a decimal number. It gives what the same instant in UTC with "Z"
 * does, but no date and time where its year is not 0000-9999. Fraction digits after the ninth are
 * dropped.
 *
 * Errors: END, DIGIT, TRAILING; RANGE at the digit that leaves int64_t.
 */
struct fuseau_result cli_seconds_parse(const char *text, size_t size, struct fuseau_rfc3339 *out);

#endif
