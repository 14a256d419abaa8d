/* tm.h -- C's struct tm and struct timespec, both ways (C17 s. 7.27.1) */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_TM_H
#define FUSEAU_TM_H

#include <time.h>

#include "civil.h"
#include "result.h"
#include "zoned.h"

#ifdef __cplusplus
extern "C" {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast" /* what is inline here is C as well */
#endif

/*
 * What struct tm holds is a local date and time. It has no room for a fraction of a second, and
 * what it says of the zone (tm_isdst, and on most systems tm_gmtoff and tm_zone) does not name it:
 * mktime asks the process's zone instead, and takes what is out of range for a sum. So the ways
 * here are to and from a date and time; zone.h says which instant that is in a zone, and
 * fuseau_civil_to_seconds which it is in UTC. In a fold tm_isdst may tell which of the two it was:
 * the seconds[i] of fuseau_zone_resolve whose types[i]->dst is the same.
 *
 * The weekday, the day of the year and the week of a date are in civil.h, which this includes.
 */

/*
 * The date and time as a struct tm: tm_year counts from 1900 and tm_mon from 0; tm_wday is 0…6 from
 * Sunday and tm_yday 0…365. Second 60 stays. The nanosecond is lost. tm_isdst is -1, not known, and
 * the zone, where there is a place for it, nothing: 0 and "". No field of `out` is left as it was.
 *
 * Errors: RANGE (a field is out of its range).
 */
struct fuseau_result fuseau_tm_from_civil(struct fuseau_date date, struct fuseau_time time,
                                          struct tm *out);

/*
 * The same of what clocks in a zone show, as localtime_r has it: tm_isdst is 0 or 1, tm_gmtoff the
 * offset in seconds and tm_zone the designation, which lives as long as the zone. Those two are
 * written on Linux (any libc), macOS and the BSDs; POSIX has them since 2024.
 *
 * Errors: RANGE (a field is out of its range).
 */
struct fuseau_result fuseau_tm_from_zoned(const struct fuseau_zoned *value, struct tm *out);

/*
 * The date and time in a struct tm; the nanosecond is 0. Only tm_year, tm_mon, tm_mday, tm_hour,
 * tm_min and tm_sec are looked at, and none is carried over to the next, as mktime does: minute 60
 * and 30 February are refused, second 60 is not. Any offset that strptime's "%z" left in tm_gmtoff
 * is for the caller to take into account.
 *
 * Errors: RANGE (a field is out of its range; the year is not -32767…32767), DAY (this month has no
 * such day).
 */
struct fuseau_result fuseau_tm_to_civil(const struct tm *value, struct fuseau_date *date,
                                        struct fuseau_time *time);

/*
 * An instant as a struct timespec, { tv_sec, tv_nsec }, which counts alike: -0.25 s is
 * { -1, 750000000 }. These two are compiled with the program, not with the library, since the two
 * may have been given a time_t of different sizes (_TIME_BITS).
 *
 * Errors: RANGE (nanoseconds out of range; the seconds do not fit in time_t: from
 * 2038-01-19T03:14:08Z on, if it has 32 bits).
 */
static inline struct fuseau_result fuseau_timespec_from_instant(struct fuseau_instant instant,
                                                                struct timespec *out)
{
    const time_t seconds = (time_t)instant.seconds;
    const struct fuseau_result out_of_range = {FUSEAU_ERR_RANGE, 0};
    const struct fuseau_result done = {FUSEAU_OK, 0};
    if ((int64_t)seconds != instant.seconds || instant.nanoseconds < 0 ||
        instant.nanoseconds > 999999999) {
        return out_of_range;
    }
    out->tv_sec = seconds;
    out->tv_nsec = instant.nanoseconds;
    return done;
}

/*
 * The inverse, of what timespec_get(&time, TIME_UTC), clock_gettime and stat give.
 *
 * Errors: RANGE (tv_nsec is not 0…999,999,999, as UTIME_NOW and UTIME_OMIT are not).
 */
static inline struct fuseau_result fuseau_timespec_to_instant(struct timespec value,
                                                              struct fuseau_instant *out)
{
    const struct fuseau_result out_of_range = {FUSEAU_ERR_RANGE, 0};
    const struct fuseau_result done = {FUSEAU_OK, 0};
    if (value.tv_nsec < 0 || value.tv_nsec > 999999999) {
        return out_of_range;
    }
    out->seconds = value.tv_sec;
    out->nanoseconds = (int32_t)value.tv_nsec;
    return done;
}

#ifdef __cplusplus
#pragma GCC diagnostic pop
}
#endif
#endif
