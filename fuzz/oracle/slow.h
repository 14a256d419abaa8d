/* slow.h -- a second reader of the four grammars, plain and slow, for the fast one to agree with */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_SLOW_H
#define FUSEAU_SLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fulldate.h"
#include "fulltime.h"
#include "offset.h"
#include "rfc3339.h"

/*
 * Each takes what its fuseau_…_parse namesake takes, and must give the same result, the same `at`
 * and the same value. They are written from the ABNF of RFC 3339 s. 5.6 and share no code with
 * parsers/, only the public structs.
 *
 * `at` is the length of the longest prefix of the text that some accepted text begins with, where
 * the meaning of ":60" is left aside: the leap second is judged last, when all else is accepted.
 */
struct fuseau_result slow_offset(const char *text, size_t size, struct fuseau_offset *out);
struct fuseau_result slow_fulldate(const char *text, size_t size, struct fuseau_date *out);
struct fuseau_result slow_fulltime(const char *text, size_t size, struct fuseau_fulltime *out);
struct fuseau_result slow_fulltime_partial(const char *text, size_t size, struct fuseau_time *out);
struct fuseau_result slow_rfc3339(const char *text, size_t size,
                                  const struct fuseau_rfc3339_options *options,
                                  struct fuseau_rfc3339 *out);

/* Whether all fields are equal. (Between the fields there may be bytes that mean nothing.) */
bool slow_equal_offset(struct fuseau_offset left, struct fuseau_offset right);
bool slow_equal_date(struct fuseau_date left, struct fuseau_date right);
bool slow_equal_time(struct fuseau_time left, struct fuseau_time right);
bool slow_equal_fulltime(const struct fuseau_fulltime *left, const struct fuseau_fulltime *right);
bool slow_equal_rfc3339(const struct fuseau_rfc3339 *left, const struct fuseau_rfc3339 *right);

/* Days since 1970-01-01, counted a year, a month and a day at a time. */
int64_t slow_day_number(struct fuseau_date date);

#endif
