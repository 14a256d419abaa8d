/* zone_abseil.h -- absl::TimeZone (cctz) for C: a batch a call, so that the way costs nothing */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_ZONE_ABSEIL_H
#define FUSEAU_BENCH_ZONE_ABSEIL_H

#include "zone_sample.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What `struct keeper` says of each. */
void *abseil_open(const char *const *names, size_t count);
void abseil_close(void *zones, size_t count);
void abseil_offsets(void *zones, const struct questions *questions, size_t count, int32_t *out);
void abseil_instants(void *zones, const struct questions *questions, size_t count, int64_t *out);
void abseil_civils(void *zones, const struct questions *questions, size_t count, struct civil *out);
void abseil_by_name(void *zones, const struct questions *questions, size_t count, uint8_t *out);
void abseil_dates(const int32_t *day_numbers, size_t count, struct civil *out);

/* The local times as absl::CivilSecond. */
void *abseil_locals_new(const struct civil *local, size_t count);
void abseil_locals_free(void *locals);

#ifdef __cplusplus
}
#endif
#endif
