/* slow_datetime.h -- a second reader of dates, times or both, for the fast one to agree with */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_SLOW_DATETIME_H
#define FUSEAU_SLOW_DATETIME_H

#include <stdbool.h>
#include <stddef.h>

#include "datetime.h"

/*
 * Takes what fuseau_datetime_parse takes, and must give the same result, the same `at` and the same
 * value. It has the text read by the plain reader of each kind that is allowed (oracle/slow.h), and
 * believes the one that goes furthest.
 */
struct fuseau_result slow_datetime(const char *text, size_t size,
                                   const struct fuseau_datetime_options *options,
                                   struct fuseau_datetime *out);

/* Whether all fields are equal. */
bool slow_equal_datetime(const struct fuseau_datetime *left, const struct fuseau_datetime *right);

#endif
