/* icu.h -- ICU's opinion on dates and instants; no_icu.c stands in for it where ICU is not built */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_ICU_H
#define FUSEAU_ICU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether there is an opinion to be had. Where not, the others return false. */
bool icu_has_opinion(void);

/* Days since 1970-01-01 in the proleptic Gregorian calendar, and back. Year 0 is 1 BC. */
bool icu_day_number(int32_t year, int month, int day, int32_t *day_number);
bool icu_civil(int32_t day_number, int32_t *year, int *month, int *day);

/*
 * The POSIX seconds of an RFC 3339 date-time that was accepted before: "T" may be anything, the
 * fraction is left out, and second 60 is the first of the next minute. False: ICU refuses it.
 */
bool icu_instant(const char *text, size_t size, int64_t *seconds);

#endif
