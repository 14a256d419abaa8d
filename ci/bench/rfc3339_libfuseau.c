/* rfc3339_libfuseau.c -- libfuseau as a reader of texts: this tree's, or that of a revision */
/* SPDX-License-Identifier: MIT */
#include "rfc3339_libfuseau.h"

#include <string.h>

#include "libfuseau.h"
#if LIBFUSEAU_HAS_COLUMN_PARSE_LINES
#include "column.h"
#endif
#include "rfc3339.h"

static const struct reading refused = {0};

static void read_texts(const struct sample *sample, size_t count, struct reading *out)
{
    for (size_t i = 0; i < count; i++) {
        struct fuseau_rfc3339 value;
        struct fuseau_result result =
            fuseau_rfc3339_parse(sample->texts[i].packed, sample->texts[i].size, NULL, &value);
        out[i] = result.error
                     ? refused
                     : (struct reading){value.instant.seconds, value.instant.nanoseconds, true};
    }
}

static void write_texts(const struct write_sample *sample, int digits, size_t count,
                        struct line *out)
{
    enum fuseau_offset_kind kind =
        sample->writing == WRITE_ZULU ? FUSEAU_OFFSET_ZULU : FUSEAU_OFFSET_NUMERIC;
    for (size_t i = 0; i < count; i++) {
        const struct moment *moment = &sample->moments[i];
        struct fuseau_instant instant = {moment->seconds, moment->nanoseconds};
        struct fuseau_offset offset = {moment->offset_seconds, kind};
        struct fuseau_rfc3339 value;
        struct fuseau_result result = fuseau_rfc3339_from_instant(instant, offset, &value);
        if (!result.error) {
            result = fuseau_rfc3339_format(&value, digits, out[i].bytes, sizeof out[i].bytes);
        }
        out[i].size = result.error ? 0 : result.at;
    }
}

static void write_fraction(const struct write_sample *sample, size_t count, struct line *out)
{
    write_texts(sample, 9, count, out);
}

static void write_zulu(const struct write_sample *sample, size_t count, struct line *out)
{
    write_texts(sample, 0, count, out);
}

static void write_shortest(const struct write_sample *sample, size_t count, struct line *out)
{
    write_texts(sample, FUSEAU_FRACTION_SHORTEST, count, out);
}

static int64_t nanoseconds_of(const char *text, size_t size)
{
    struct fuseau_rfc3339 value;
    struct fuseau_result result = fuseau_rfc3339_parse(text, size, NULL, &value);
    return result.error ? INT64_MIN
                        : value.instant.seconds * 1000000000 + value.instant.nanoseconds;
}

static void read_lines_by_hand(const char *text, size_t size, size_t count, int64_t *out)
{
    const char *end = text + size;
    for (size_t i = 0; i < count; i++) {
        const char *line_end = memchr(text, '\n', (size_t)(end - text));
        out[i] = nanoseconds_of(text, (size_t)(line_end - text));
        text = line_end + 1;
    }
}

#if LIBFUSEAU_HAS_COLUMN_PARSE_LINES

static void read_lines(const char *text, size_t size, size_t count, int64_t *out)
{
    fuseau_column_parse_lines(text, size, NULL, out, NULL, count);
}

#else

static void read_lines(const char *text, size_t size, size_t count, int64_t *out)
{
    read_lines_by_hand(text, size, count, out);
}

#endif

const struct reader libfuseau_reader = {
    {LIBFUSEAU_NAME,
     "fuseau_rfc3339_parse; fuseau_rfc3339_from_instant, fuseau_rfc3339_format; "
     "fuseau_column_parse_lines",
     libfuseau_version},
    1,
    1,
    read_texts,
    {write_fraction, write_zulu, write_shortest},
    read_lines,
    read_lines_by_hand,
};
