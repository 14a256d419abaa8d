/* rfc3339_abseil.h -- absl::ParseTime for C: a batch a call, so that the way there costs nothing */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_RFC3339_ABSEIL_H
#define FUSEAU_BENCH_RFC3339_ABSEIL_H

#include "rfc3339_sample.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Read `count` texts with absl::RFC3339_full into `out`. */
void abseil_parse_batch(const struct text *texts, size_t count, struct reading *out);

#ifdef __cplusplus
}
#endif
#endif
