/* offset.h -- numeric UTC offsets: "Z", "+05:30", "-00:00" (RFC 3339 s. 5.6) */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_OFFSET_H
#define FUSEAU_OFFSET_H

#include <stdbool.h>
#include <stdint.h>

#include "result.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Three ways to be at zero seconds from UTC, which do not mean the same. */
enum fuseau_offset_kind {
    FUSEAU_OFFSET_NUMERIC, /* "+05:30", and "+00:00": local time is known to be this far from UTC */
    FUSEAU_OFFSET_ZULU,    /* "Z": the UTC time is known, the local offset is not (RFC 9557 s. 2) */
    FUSEAU_OFFSET_UNKNOWN, /* "-00:00": the same, in its older spelling (RFC 3339 s. 4.3) */
};

struct fuseau_offset {
    int32_t seconds; /* local time minus UTC: -86,340…86,340, a multiple of 60; 0 unless NUMERIC */
    enum fuseau_offset_kind kind;
};

enum { FUSEAU_OFFSET_MAX_SIZE = 6 }; /* bytes in "+05:30" */

/* Whether the local offset is known: true for "+00:00", false for "Z" and "-00:00". */
bool fuseau_offset_is_known(struct fuseau_offset offset);

/* Whether RFC 3339 has a text for it: the fields are in the ranges given above. */
bool fuseau_offset_is_valid(struct fuseau_offset offset);

/*
 * Read the `size` bytes at `text` as one time-offset and nothing else.
 * "+05:30" gives { 19800, FUSEAU_OFFSET_NUMERIC }. Hours are 00-23, minutes 00-59.
 *
 * Errors: END ("+05:3"), OFFSET ("x"), DIGIT ("+x"), RANGE ("+24:00", at 2), SEPARATOR ("+0530",
 * at 3), TRAILING ("Z0").
 */
struct fuseau_result fuseau_offset_parse(const char *text, size_t size, struct fuseau_offset *out);

/*
 * Write `offset` to `text`, which has room for `room` bytes; no NUL is added. "Z" for ZULU,
 * "-00:00" for UNKNOWN. What is written reads back to the same value.
 *
 * Errors: RANGE (fuseau_offset_is_valid says no), ROOM.
 */
struct fuseau_result fuseau_offset_format(struct fuseau_offset offset, char *text, size_t room);

#ifdef __cplusplus
}
#endif
#endif
