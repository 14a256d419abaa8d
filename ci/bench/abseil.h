/* abseil.h -- absl::ParseTime for C: a whole batch a call, so that the way there costs nothing */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_ABSEIL_H
#define FUSEAU_BENCH_ABSEIL_H

#include "sample.h"

#ifdef __cplusplus
extern "C" {
#endif

/* "20220623", or "head" where Abseil is not a release. */
const char *abseil_version(void);

/* Read `count` texts with absl::RFC3339_full into `out`. */
void abseil_parse_batch(const struct text *texts, size_t count, struct reading *out);

#ifdef __cplusplus
}
#endif
#endif
