/* rfc3339_write.h -- the instants that are written, and how they should look */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_RFC3339_WRITE_H
#define FUSEAU_BENCH_RFC3339_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "measure.h"

/* An instant, and the offset at which it is to be written. */
struct moment {
    int64_t seconds;
    int32_t nanoseconds;
    int32_t offset_seconds; /* never 0, unless all of the row are to be written with "Z" */
};

enum { LINE_MAX_SIZE = 40 };

/* What a contender wrote, without a NUL. */
struct line {
    char bytes[LINE_MAX_SIZE];
    size_t size; /* 0: it could not */
};

/* The rows of the table. */
enum writing {
    WRITE_FRACTION, /* nine digits and an offset */
    WRITE_ZULU,     /* whole seconds, in UTC */
    WRITE_SHORTEST, /* 0, 3, 6 or 9 digits, the fewest that lose nothing, and an offset */
    WRITINGS,
};

struct write_sample {
    const char *name;
    const char *example;
    enum writing writing;
    struct moment moments[CALLS];
    struct line expected[CALLS];
    void *glib;   /* the same as GDateTime */
    void *abseil; /* the same as absl::Time and absl::TimeZone */
};

/* NULL if memory runs out. What is expected comes from gmtime_r() and printf(). */
struct write_sample *write_sample_new(enum writing writing);
void write_sample_free(struct write_sample *sample);

/*
 * Whether `line` is what call `i` should write, by somebody who knows no finer time than `finest`
 * nanoseconds and may leave out the digits beneath that.
 */
bool write_is_right(const struct write_sample *sample, size_t i, int32_t finest,
                    const struct line *line);

#endif
