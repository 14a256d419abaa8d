/* zone_icu.h -- ucal, with a calendar for each zone */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_ZONE_ICU_H
#define FUSEAU_BENCH_ZONE_ICU_H

#include "zone_sample.h"

/* "72.1 (zones of 2025b)" */
const char *icu_version(void);

/* What `struct keeper` says of each. */
void *icu_open(const char *const *names, size_t count);
void icu_close(void *zones, size_t count);
void icu_offsets(void *zones, const struct questions *questions, size_t count, int32_t *out);
void icu_instants(void *zones, const struct questions *questions, size_t count, int64_t *out);
void icu_civils(void *zones, const struct questions *questions, size_t count, struct civil *out);

#endif
