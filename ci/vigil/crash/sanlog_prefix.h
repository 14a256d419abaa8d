/* sanlog_prefix.h -- (private) what a CI service, a container or a logger puts before each line */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_SANLOG_PREFIX_H
#define VIGIL_CRASH_SANLOG_PREFIX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

enum { SANLOG_PREFIX_PARTS = 3 };

/* What a CI service puts before each line: up to three of the parts that sanlog_prefix.c lists, one
 * after the other: "fuzz-1  | 2026-11-30T06:00:00.123Z ". */
struct sanlog_prefix {
    size_t count;
    struct sanlog_prefix_part {
        size_t form;       /* a row of the table */
        struct span label; /* a name has to be the same on each line; "" for a time */
        size_t blanks;     /* after it */
    } parts[SANLOG_PREFIX_PARTS];
};

typedef bool sanlog_prefix_fits(struct span rest, const struct sanlog_prefix *prefix,
                                void *context);

/* How the line at hand may be prefixed, the longest first: calls `fits` with what would be left,
 * until it says yes. False where no prefix fits. */
bool sanlog_prefix_find(struct span line, sanlog_prefix_fits *fits, void *context,
                        struct sanlog_prefix *prefix);

/* Takes such a prefix off the line; false, and the line as it was, where it has another. */
bool sanlog_prefix_take(struct span *line, const struct sanlog_prefix *prefix);

/* Whether it ends in a mere "word: ", by which a program may quote a report as well. */
bool sanlog_prefix_is_loose(const struct sanlog_prefix *prefix);

#endif
