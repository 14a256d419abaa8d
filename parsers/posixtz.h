/* posixtz.h -- POSIX TZ strings: "EST5EDT,M3.2.0,M11.1.0" (POSIX.1-2024 s. 8.3, RFC 9636) */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_POSIXTZ_H
#define FUSEAU_POSIXTZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "result.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { FUSEAU_DESIGNATION_MAX_SIZE = 31 }; /* bytes; POSIX asks for 3 at the least, for 6 in TZif */

/* Standard time, or daylight saving time. */
struct fuseau_posixtz_time {
    char designation[FUSEAU_DESIGNATION_MAX_SIZE + 1]; /* "EST", "-03"; ends with NUL */
    int32_t offset_seconds; /* local minus UTC (TZ strings count the other way): -89,999…89,999,
                               and to 93,599 for an hour ahead of a standard time */
};

/* How the day of a rule is given. */
enum fuseau_posixtz_day_form {
    FUSEAU_POSIXTZ_JULIAN,  /* "Jn": day 1…365, 29 February is never counted */
    FUSEAU_POSIXTZ_DAY,     /* "n": day 0…365, 29 February is counted in leap years */
    FUSEAU_POSIXTZ_WEEKDAY, /* "Mm.w.d": weekday d (0 is Sunday) of week w of month m */
};

/* When daylight saving time begins, or ends, in a year. */
struct fuseau_posixtz_rule {
    enum fuseau_posixtz_day_form form;
    uint16_t day;    /* JULIAN: 1…365; DAY: 0…365; WEEKDAY: 0…6 */
    uint8_t month;   /* WEEKDAY: 1…12 */
    uint8_t week;    /* WEEKDAY: 1…5, 5 being the last of the month */
    int32_t seconds; /* after the midnight that begins the day, in the local time before the change:
                        -604,799…604,799, and 7,200 where the text has no time */
};

struct fuseau_posixtz {
    struct fuseau_posixtz_time standard;
    bool has_daylight; /* if false, nobody looks at what follows; a parse leaves it all zero */
    struct fuseau_posixtz_time daylight;
    struct fuseau_posixtz_rule start; /* of daylight saving time */
    struct fuseau_posixtz_rule end;
};

enum { FUSEAU_POSIXTZ_MAX_SIZE = 128 }; /* bytes that fuseau_posixtz_format writes at most */

/*
 * Read the `size` bytes at `text` as one TZ string in the form that has rules, and nothing else.
 * "EST5EDT,M3.2.0,M11.1.0" gives EST at -18,000 s, EDT at -14,400 s, from the second Sunday of
 * March at 02:00 standard time to the first Sunday of November at 02:00 daylight saving time.
 *
 * Offset hours are 0…24 with one digit or two, the hours of a rule's time -167…167 with one to
 * three (the extension of RFC 9636 s. 3.3.1; fuseau_posixtz_needs_extension tells), minutes and
 * seconds 0…59 with one digit or two. Zeros may lead a number so far as the greatest of its kind
 * has digits: "J060" and "M03" are read, "J0060", "M3.02" and "EST005" are not.
 *
 * A designation is 3…31 ASCII letters, or letters, digits, "+" and "-" between "<" and ">". A DST
 * designation must have its rules: "EST5EDT" alone leaves them to the implementation, so it is not
 * guessed but refused (END, at 7). ":characters" is refused.
 *
 * Errors: END, DESIGNATION ("AB5", at 2), OFFSET ("EST,", at 3: a sign or a digit must follow),
 * DIGIT, SEPARATOR, RULE ("EST5EDT,X", at 8), RANGE ("EST25", at 4), TRAILING.
 */
struct fuseau_result fuseau_posixtz_parse(const char *text, size_t size,
                                          struct fuseau_posixtz *out);

/*
 * Write `value` to `text`, which has room for `room` bytes; no NUL is added. The shortest form that
 * every reader takes is written, as zic writes it: "2" rather than "02:00:00", but minutes and
 * seconds in two digits, no "+", no time where it is 02:00:00, no DST offset where it is an hour
 * ahead, "<" and ">" only where they are needed. What is written reads back to the same value.
 *
 * Errors: RANGE (a field out of its range), ROOM.
 */
struct fuseau_result fuseau_posixtz_format(const struct fuseau_posixtz *value, char *text,
                                           size_t room);

/* Whether every field is in the ranges given above. */
bool fuseau_posixtz_is_valid(const struct fuseau_posixtz *value);

/* Whether the hours of a rule's time are not 0…24, which in a TZif footer needs version 3. */
bool fuseau_posixtz_needs_extension(const struct fuseau_posixtz *value);

/*
 * The instants (POSIX seconds) at which daylight saving time starts and ends by the rules of `year`
 * (-2^38…2^38). Rule times of up to 167 hours may put them into a neighbouring year.
 * `value` must have daylight saving time.
 */
int64_t fuseau_posixtz_start(const struct fuseau_posixtz *value, int64_t year);
int64_t fuseau_posixtz_end(const struct fuseau_posixtz *value, int64_t year);

/*
 * Whether daylight saving time is in force at `seconds`; any int64_t will do. The starts and ends
 * of all years are taken in the order of their years, within a year in that of time; the last of
 * them that has passed decides. So which comes first may change from year to year: by
 * "UTC0XXX,M3.2.0,J70/3" daylight saving time ended on 11 March 2023 and started on 12 March, so it
 * lasted until 11 March 2024, its start on 10 March 2024 changing nothing.
 *
 * What POSIX leaves open: where a year's end comes no sooner than the start of the next, that start
 * counts as the later one, so "XXX3EDT4,0/0,J365/23" is daylight saving time for ever (RFC 9636
 * s. 3.3.2). Where a year's start and end are one instant, they do nothing; where they are in every
 * year, there is no daylight saving time. tzcode reads rules alike but for two kinds: where all
 * years have start and end at one instant, and where some years only are daylight saving time from
 * end to end. glibc looks at the start and end of one year at a time.
 */
bool fuseau_posixtz_is_daylight(const struct fuseau_posixtz *value, int64_t seconds);

#ifdef __cplusplus
}
#endif
#endif
