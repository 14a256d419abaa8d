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

/* How a fraction of a second is written. */
enum {
    FUSEAU_FRACTION_SHORTEST = -1, /* as many digits as the value needs, none for a whole second */
    FUSEAU_FRACTION_MAX = 9,
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
 * Write to `text`, which has room for `room` bytes; no NUL is added. `digits` is 0…9 or
 * FUSEAU_FRACTION_SHORTEST.
 *
 * Errors: RANGE (a field or `digits` out of its range, or a second 60 that reading would refuse),
 * INEXACT (the value needs more than `digits`: nothing is cut off silently), ROOM.
 */
struct fuseau_result fuseau_fulltime_format(const struct fuseau_fulltime *value, int digits,
                                            char *text, size_t room);
struct fuseau_result fuseau_fulltime_format_partial(struct fuseau_time time, int digits, char *text,
                                                    size_t room);

#ifdef __cplusplus
}
#endif
#endif
