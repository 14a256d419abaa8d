/* zone_libfuseau.h -- libfuseau, on the files of the system and on its built-in copy */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_ZONE_LIBFUSEAU_H
#define FUSEAU_BENCH_ZONE_LIBFUSEAU_H

#include "zone_sample.h"

bool libfuseau_has_bundled(void);
void *libfuseau_open_bundled(const char *const *names, size_t count);
size_t libfuseau_stated(void *zones, size_t count);

/* What `struct keeper` says of each. */
void *libfuseau_open(const char *const *names, size_t count);
void libfuseau_close(void *zones, size_t count);
void libfuseau_offsets(void *zones, const struct questions *questions, size_t count, int32_t *out);
void libfuseau_instants(void *zones, const struct questions *questions, size_t count, int64_t *out);
void libfuseau_civils(void *zones, const struct questions *questions, size_t count,
                      struct civil *out);

#endif
