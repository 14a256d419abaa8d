/* column.h -- many timestamps at once: lines or Arrow columns, to and from int64 instants */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_COLUMN_H
#define FUSEAU_COLUMN_H

#include "rfc3339.h"
#include "zone.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A column is an array of int64_t, each so many units since 1970, and its validity: a bitmap in
 * which record n is bit n % 8, the least significant first, of byte n / 8; a bit that is set says
 * that the value is there. A record that is not has the value INT64_MIN, which only the first of
 * all nanoseconds has too, and its bit is 0. That is the layout of a timestamp array in Arrow's C
 * Data Interface, so that Arrow, DuckDB and Polars take both buffers as they are. Where a validity
 * is read, NULL says that all values are there; where one is written, it may be NULL. The last byte
 * written has 0 behind the last record.
 */
enum fuseau_column_unit {
    FUSEAU_COLUMN_NANOSECONDS, /* 1677-09-21T00:12:43.145224192Z … 2262-04-11T23:47:16.854775807Z */
    FUSEAU_COLUMN_MICROSECONDS, /* these three hold all years 0000…9999 */
    FUSEAU_COLUMN_MILLISECONDS,
    FUSEAU_COLUMN_SECONDS,
};

struct fuseau_column_options {
    enum fuseau_column_unit unit;
    /*
     * Fraction digits that the unit cannot hold are cut off: in seconds "1969-12-31T23:59:59.5Z" is
     * -1, for an instant is never moved forward. Without this such a record is refused, unless
     * these digits are 0. Digits after the ninth are always cut off, as fuseau_rfc3339_parse does.
     */
    bool truncate;
    struct fuseau_rfc3339_options text; /* which timestamps are taken */
};

/* What was done: records; those of them that were refused; the bytes of text that they took. */
struct fuseau_column {
    size_t read, refused, consumed;
};

/*
 * Read each line of the `size` bytes at `text` as a timestamp, at most `room` of them, into
 * `values` and `validity`, which have room for so many. A line ends with LF or CR LF, the last one
 * perhaps with the text; an empty line is a record too, and refused, as is what
 * fuseau_rfc3339_parse refuses, and what does not fit into the unit. Parsing record n alone gives
 * the reason. `options` may be NULL: nanoseconds, nothing cut off, and texts as rfc3339.h has them
 * by default. A leap second has the instant of the second after it.
 *
 * "2024-07-11T01:14:00Z\n\n1970-01-01T00:00:00.5Z" gives { 3, 1, 44 }, the values
 * { 1720660440000000000, INT64_MIN, 500000000 } and the validity { 5 }. With a `room` of 2 it gives
 * { 2, 1, 22 }, and text + 22 is where to go on; a `room` that is a multiple of eight keeps the
 * validity of what follows at a whole byte.
 */
struct fuseau_column fuseau_column_parse_lines(const char *text, size_t size,
                                               const struct fuseau_column_options *options,
                                               int64_t *values, uint8_t *validity, size_t room);

/*
 * A column of texts, as Arrow lays out "utf8" (offsets32) and "large_utf8" (offsets64); the one
 * that is not NULL counts. Text n is the bytes from offset first + n up to the next. So there are
 * first + count + 1 offsets; `first` is the `offset` of the array, and counts for `validity` too.
 */
struct fuseau_column_strings {
    const char *bytes;
    size_t size; /* of all the bytes */
    const int32_t *offsets32;
    const int64_t *offsets64;
    const uint8_t *validity;
    size_t first, count;
};

/*
 * Read each text of a column as above into `values` and `validity`, which have room for
 * strings->count. What is null stays null, and is not counted as refused. `out->consumed` is the
 * bytes between the first offset and the last.
 *
 * Errors: RANGE (an offset is below the one before it, or outside of the bytes; `at` is its place
 * after the first). Then no text is read, and nothing is written.
 */
struct fuseau_result fuseau_column_parse_strings(const struct fuseau_column_strings *strings,
                                                 const struct fuseau_column_options *options,
                                                 int64_t *values, uint8_t *validity,
                                                 struct fuseau_column *out);

/*
 * Write `count` values as lines of UTC, "2024-07-11T01:14:00Z\n", to `text`, which has room for
 * `room` bytes, until all are written or the next line does not fit: `read` says how many were, and
 * `consumed` the bytes that they take. `digits` is what fuseau_rfc3339_format takes. What is null
 * is an empty line; so is, and counts as refused, what that call refuses.
 */
struct fuseau_column fuseau_column_format_lines(const int64_t *values, const uint8_t *validity,
                                                size_t count, enum fuseau_column_unit unit,
                                                int digits, char *text, size_t room);

/*
 * The same as a column of texts: `bytes` has no line ends, offsets32 or offsets64 (the one that is
 * not NULL) gets one more than the records that are written, and what is null or refused is an
 * empty text, with a bit of 0 in `written`. It also ends before an offset that offsets32 cannot
 * hold.
 */
struct fuseau_column fuseau_column_format_strings(const int64_t *values, const uint8_t *validity,
                                                  size_t count, enum fuseau_column_unit unit,
                                                  int digits, char *bytes, size_t room,
                                                  int32_t *offsets32, int64_t *offsets64,
                                                  uint8_t *written);

/*
 * The offset, local minus UTC in seconds, that `zone` has at each of `count` instants: -14400 in
 * New York for 1720660440000000000 nanoseconds. Where the instant is null it is 0, and the
 * validity of the instants is that of the offsets.
 */
void fuseau_column_offsets(const struct fuseau_zone *zone, const int64_t *values,
                           const uint8_t *validity, size_t count, enum fuseau_column_unit unit,
                           int32_t *offsets);

/*
 * The instant at which clocks in `zone` show each of `count` local times, which are counted from
 * 1970 as if they were UTC. Refused is a gap or fold with FUSEAU_PREFER_REFUSE, and what int64_t
 * cannot hold. `values` may be `locals`, and `known` may be `validity`.
 */
struct fuseau_column fuseau_column_instants(const struct fuseau_zone *zone, const int64_t *locals,
                                            const uint8_t *known, size_t count,
                                            enum fuseau_column_unit unit, enum fuseau_prefer prefer,
                                            int64_t *values, uint8_t *validity);

#ifdef __cplusplus
}
#endif
#endif
