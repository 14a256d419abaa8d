/* rfc3339_inline.h -- (private) what may be said of a second 60, for grammars that have one */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_RFC3339_INLINE_H
#define FUSEAU_RFC3339_INLINE_H

#include <stdbool.h>
#include <stdint.h>

#include "rfc3339.h"

#pragma GCC visibility push(hidden)

/*
 * The standing of a second 60 whose instant (that of the second after) is `seconds`:
 * FUSEAU_LEAP_NONE if it cannot be a leap second. s. 5.7: at the end of a month, in UTC.
 */
__attribute__((cold)) enum fuseau_leap rfc3339_leap_standing(int64_t seconds);

/* Whether `policy` takes a second 60 of that standing. */
__attribute__((cold)) bool rfc3339_leap_is_allowed(enum fuseau_leap leap,
                                                   enum fuseau_leap_policy policy);

#pragma GCC visibility pop

#endif
