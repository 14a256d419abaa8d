/* rfc3339_sample.h -- the texts that are read: a few thousand of each kind, no two runs different
 */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_RFC3339_SAMPLE_H
#define FUSEAU_BENCH_RFC3339_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "measure.h"

/* One text in the three forms the contenders ask for, all made before the clock starts. */
struct text {
    const char *packed;     /* `size` bytes; the next text begins right behind */
    const char *terminated; /* the same and a NUL */
    const uint16_t *wide;   /* the same in UTF-16 */
    size_t size;
};

/* What a contender made of one text. */
struct reading {
    int64_t seconds; /* since 1970-01-01T00:00:00Z; 0 if refused */
    int32_t nanoseconds;
    bool accepted;
};

/* The kinds of text: the rows of the table. */
enum kind {
    KIND_ZULU,
    KIND_OFFSET,
    KIND_FRACTION,
    KIND_MIXED,
    KIND_MONTH,
    KIND_DAY,
    KIND_SPACE,
    KIND_HOUR,
    KIND_SECOND,
    KIND_COLON,
    KIND_SHORT,
    KIND_JUNK,
    KIND_PROSE,
    KIND_REFUSED,
    KINDS,
};

struct sample {
    const char *name;
    const char *example;
    bool accepted;     /* RFC 3339 s. 5.6 accepts every text of this kind, or none */
    bool fraction;     /* a text may have a fraction of a second */
    enum kind closest; /* the accepted kind of the most similar shape */
    struct text texts[CALLS];
    struct reading expected[CALLS];
    void *memory[3]; /* what the texts point into */
};

/* NULL if memory runs out. The expected instants come from timegm(), not from libfuseau. */
struct sample *sample_new(enum kind kind);
void sample_free(struct sample *sample);

#endif
