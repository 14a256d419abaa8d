/* rfc3339_lines.h -- a million lines, each a timestamp, and how fast their memory can be read */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_RFC3339_LINES_H
#define FUSEAU_BENCH_RFC3339_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LINES = 1000000,
    LINE_SIZE = 21, /* "2024-07-11T01:14:00Z\n" */
};

/* The rows of the table. */
enum lines_row {
    LINES_AT_ONCE, /* by a call for many lines, where the library has one; else as the next */
    LINES_BY_HAND, /* memchr, and a call for each line */
    LINES_SUMMED,  /* not read at all: the words of their bytes are added up */
    LINES_ROWS,
};

extern const char *const lines_row_names[LINES_ROWS];

struct lines_sample {
    char *text;        /* LINES * LINE_SIZE bytes */
    int64_t *expected; /* nanoseconds since 1970 */
    int64_t *answers;
};

/* False: memory runs out. */
bool lines_open(struct lines_sample *sample);
void lines_close(struct lines_sample *sample);

/* The sum of all words of eight bytes; what is left over is not looked at. */
uint64_t lines_sum(const char *bytes, size_t size);

#endif
