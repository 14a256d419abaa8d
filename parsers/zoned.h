/* zoned.h -- a timestamp brought together with its zone (RFC 9557 s. 3.4), read and written */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_ZONED_H
#define FUSEAU_ZONED_H

#include "civil.h"
#include "rfc9557.h"
#include "zone.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes in a timestamp with the longest name that a database has (tzdb.h), in brackets. */
enum { FUSEAU_ZONED_MAX_SIZE = FUSEAU_RFC3339_MAX_SIZE + 255 + 2 };

/* An instant, as clocks in a zone show it. */
struct fuseau_zoned {
    struct fuseau_instant instant;
    struct fuseau_date date;              /* local */
    struct fuseau_time time;              /* local; second 60 in a leap second */
    const struct fuseau_local_type *type; /* of the zone, at the instant; lives as long as it */
    const struct fuseau_zone *zone;       /* not retained: it must be there when this is written */
};

/* What to do where the timestamp's offset is not the one that the zone has then. */
enum fuseau_inconsistent {
    FUSEAU_INCONSISTENT_REFUSE,
    FUSEAU_INCONSISTENT_KEEP_INSTANT, /* the offset is right about the instant; but a critical zone
                                         is refused all the same (s. 3.4) */
    FUSEAU_INCONSISTENT_KEEP_LOCAL,   /* the local time is right, and the zone says when that is */
};

/*
 * What clocks in `zone` show at `instant`.
 *
 * Errors: RANGE (nanoseconds out of range; the local year is not -32767…32767).
 */
struct fuseau_result fuseau_zoned_from_instant(const struct fuseau_zone *zone,
                                               struct fuseau_instant instant,
                                               struct fuseau_zoned *out);

/*
 * What `value` means in its zone, which the caller has looked up: `zone` is that of
 * `value->zone_name` or `value->zone_offset`. "Z" and "-00:00" never contradict a zone (s. 3.4).
 * A timestamp without a zone may be given any zone, and then its instant counts.
 *
 * `inconsistent` says what an offset that the zone does not have then is to mean; with KEEP_LOCAL,
 * `prefer` picks in a gap or a fold. An offset that is rounded to a minute of a zone's offset with
 * seconds is consistent with it, since RFC 3339 cannot write those; then the local time counts.
 *
 * A leap second that is kept stays one, but where the zone's offset has seconds: there it becomes
 * the second after it, as POSIX counts.
 *
 * Errors: INCONSISTENT, GAP, FOLD, RANGE; `at` is 0.
 */
struct fuseau_result fuseau_zoned_from_rfc9557(const struct fuseau_zone *zone,
                                               const struct fuseau_rfc9557 *value,
                                               enum fuseau_inconsistent inconsistent,
                                               enum fuseau_prefer prefer, struct fuseau_zoned *out);

/*
 * Write `value` as RFC 9557 text, "2024-07-11T03:14:00.5+02:00[Europe/Paris]", to `text`, which has
 * room for `room` bytes (FUSEAU_ZONED_MAX_SIZE is enough for any zone of a database); no NUL is
 * added. `name` is the zone's name; NULL, or a `name_size` of 0, means no suffix, so that the name
 * which fuseau_tzdb_local gives can be passed on as it is. `digits` is as in fulltime.h.
 *
 * Where the zone does not say what local time was, the offset is "-00:00" (RFC 3339 s. 4.3): its
 * type is then at 0 s and has the designation "-00", as RFC 9636 s. 3.2 has it, zic -r and the
 * places in tz while nobody lived there: "2004-01-01T00:00:00-00:00[Antarctica/Troll]". A zone that
 * was made of the offset "-00:00" or "Z" keeps that.
 *
 * With a name the text reads back to the instant by fuseau_zoned_from_rfc9557, refusing what is
 * inconsistent. RFC 3339 cannot write the seconds of an offset, which is then written to the
 * nearest minute, and the name tells the rest: "1850-01-01T00:09:21+00:09[Europe/Paris]". Where
 * that would be read as another instant or refused, as beside a change to or from such an offset,
 * or if the offset is 24 hours or more, the time is that of UTC:
 * "1952-10-16T11:19:30Z[Pacific/Niue]". So it is for every such offset where `value->zone` is NULL.
 *
 * Errors: RANGE (the year written is not 0…9999; no name, and an offset of 24 hours or more),
 * INEXACT (`digits` are too few), OFFSET_SECONDS (no name, and the offset has seconds: without them
 * it would be another instant), ROOM; those of fuseau_zonename_parse, where `name` is none.
 */
struct fuseau_result fuseau_zoned_format(const struct fuseau_zoned *value, const char *name,
                                         size_t name_size, int digits, char *text, size_t room);

#ifdef __cplusplus
}
#endif
#endif
