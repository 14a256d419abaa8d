/* fulltime.h -- a time of day, with its offset or without: "01:14:00.5Z" (RFC 3339 s. 5.6) */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_FULLTIME_H
#define FUSEAU_FULLTIME_H

#include "civil.h"
#include "offset.h"
#include "result.h"

#ifdef __cplusplus
extern "C" {
#endif

struct fuseau_fulltime {
    struct fuseau_time time;     /* local */
    struct fuseau_offset offset; /* local minus UTC */
};

/*
 * How a fraction of a second is written: the `digits` of everything here that writes a time. 0…9
 * is that many digits exactly, and INEXACT where the value needs more. Otherwise 0.1234 s is
 *
 *     .1234     FUSEAU_FRACTION_SHORTEST, and FUSEAU_FRACTION_AT_LEAST + 3
 *     .123400   FUSEAU_FRACTION_AT_LEAST + 6
 *     .123      FUSEAU_FRACTION_TRUNCATE + 3
 *     .123400   FUSEAU_FRACTION_TRUNCATE + 6
 *
 * What is cut off is never rounded up: the text is the last of its kind that is not after the
 * value, before 1970 as well, and 23:59:59.9999 stays in its second and on its day. So do chrono
 * (SecondsFormat), jiff (precision) and Temporal (fractionalSecondDigits, by default).
 */
enum {
    FUSEAU_FRACTION_SHORTEST = -1, /* as many digits as the value needs, none for a whole second */
    FUSEAU_FRACTION_MAX = 9,
    FUSEAU_FRACTION_TRUNCATE = 16, /* and 0…9: cut to that many digits, never INEXACT */
    FUSEAU_FRACTION_AT_LEAST =
        32, /* and 0…9: that many digits, and more where the value has them */
};

enum {
    FUSEAU_PARTIALTIME_MAX_SIZE = 18, /* bytes in "23:59:60.999999999" */
    FUSEAU_FULLTIME_MAX_SIZE = 24,    /* and "+23:59" */
};

/*
 * Read the `size` bytes at `text` as one full-time and nothing else. "01:14:00.5Z" gives 01:14,
 * second 0, nanosecond 500,000,000. Any number of fraction digits is read; those after the ninth
 * are checked and dropped, never rounded up.
 *
 * Second 60 is taken only where UTC then is 23:59:60 (s. 5.7): "23:59:60Z" and "01:29:60+01:30".
 *
 * Errors: END, DIGIT ("01:14:00.Z", at 9), SEPARATOR, RANGE ("24:00:00Z", at 1), OFFSET,
 * LEAP_SECOND ("23:59:60+01:00", at 6), TRAILING.
 */
struct fuseau_result fuseau_fulltime_parse(const char *text, size_t size,
                                           struct fuseau_fulltime *out);

/*
 * The same for a partial-time, which has no offset: "01:14:00.5". Second 60 is taken after any
 * minute, since some offset puts a leap second there. Errors as above, but OFFSET.
 */
struct fuseau_result fuseau_fulltime_parse_partial(const char *text, size_t size,
                                                   struct fuseau_time *out);

/*
 * Write to `text`, which has room for `room` bytes; no NUL is added. `digits` is as above.
 *
 * Errors: RANGE (a field or `digits` out of its range, or a second 60 that reading would refuse),
 * INEXACT (the value needs more than 0…9 `digits`: nothing is cut off unasked), ROOM.
 */
struct fuseau_result fuseau_fulltime_format(const struct fuseau_fulltime *value, int digits,
                                            char *text, size_t room);
struct fuseau_result fuseau_fulltime_format_partial(struct fuseau_time time, int digits, char *text,
                                                    size_t room);

#ifdef __cplusplus
}
#endif
#endif
