/* slow_rfc9557.h -- a second reader of zone names and suffixes, for the fast one to agree with */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_SLOW_RFC9557_H
#define FUSEAU_SLOW_RFC9557_H

#include <stdbool.h>
#include <stddef.h>

#include "rfc9557.h"
#include "zonename.h"

/*
 * Each takes what its fuseau_…_parse namesake takes, and must give the same result, the same `at`
 * and the same value. They are written from the ABNF of RFC 9557 s. 4.1 and share no code with
 * parsers/, only the public structs. All that a bracket may be is followed at once, a byte at a
 * time, until nothing is left that it may be.
 */
struct fuseau_result slow_zonename(const char *text, size_t size);
struct fuseau_result slow_rfc9557(const char *text, size_t size,
                                  const struct fuseau_rfc9557_options *options,
                                  struct fuseau_rfc9557 *out);

/* Whether all that has a meaning is equal: of the tags, those that there are. */
bool slow_equal_rfc9557(const struct fuseau_rfc9557 *left, const struct fuseau_rfc9557 *right);

#endif
