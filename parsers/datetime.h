/* datetime.h -- a date, a time, or both: "2024-07-11T01:14:00", of TOML or JSON Schema as well */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_DATETIME_H
#define FUSEAU_DATETIME_H

#include "result.h"
#include "rfc3339.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a text is: what RFC 3339 s. 5.6 names, and a date-time without its offset. */
enum fuseau_datetime_kind {
    FUSEAU_DATETIME_DATE_TIME = 1,       /* "2024-07-11T01:14:00Z": an instant */
    FUSEAU_DATETIME_LOCAL_DATE_TIME = 2, /* "2024-07-11T01:14:00": full-date "T" partial-time */
    FUSEAU_DATETIME_FULL_DATE = 4,       /* "2024-07-11" */
    FUSEAU_DATETIME_PARTIAL_TIME = 8,    /* "01:14:00" */
    FUSEAU_DATETIME_FULL_TIME = 16,      /* "01:14:00Z" */
};

/* What is taken: kinds put together with "|", and whether a space may stand for the "T". */
enum {
    FUSEAU_DATETIME_SPACE = 32, /* "2024-07-11 01:14:00" (s. 5.6, last NOTE) */
    FUSEAU_DATETIME_ANY = 31,   /* all five kinds */

    /*
     * Offset date-time, local date-time, local date and local time of TOML 1.0, and of TOML 1.1 but
     * for one thing: there the seconds may be left out ("07:32"), which RFC 3339 never allows.
     */
    FUSEAU_DATETIME_TOML = FUSEAU_DATETIME_DATE_TIME | FUSEAU_DATETIME_LOCAL_DATE_TIME |
                           FUSEAU_DATETIME_FULL_DATE | FUSEAU_DATETIME_PARTIAL_TIME |
                           FUSEAU_DATETIME_SPACE,

    /* The formats "date-time", "date" and "time" (JSON Schema 2020-12, Validation, s. 7.3.1). */
    FUSEAU_DATETIME_JSON_SCHEMA =
        FUSEAU_DATETIME_DATE_TIME | FUSEAU_DATETIME_FULL_DATE | FUSEAU_DATETIME_FULL_TIME,
};

struct fuseau_datetime_options {
    unsigned kinds; /* without a kind: FUSEAU_DATETIME_ANY */
    enum fuseau_leap_policy leap;
};

struct fuseau_datetime {
    enum fuseau_datetime_kind kind;
    /*
     * The date, the time and the offset as far as the kind has them, and the instant of a
     * DATE_TIME. What it does not have is 0, and its offset FUSEAU_OFFSET_UNKNOWN: a local time is
     * not one of UTC. fuseau_civil_to_seconds(date, time) is what zone.h resolves.
     */
    struct fuseau_rfc3339 timestamp;
};

enum { FUSEAU_DATETIME_MAX_SIZE = FUSEAU_RFC3339_MAX_SIZE };

/*
 * Read the `size` bytes at `text` as one of the kinds that are allowed and nothing else. `options`
 * may be NULL: all five kinds, no space, FUSEAU_LEAP_POSSIBLE. "2024-07-11T01:14:00" gives kind
 * LOCAL_DATE_TIME, { 2024, 7, 11 }, { 1, 14, 0, 0 }. A text is of one kind at most.
 *
 * Second 60 is taken where some date or offset, of those that the text leaves open, puts a leap
 * second there. So a LOCAL_DATE_TIME may have it on the last day of a month, or (but for its last
 * minute) on the first day; leap is LISTED where it would be one of the 27. A time alone is never
 * LISTED, hence refused with FUSEAU_LEAP_KNOWN.
 *
 * Errors: those of fuseau_rfc3339_parse. The bytes are accepted as far as the kind goes that goes
 * furthest: "2024-07-11T01:14:00x" is TRAILING, at 19, if a LOCAL_DATE_TIME is allowed, and OFFSET
 * if it is not; "24:00:00" is DIGIT, at 2, if dates are allowed, since "24" may begin a year, and
 * RANGE, at 1, if they are not. LEAP_SECOND is at 17, or of a time at 6.
 */
struct fuseau_result fuseau_datetime_parse(const char *text, size_t size,
                                           const struct fuseau_datetime_options *options,
                                           struct fuseau_datetime *out);

/*
 * Write what the kind of `value` has (its instant and leap are not looked at) to `text`, which has
 * room for `room` bytes; no NUL is added. `digits` is as in fulltime.h, and a FULL_DATE does not
 * look at it. With "T", never a space. What is written reads back to the same value, but for digits
 * that the caller has cut off.
 *
 * Errors: RANGE (a field or `digits` out of its range, no such kind, or a second 60 that
 * FUSEAU_LEAP_POSSIBLE would refuse), INEXACT, ROOM.
 */
struct fuseau_result fuseau_datetime_format(const struct fuseau_datetime *value, int digits,
                                            char *text, size_t room);

#ifdef __cplusplus
}
#endif
#endif
