/* rfc3339_inline.h -- (private) what may be said of a second 60, for grammars that have one */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_RFC3339_INLINE_H
#define FUSEAU_RFC3339_INLINE_H

#include <stdbool.h>
#include <stdint.h>

#include "cpu.h"
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

/*
 * fuseau_rfc3339_parse, word by word, and so on every machine: what is read in another way is read
 * as here, and refused at the same byte with the same error.
 */
struct fuseau_result rfc3339_parse_plainly(const char *text, size_t size,
                                           const struct fuseau_rfc3339_options *options,
                                           struct fuseau_rfc3339 *out);

#if CPU_IS_X86
/* The same sixteen bytes at a time, where there is SSE4.1 (rfc3339_sse41.c). */
struct fuseau_result rfc3339_sse41_parse(const char *text, size_t size,
                                         const struct fuseau_rfc3339_options *options,
                                         struct fuseau_rfc3339 *out);
#endif

#pragma GCC visibility pop

#endif
