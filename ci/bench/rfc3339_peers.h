/* rfc3339_peers.h -- writers of timestamps in C that a user would pick instead: glibc, GLib, ICU */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_RFC3339_PEERS_H
#define FUSEAU_BENCH_RFC3339_PEERS_H

#include "rfc3339_write.h"

/* What `struct reader` says of each. */
void glibc_write(const struct write_sample *sample, size_t count, struct line *out);
void glib_write(const struct write_sample *sample, size_t count, struct line *out);
void icu_write(const struct write_sample *sample, size_t count, struct line *out);

/* The moments as GDateTime. */
void *glib_moments_new(const struct moment *moments, size_t count);
void glib_moments_free(void *moments, size_t count);

/* ICU's formatters and a calendar for each offset. False: they cannot be had. */
bool icu_writers_open(void);
void icu_writers_close(void);

#endif
