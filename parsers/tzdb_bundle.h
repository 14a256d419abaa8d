/* tzdb_bundle.h -- (private) the copy of the zones that is built into the library */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_TZDB_BUNDLE_H
#define FUSEAU_TZDB_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A name, which ends with NUL, and the index of its zone: links have one in common. */
struct tzdb_bundle_name {
    uint32_t at;
    uint32_t zone;
};

/* A TZif file. */
struct tzdb_bundle_zone {
    uint32_t at;
    uint32_t size;
};

#pragma GCC visibility push(hidden)

/*
 * What bundle.c writes at build time, or tzdb_bundle.c has under TZDB_NO_BUNDLE in its place.
 * Offsets into one array and no pointers, which would have to be relocated in each process that
 * loads the library.
 */
extern const unsigned char tzdb_bundle_bytes[];
extern const struct tzdb_bundle_name tzdb_bundle_names[]; /* in the order of strcmp */
extern const struct tzdb_bundle_zone tzdb_bundle_zones[];
extern const uint32_t tzdb_bundle_count; /* of names; 0: there is no copy */
extern const char tzdb_bundle_version[];

/* The name at `index`, which is less than the count. */
const char *tzdb_bundle_name(uint32_t index);

/* Which zone has this name. False: none. */
bool tzdb_bundle_find(const char *name, uint32_t *zone);

/* The bytes of a zone. */
const char *tzdb_bundle_zone(uint32_t zone, size_t *size);

#pragma GCC visibility pop

#endif
