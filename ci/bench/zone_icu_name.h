/* zone_icu_name.h -- icu::TimeZone by its name, for C: ICU's C calls make a calendar at once */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_ZONE_ICU_NAME_H
#define FUSEAU_BENCH_ZONE_ICU_NAME_H

#include "zone_sample.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What `struct keeper` says of it. */
void icu_by_name(void *zones, const struct questions *questions, size_t count, uint8_t *out);

/* The names as icu::UnicodeString. */
void *icu_names_new(const char *const *names, size_t count);
void icu_names_free(void *names);

#ifdef __cplusplus
}
#endif
#endif
