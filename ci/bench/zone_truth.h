/* zone_truth.h -- what a zone file says, read plainly and searched from the start, to judge all by
 */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_ZONE_TRUTH_H
#define FUSEAU_BENCH_ZONE_TRUTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRUTH_DIRECTORY "/usr/share/zoneinfo"

enum {
    TRUTH_YEAR_MAX = 2401, /* nothing is known after it */
    TRUTH_CHANGES_MAX = 1536,
};

/* Every change of offset there is in the file, and then by its footer, one after the other. */
struct truth {
    size_t changes;
    int64_t at[TRUTH_CHANGES_MAX];
    int32_t offsets[TRUTH_CHANGES_MAX + 1]; /* [i] ends at at[i]; the last does not */
};

/*
 * Read the file of the zone `name`, of TZif version 2 or later, whose footer has rules of the form
 * Mm.w.d or none. False: it is not like that.
 */
bool truth_read(const char *name, struct truth *truth);

int32_t truth_offset(const struct truth *truth, int64_t seconds);

/* The earlier instant in a fold; in a gap that which the offset before it gives (RFC 5545). */
int64_t truth_instant(const struct truth *truth, int64_t local_seconds);

#endif
