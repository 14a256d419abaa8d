/* tzdb_cache.h -- (private) zones by name: what a database has read; to look needs no lock */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_TZDB_CACHE_H
#define FUSEAU_TZDB_CACHE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "tzdb_posix.h"
#include "zone.h"
#include "zone_parts.h"

/* Twice what IANA's data needs; more names make the chains longer, no more. */
enum { TZDB_CACHE_CHAINS = 1024 };

/*
 * Readers look up a name while writers, who hold the database's lock, change what it stands for.
 * That a reader never touches what is gone, nor takes one zone for another, rests on this:
 *
 * - The records of names and of files are not freed until the database is closed, which nobody does
 *   while others read. Those that are done with are used again, so that there are never more than
 *   there once were at a time. All that a reader looks at before it owns a zone is atomic.
 * - A name's record has a version, which is odd while it is given another name. A reader to whom it
 *   is the same before and after everything else has read all of one name. (H.-J. Boehm, "Can
 *   seqlocks get along with programming language memory models?", 2012: acquiring loads and
 *   releasing stores, and no fence.)
 * - In one version a file is stored before its generation, and generations never fall. So whoever
 *   sees a generation sees the file of that one, or of a later one, or none.
 * - A file's record goes to another file only when all names have turned away from it and the last
 *   owner has released the zone. A reader who has found a record looks at its count of owners. If
 *   that is 0, it leaves it alone. If not, it adds itself in the same step, whereby it is an owner
 *   of whichever zone the record has: neither will go away now. If the name still stands for this
 *   record, that zone is the one: had the record gone from one file to another since, then the
 *   reader, who sees the new count, would see that the name had turned away. If not, the reader
 *   lets go of it again, and looks under the lock.
 * - A reader in a chain may be led into another, or among those records that wait to be used again,
 *   by one that was moved meanwhile. There it finds nothing, and looks under the lock.
 */

/* A file that was read, and its zone. */
struct tzdb_cache_file {
    struct zone_owners owners; /* of the zone; first, since the zone's last owner may free it all */
    const struct fuseau_zone *zone;
    struct tzdb_stamp stamp;
    size_t names; /* that stand for it, each of which owns the zone; 0: it is retired */
    struct tzdb_cache_file *next;
};

/* Which zone a name had, and in which generation that was found out. */
struct tzdb_cache_name {
    struct tzdb_cache_name *_Atomic next;
    struct tzdb_cache_file *_Atomic file; /* NULL: it has none, and is about to have one or go */
    atomic_size_t version;
    atomic_size_t generation;
    atomic_size_t size;
    atomic_size_t words[]; /* the name, the first byte lowest in each; NULs at the end */
};

/*
 * Records of names have room for 16 bytes, or twice, four times, …, 16 times as much, of which each
 * kind is used again by itself.
 */
enum { TZDB_CACHE_NAME_LEAST = 16, TZDB_CACHE_NAME_MOST = 256, TZDB_CACHE_NAME_KINDS = 5 };

/* All zero: an empty cache. Generations are counted from 1. */
struct tzdb_cache {
    struct tzdb_cache_name *_Atomic names[TZDB_CACHE_CHAINS];
    struct tzdb_cache_file *files[TZDB_CACHE_CHAINS]; /* by their stamps */
    struct tzdb_cache_name *spare[TZDB_CACHE_NAME_KINDS];
    struct tzdb_cache_file
        *retired; /* which no name stands for; somebody may still have the zone */
};

#pragma GCC visibility push(hidden)

/* Any thread may do this at any time: the zone of a name in this generation, retained, or NULL. */
const struct fuseau_zone *tzdb_cache_zone(struct tzdb_cache *cache, const char *name, size_t size,
                                          size_t generation);

/* What follows is done by one thread at a time. */

/* Whether the name has a zone, of whatever generation. */
bool tzdb_cache_knows(struct tzdb_cache *cache, const char *name, size_t size);

/* The zone of the file that has this stamp, whatever its name, retained; or NULL. */
const struct fuseau_zone *tzdb_cache_file_zone(const struct tzdb_cache *cache,
                                               const struct tzdb_stamp *stamp);

/*
 * Lets a name stand for the file that has this stamp, of which `zone` is; a newer answer stays. If
 * the file has another zone already, that is retained in the place of `zone`, which is released.
 * A zone that is new to the cache has no owner but the caller. False: no memory.
 */
bool tzdb_cache_put(struct tzdb_cache *cache, const char *name, size_t size, size_t generation,
                    const struct tzdb_stamp *stamp, const struct fuseau_zone **zone);

/* Lets a name stand for nothing, if what it stands for is no newer than `generation`. */
void tzdb_cache_drop(struct tzdb_cache *cache, const char *name, size_t size, size_t generation);

/* Frees everything but the zones that somebody else has. */
void tzdb_cache_clear(struct tzdb_cache *cache);

#pragma GCC visibility pop

#endif
