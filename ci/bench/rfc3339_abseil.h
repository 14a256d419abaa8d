/* rfc3339_abseil.h -- Abseil as reader and writer, for C: a batch a call, so the way costs nothing
 */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_RFC3339_ABSEIL_H
#define FUSEAU_BENCH_RFC3339_ABSEIL_H

#include "rfc3339_sample.h"
#include "rfc3339_write.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Read `count` texts with absl::RFC3339_full into `out`. */
void abseil_parse_batch(const struct text *texts, size_t count, struct reading *out);

/* What `struct reader` says of it. */
void abseil_write(const struct write_sample *sample, size_t count, struct line *out);

/* The moments as absl::Time and absl::TimeZone. */
void *abseil_moments_new(const struct moment *moments, size_t count);
void abseil_moments_free(void *moments);

#ifdef __cplusplus
}
#endif
#endif
