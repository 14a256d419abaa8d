/* coverage.h -- pure: which lines ran, read from an lcov tracefile */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_COVERAGE_H
#define VIGIL_VERDICT_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

struct coverage_line {
    unsigned line;
    uint64_t hits;
};

struct coverage_file {
    char *path;                  /* from the top of the checkout; hostile */
    struct coverage_line *lines; /* in order, each once: the greatest count of several records */
    size_t count;
};

struct coverage {
    struct coverage_file *files; /* in byte order of their paths */
    size_t count;
    /* The first two paths that were left out, as they were named, made inert and cut short; ""
     * where there are none. Where no file is left, they tell why. */
    char elsewhere[2][200];
};

struct coverage_sum {
    size_t lines, covered;
};

/*
 * Adds a tracefile (geninfo(1): SF, DA, end_of_record; the rest is passed over) to *coverage, which
 * starts as {0}. Files that do not lie below `root` (absolute) and below one of the directories of
 * `sources` (separated by blanks, from the root; "." is all) are left out. A fault names the line.
 * *coverage is to be freed in any case.
 */
bool coverage_read(const char *text, size_t size, const char *root, const char *sources,
                   struct coverage *coverage, struct fault *fault);
void coverage_free(struct coverage *coverage);

struct coverage_sum coverage_total(const struct coverage *coverage);

/* The file of this path, or NULL. */
const struct coverage_file *coverage_of(const struct coverage *coverage, const char *path);

/* Whether the path lies below one of the directories of `sources`. */
bool coverage_is_source(const char *path, const char *sources);

/* Covered lines of 1,000, rounded down: 856 for 85.65 %. 1000 where there are no lines. */
unsigned coverage_permille(struct coverage_sum sum);

#endif
