/* rfc3339_contender.h -- who reads and writes the texts: libfuseau, and what a user would pick
 * instead */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_RFC3339_CONTENDER_H
#define FUSEAU_BENCH_RFC3339_CONTENDER_H

#include "measure.h"
#include "rfc3339_sample.h"
#include "rfc3339_write.h"

/* What it has no call for is NULL. */
struct reader {
    struct contender contender;
    int32_t nanoseconds; /* the finest it can read; what is finer is not asked of it */
    int32_t nanoseconds_written;

    /* Read the first `count` texts into `out`. */
    void (*read)(const struct sample *sample, size_t count, struct reading *out);

    /* Write the first `count` instants into `out`; for each row, as not all know every form. */
    void (*write[WRITINGS])(const struct write_sample *sample, size_t count, struct line *out);

    /*
     * Read the lines of `size` bytes, each of which ends with LF, as nanoseconds since 1970: with a
     * call for many lines, and with memchr and a call for each.
     */
    void (*lines)(const char *text, size_t size, size_t count, int64_t *out);
    void (*lines_by_hand)(const char *text, size_t size, size_t count, int64_t *out);
};

/* Everybody, in the order of struct bench. */
extern const struct reader *readers[CONTENDERS_MAX];

/*
 * Say in `bench` who there is, and make what is made once and used by every call, such as ICU's
 * formatters. False: it cannot be had.
 */
bool readers_open(struct bench *bench);
void readers_close(void);

#endif
