/* tzdb_cache.c -- zones by name; whoever calls holds the lock */
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

/* What points to the entry of the name, or to the NULL at the end of its chain. */
static struct tzdb_entry **place_of(struct tzdb_cache *cache, const char *name)
{
    struct tzdb_entry **place = &cache->chains[chain_of(name)];
    while (*place && strcmp((*place)->name, name) != 0) {
        place = &(*place)->next;
    }
    return place;
}

const struct tzdb_entry *tzdb_cache_find(const struct tzdb_cache *cache, const char *name)
{
    const struct tzdb_entry *entry = cache->chains[chain_of(name)];
    while (entry && strcmp(entry->name, name) != 0) {
        entry = entry->next;
    }
    return entry;
}

const struct tzdb_entry *tzdb_cache_find_file(const struct tzdb_cache *cache,
                                              const struct tzdb_stamp *stamp)
{
    for (size_t i = 0; i < TZDB_CACHE_CHAINS; i++) {
        for (const struct tzdb_entry *entry = cache->chains[i]; entry; entry = entry->next) {
            if (tzdb_stamp_equal(&entry->stamp, stamp)) {
                return entry;
            }
        }
    }
    return NULL;
}

/* A new entry, of no generation, at the end of a chain. NULL: no memory. */
static struct tzdb_entry *append(struct tzdb_entry **place, const char *name)
{
    size_t size = strlen(name) + 1;
    struct tzdb_entry *entry = calloc(1, sizeof *entry + size);
    if (entry) {
        memcpy(entry->name, name, size);
        *place = entry;
    }
    return entry;
}

bool tzdb_cache_put(struct tzdb_cache *cache, const char *name, const struct tzdb_entry *entry)
{
    struct tzdb_entry **place = place_of(cache, name);
    struct tzdb_entry *mine = *place ? *place : append(place, name);
    if (!mine) {
        return false;
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
    struct tzdb_entry **place = place_of(cache, name);
    struct tzdb_entry *entry = *place;
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
