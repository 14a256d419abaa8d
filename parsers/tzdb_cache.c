/* tzdb_cache.c -- zones by name: what a database has read */
/* SPDX-License-Identifier: MIT */
#include "tzdb_cache.h"

#include <stdlib.h>
#include <string.h>

/* FNV-1a. Only names that the database has come in, so nobody can choose them to collide. */
static size_t chain_of(const char *name)
{
    uint32_t hash = UINT32_C(2166136261);
    for (; *name != '\0'; name++) {
        hash = (hash ^ (unsigned char)*name) * UINT32_C(16777619);
    }
    return hash % TZDB_CACHE_CHAINS;
}

struct tzdb_cache_entry **tzdb_cache_place(struct tzdb_cache *cache, const char *name)
{
    struct tzdb_cache_entry **place = &cache->chains[chain_of(name)];
    while (*place && strcmp((*place)->name, name) != 0) {
        place = &(*place)->next;
    }
    return place;
}

const struct tzdb_cache_entry *tzdb_cache_find_file(const struct tzdb_cache *cache,
                                                    const struct tzdb_stamp *stamp)
{
    for (size_t i = 0; i < TZDB_CACHE_CHAINS; i++) {
        for (const struct tzdb_cache_entry *entry = cache->chains[i]; entry; entry = entry->next) {
            if (tzdb_stamp_equal(&entry->stamp, stamp)) {
                return entry;
            }
        }
    }
    return NULL;
}

bool tzdb_cache_put(struct tzdb_cache *cache, const char *name,
                    const struct tzdb_cache_entry *entry)
{
    struct tzdb_cache_entry **place = tzdb_cache_place(cache, name);
    struct tzdb_cache_entry *mine = *place;
    if (!mine) {
        size_t size = strlen(name) + 1;
        mine = calloc(1, sizeof *mine + size);
        if (!mine) {
            return false;
        }
        memcpy(mine->name, name, size);
        *place = mine;
    }
    if (mine->generation <= entry->generation) {
        const struct fuseau_zone *before = mine->zone;
        mine->generation = entry->generation;
        mine->stamp = entry->stamp;
        mine->zone = fuseau_zone_retain(entry->zone);
        fuseau_zone_release(before);
    }
    return true;
}

void tzdb_cache_drop(struct tzdb_cache *cache, const char *name, uint64_t generation)
{
    struct tzdb_cache_entry **place = tzdb_cache_place(cache, name);
    struct tzdb_cache_entry *entry = *place;
    if (entry && entry->generation <= generation) {
        *place = entry->next;
        fuseau_zone_release(entry->zone);
        free(entry);
    }
}

void tzdb_cache_clear(struct tzdb_cache *cache)
{
    for (size_t i = 0; i < TZDB_CACHE_CHAINS; i++) {
        while (cache->chains[i]) {
            tzdb_cache_drop(cache, cache->chains[i]->name, UINT64_MAX);
        }
    }
}
