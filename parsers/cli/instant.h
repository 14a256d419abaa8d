/* instant.h -- (the program) what people give for an instant, and for a local time */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_INSTANT_H
#define FUSEAU_CLI_INSTANT_H

#include <stddef.h>

#include "rfc3339.h"

/*
 * Read an instant: RFC 3339 text, or "@" and POSIX seconds as a decimal number, "@-0.25". Of the
 * latter only `instant` and `leap` are set. Fraction digits after the ninth are dropped.
 *
 * Errors: those of fuseau_rfc3339_parse; RANGE at the digit that leaves int64_t.
 */
struct fuseau_result cli_instant_parse(const char *text, size_t size,
                                       const struct fuseau_rfc3339_options *options,
                                       struct fuseau_rfc3339 *out);

/* The same for the argument of an option; what is wrong with it is said, and false returned. */
bool cli_instant_argument(const char *option, const char *text,
                          const struct fuseau_rfc3339_options *options, struct fuseau_instant *out);

/* Read a local time, "2024-03-10T02:30:00.5": RFC 3339 text but for its offset. */
struct fuseau_result cli_local_parse(const char *text, size_t size, bool allow_space,
                                     struct fuseau_date *date, struct fuseau_time *time);

#endif
