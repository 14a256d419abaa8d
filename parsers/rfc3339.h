/* rfc3339.h -- timestamps: "2024-07-11T01:14:00.5Z", read and written (RFC 3339 s. 5.6-5.7) */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_RFC3339_H
#define FUSEAU_RFC3339_H

#include "civil.h"
#include "fulltime.h"
#include "offset.h"
#include "result.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What is known of a timestamp whose second is 60. */
enum fuseau_leap {
    FUSEAU_LEAP_NONE,     /* the second is 0…59 */
    FUSEAU_LEAP_LISTED,   /* one of the 27 leap seconds inserted from 1972 to 2016: all there are */
    FUSEAU_LEAP_UNLISTED, /* at the end of another UTC month: possible in form, never inserted */
};

/*
 * One timestamp. In a leap second the instant is that of the second that follows, as POSIX counts
 * (Base Definitions 4.16) and as timegm() does; `leap` tells the two apart and is written back as
 * ":60". To put instants in order, compare seconds, then NONE after LISTED and UNLISTED, then
 * nanoseconds.
 */
struct fuseau_rfc3339 {
    struct fuseau_instant instant; /* -62,167,305,540 s … 253,402,387,139 s */
    struct fuseau_date date;       /* local; years 0…9999 */
    struct fuseau_time time;       /* local */
    struct fuseau_offset offset;   /* local minus UTC */
    enum fuseau_leap leap;
};

/*
 * Which timestamps with second 60 are taken.
 *
 * Why is there no list to keep up to date? There will be no more leap seconds: the General
 * Conference on Weights and Measures decided so in 2026, and the tz database says from its release
 * 2026f on that its table of 27 does not expire. So KNOWN is what it will always be, and the one
 * that takes no second that never was. POSSIBLE is the form that RFC 3339 s. 5.7 has, which did not
 * change: after 2016-12-31 all that it adds are UNLISTED seconds, which no clock of UTC showed, but
 * which texts made before the decision, or by a program that makes them up, may hold. REFUSE is for
 * those who cannot represent a second 60; it refuses the 27 as well.
 */
enum fuseau_leap_policy {
    FUSEAU_LEAP_POSSIBLE, /* 23:59:60 UTC on the last day of any month, of any year */
    FUSEAU_LEAP_KNOWN,    /* only those that are FUSEAU_LEAP_LISTED */
    FUSEAU_LEAP_REFUSE,   /* none */
};

struct fuseau_rfc3339_options {
    bool allow_space; /* a space may stand for the "T" (s. 5.6, last NOTE) */
    enum fuseau_leap_policy leap;
};

enum { FUSEAU_RFC3339_MAX_SIZE = 35 }; /* bytes in "2016-12-31T23:59:60.999999999+00:00" */

/*
 * Read the `size` bytes at `text` as one date-time and nothing else. `options` may be NULL: no
 * space, FUSEAU_LEAP_POSSIBLE. "2024-07-11T01:14:00.5Z" gives the instant
 * { 1720660440, 500000000 }. "t" and "z" may be lower case.
 *
 * Errors: END, DIGIT, SEPARATOR, RANGE, DAY, OFFSET, TRAILING; LEAP_SECOND, at 17.
 */
struct fuseau_result fuseau_rfc3339_parse(const char *text, size_t size,
                                          const struct fuseau_rfc3339_options *options,
                                          struct fuseau_rfc3339 *out);

/*
 * What a clock at `offset` shows at `instant`, as a timestamp without leap second. With the offset
 * { 0, FUSEAU_OFFSET_ZULU } it is written with "Z".
 *
 * Errors: RANGE (nanoseconds or offset out of range, or the local year not 0…9999).
 */
struct fuseau_result fuseau_rfc3339_from_instant(struct fuseau_instant instant,
                                                 struct fuseau_offset offset,
                                                 struct fuseau_rfc3339 *out);

/*
 * The same timestamp at another offset. A leap second stays one: 2016-12-31T23:59:60Z at +05:30 is
 * 2017-01-01T05:29:60+05:30. `value` is as fuseau_rfc3339_parse gave it. `out` may be `value`.
 *
 * Errors: RANGE, as above.
 */
struct fuseau_result fuseau_rfc3339_at_offset(const struct fuseau_rfc3339 *value,
                                              struct fuseau_offset offset,
                                              struct fuseau_rfc3339 *out);

/*
 * Write the date, time and offset of `value` (its instant and leap are not looked at) to `text`,
 * which has room for `room` bytes; no NUL is added. `digits` is 0…9, FUSEAU_FRACTION_SHORTEST,
 * FUSEAU_FRACTION_TRUNCATE + 3 and the like: fulltime.h says what each does. Letters are upper
 * case. What is written reads back to the same value, but for what was cut off by TRUNCATE.
 *
 * Errors: RANGE (a field or `digits` out of its range, or a second 60 where reading would refuse
 * it), INEXACT (the value needs more than 0…9 `digits`: nothing is cut off unasked), ROOM.
 */
struct fuseau_result fuseau_rfc3339_format(const struct fuseau_rfc3339 *value, int digits,
                                           char *text, size_t room);

#ifdef __cplusplus
}
#endif
#endif
