/* tzdb_cache.h -- (private) zones by name: what a database has read. Its lock is held meanwhile */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_TZDB_CACHE_H
#define FUSEAU_TZDB_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "tzdb_posix.h"
#include "zone.h"

/* Twice what IANA's data needs; more names make the chains longer, no more. */
enum { TZDB_CACHE_CHAINS = 1024 };

/* Which zone a name had, and in which generation that was found out. */
struct tzdb_cache_entry {
    struct tzdb_cache_entry *next;
    uint64_t generation;
    struct tzdb_stamp stamp;
    const struct fuseau_zone *zone; /* retained */
    char name[];
};

/* All zero: an empty cache. */
struct tzdb_cache {
    struct tzdb_cache_entry *chains[TZDB_CACHE_CHAINS];
};

#pragma GCC visibility push(hidden)

/* What points to the entry of the name, or to the NULL at the end of its chain. */
struct tzdb_cache_entry **tzdb_cache_place(struct tzdb_cache *cache, const char *name);

/* An entry, whatever its name, of the file that has this stamp, or NULL. */
const struct tzdb_cache_entry *tzdb_cache_find_file(const struct tzdb_cache *cache,
                                                    const struct tzdb_stamp *stamp);

/* Gives `name` all of `entry` but its name and `next`; newer ones stay. False: no memory. */
bool tzdb_cache_put(struct tzdb_cache *cache, const char *name,
                    const struct tzdb_cache_entry *entry);

/* Takes out the entry of a name, if there is one that is no newer than `generation`. */
void tzdb_cache_drop(struct tzdb_cache *cache, const char *name, uint64_t generation);

void tzdb_cache_clear(struct tzdb_cache *cache);

#pragma GCC visibility pop

#endif
