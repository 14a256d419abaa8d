/* zone_hinnant.h -- date::time_zone (Howard Hinnant's date) for C: a batch a call, as for Abseil */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_ZONE_HINNANT_H
#define FUSEAU_BENCH_ZONE_HINNANT_H

#include "zone_sample.h"

#ifdef __cplusplus
extern "C" {
#endif

const char *hinnant_version(void);

/* What `struct keeper` says of each. */
void *hinnant_open(const char *const *names, size_t count);
void hinnant_close(void *zones, size_t count);
void hinnant_offsets(void *zones, const struct questions *questions, size_t count, int32_t *out);
void hinnant_instants(void *zones, const struct questions *questions, size_t count, int64_t *out);
void hinnant_civils(void *zones, const struct questions *questions, size_t count,
                    struct civil *out);
void hinnant_by_name(void *zones, const struct questions *questions, size_t count, uint8_t *out);
void hinnant_dates(const int32_t *day_numbers, size_t count, struct civil *out);

#ifdef __cplusplus
}
#endif
#endif
