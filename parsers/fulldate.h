/* fulldate.h -- a date on its own: "2024-07-11" (RFC 3339 s. 5.6) */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_FULLDATE_H
#define FUSEAU_FULLDATE_H

#include "civil.h"
#include "result.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { FUSEAU_FULLDATE_SIZE = 10 }; /* bytes in "2024-07-11" */

/*
 * Read the `size` bytes at `text` as one full-date and nothing else. "2024-07-11" gives
 * { 2024, 7, 11 }. Years 0000-9999; the day is checked against its month and year.
 *
 * Errors: END, DIGIT, SEPARATOR, RANGE ("2024-13-01", at 6), DAY ("2023-02-29", at 9), TRAILING.
 */
struct fuseau_result fuseau_fulldate_parse(const char *text, size_t size, struct fuseau_date *out);

/*
 * Write `date` to `text`, which has room for `room` bytes; always 10 bytes, no NUL is added.
 *
 * Errors: RANGE (a field is out of its range, or the year is not 0…9999), ROOM.
 */
struct fuseau_result fuseau_fulldate_format(struct fuseau_date date, char *text, size_t room);

#ifdef __cplusplus
}
#endif
#endif
