/* zone_glibc.h -- localtime_r and mktime, which know one zone at a time */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_ZONE_GLIBC_H
#define FUSEAU_BENCH_ZONE_GLIBC_H

#include "zone_sample.h"

/* What `struct keeper` says of each. */
void *glibc_open(const char *const *names, size_t count);
void glibc_close(void *zones, size_t count);
void glibc_offsets(void *zones, const struct questions *questions, size_t count, int32_t *out);
void glibc_instants(void *zones, const struct questions *questions, size_t count, int64_t *out);
void glibc_civils(void *zones, const struct questions *questions, size_t count, struct civil *out);
void glibc_dates(const int32_t *day_numbers, size_t count, struct civil *out);

#endif
