/* slow_tzif.h -- a second reader of zone files, that goes through them a field at a time */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_SLOW_TZIF_H
#define FUSEAU_SLOW_TZIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tzif.h"

/*
 * As fuseau_tzif_parse: the same result, the same `at` and the same value. Written from RFC 9636
 * s. 3; shares no code with parsers/, only the public structs.
 */
struct fuseau_result slow_tzif(const char *bytes, size_t size, struct fuseau_tzif *out);

/* As fuseau_tzif_read. */
struct fuseau_result slow_tzif_read(const char *bytes, size_t size, struct fuseau_tzif *out);

/* Whether all fields are equal but `bytes`, which may have moved. */
bool slow_equal_tzif(const struct fuseau_tzif *left, const struct fuseau_tzif *right);

/* The number of `size` bytes at `at`, the first byte highest, in two's complement. */
int64_t slow_tzif_number(const char *bytes, size_t at, size_t size);

/* What a correction was before the first leap second: that one has the sign of its correction. */
int64_t slow_tzif_start_of(int64_t first_correction);

/* Whether a leap second, which changes `before` by `step`, is at the end of a UTC month. */
bool slow_tzif_leap_ends_month(int64_t occurrence, int64_t before, int64_t step);

/* Whether the TZ string has, at the last transition, the type of that transition. */
bool slow_tzif_footer_agrees(const struct fuseau_tzif *tzif);

#endif
