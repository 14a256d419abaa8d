/* tzdb_cache.c -- zones by name: what a database has read; to look needs no lock */
/* SPDX-License-Identifier: MIT */
#include "tzdb_cache.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cursor.h"

/* The zone's last owner frees the record where it frees the owners. */
_Static_assert(offsetof(struct tzdb_cache_file, owners) == 0, "the owners are not first");

/* ---- names ---- */

/*
 * The bytes of a name from `at` on as a word, the first lowest; those past the end are NUL. Of few
 * bytes some are read twice.
 */
RULE size_t word_at(const char *text, size_t size, size_t at)
{
    if (size >= 8) {
        return (size_t)cursor_word((struct cursor){text, size}, at);
    }
    uint64_t all = 0;
    if (size >= 4) {
        all = cursor_load4(text) | (uint64_t)cursor_load4(text + size - 4) << (8 * (size - 4));
    } else if (size > 0) {
        all = (uint64_t)(unsigned char)text[0] |
              (uint64_t)(unsigned char)text[size / 2] << (8 * (size / 2)) |
              (uint64_t)(unsigned char)text[size - 1] << (8 * (size - 1));
    }
    return (size_t)(all >> (8 * at));
}

/*
 * A multiplication mixes each byte into all above it, of which the highest ten bits count; so that
 * the last bytes of a word reach them as well as its first, the high half is folded down. Only
 * names that the database has come in, so nobody can choose them to collide.
 */
RULE uint64_t mixed(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15); /* 2^64 divided by the golden ratio */
    return hash ^ hash >> 32;
}

RULE size_t chain_of_name(const char *text, size_t size)
{
    uint64_t hash = size;
    for (size_t at = 0; at < size; at += sizeof(size_t)) {
        hash = mixed(hash, word_at(text, size, at));
    }
    return (size_t)(hash >> 54) % TZDB_CACHE_CHAINS;
}

RULE bool is_name(struct tzdb_cache_name *name, const char *text, size_t size)
{
    if (atomic_load_explicit(&name->size, memory_order_acquire) != size) {
        return false;
    }
    for (size_t at = 0; at < size; at += sizeof(size_t)) {
        if (atomic_load_explicit(&name->words[at / sizeof(size_t)], memory_order_acquire) !=
            word_at(text, size, at)) {
            return false;
        }
    }
    return true;
}

/* The name in the cache, or NULL; and the version in which it was the name. */
RULE struct tzdb_cache_name *find_name(struct tzdb_cache *cache, const char *text, size_t size,
                                       size_t *version)
{
    if (size > TZDB_CACHE_NAME_MOST) {
        return NULL;
    }
    struct tzdb_cache_name *name =
        atomic_load_explicit(&cache->names[chain_of_name(text, size)], memory_order_acquire);
    for (; name; name = atomic_load_explicit(&name->next, memory_order_acquire)) {
        *version = atomic_load_explicit(&name->version, memory_order_acquire);
        if (is_name(name, text, size)) {
            return name;
        }
    }
    return NULL;
}

/* The comment in tzdb_cache.h says why this is right. */
const struct fuseau_zone *tzdb_cache_zone(struct tzdb_cache *cache, const char *text, size_t size,
                                          size_t generation)
{
    size_t version;
    struct tzdb_cache_name *name = find_name(cache, text, size, &version);
    if (!name || atomic_load_explicit(&name->generation, memory_order_acquire) != generation) {
        return NULL;
    }
    struct tzdb_cache_file *file = atomic_load_explicit(&name->file, memory_order_acquire);
    if (!file || !zone_owners_join(&file->owners)) {
        return NULL;
    }
    const struct fuseau_zone *zone = file->zone;
    if (atomic_load_explicit(&name->file, memory_order_acquire) != file || version % 2 != 0 ||
        atomic_load_explicit(&name->version, memory_order_relaxed) != version) {
        fuseau_zone_release(zone);
        return NULL;
    }
    return zone;
}

bool tzdb_cache_knows(struct tzdb_cache *cache, const char *text, size_t size)
{
    size_t version;
    return find_name(cache, text, size, &version) != NULL;
}

/* Which kind of record has room for a name. */
static unsigned kind_for(size_t size)
{
    unsigned kind = 0;
    while (size > (size_t)TZDB_CACHE_NAME_LEAST << kind) {
        kind++;
    }
    return kind;
}

/* A record that has no name yet, or another. NULL: no memory. */
static struct tzdb_cache_name *new_name(struct tzdb_cache *cache, size_t size)
{
    unsigned kind = kind_for(size);
    struct tzdb_cache_name *name = cache->spare[kind];
    if (!name) {
        return calloc(1, sizeof *name + ((size_t)TZDB_CACHE_NAME_LEAST << kind));
    }
    cache->spare[kind] = atomic_load_explicit(&name->next, memory_order_relaxed);
    return name;
}

/* Each store is seen by nobody who does not see that the version is odd, or a later one. */
static void give_name(struct tzdb_cache_name *name, const char *text, size_t size)
{
    size_t version = atomic_load_explicit(&name->version, memory_order_relaxed);
    atomic_store_explicit(&name->version, version + 1, memory_order_relaxed);
    atomic_store_explicit(&name->generation, 0, memory_order_release);
    atomic_store_explicit(&name->size, size, memory_order_release);
    for (size_t at = 0; at < size; at += sizeof(size_t)) {
        atomic_store_explicit(&name->words[at / sizeof(size_t)], word_at(text, size, at),
                              memory_order_release);
    }
    atomic_store_explicit(&name->version, version + 2, memory_order_release);
}

/* The name in the cache, into which it is put if it is not there. NULL: no memory. */
static struct tzdb_cache_name *make_name(struct tzdb_cache *cache, const char *text, size_t size)
{
    size_t version;
    struct tzdb_cache_name *name = find_name(cache, text, size, &version);
    if (name || size > TZDB_CACHE_NAME_MOST || !(name = new_name(cache, size))) {
        return name;
    }
    struct tzdb_cache_name *_Atomic *chain = &cache->names[chain_of_name(text, size)];
    give_name(name, text, size);
    atomic_store_explicit(&name->next, atomic_load_explicit(chain, memory_order_relaxed),
                          memory_order_release);
    atomic_store_explicit(chain, name, memory_order_release);
    return name;
}

/* Takes a name that stands for nothing out of its chain, to be used again. */
static void spare_name(struct tzdb_cache *cache, struct tzdb_cache_name *name, const char *text,
                       size_t size)
{
    struct tzdb_cache_name *_Atomic *link = &cache->names[chain_of_name(text, size)];
    struct tzdb_cache_name **spare = &cache->spare[kind_for(size)];
    struct tzdb_cache_name *at;
    while ((at = atomic_load_explicit(link, memory_order_relaxed)) != name) {
        link = &at->next;
    }
    atomic_store_explicit(link, atomic_load_explicit(&name->next, memory_order_relaxed),
                          memory_order_release);
    atomic_store_explicit(&name->next, *spare, memory_order_release);
    *spare = name;
}

/* ---- files ---- */

static size_t chain_of_stamp(const struct tzdb_stamp *stamp)
{
    return (size_t)(mixed(mixed(stamp->device, (uint64_t)stamp->changed_nanoseconds),
                          stamp->inode) >>
                    54) %
           TZDB_CACHE_CHAINS;
}

static struct tzdb_cache_file *find_file(const struct tzdb_cache *cache,
                                         const struct tzdb_stamp *stamp)
{
    struct tzdb_cache_file *file = cache->files[chain_of_stamp(stamp)];
    while (file && !tzdb_stamp_equal(&file->stamp, stamp)) {
        file = file->next;
    }
    return file;
}

const struct fuseau_zone *tzdb_cache_file_zone(const struct tzdb_cache *cache,
                                               const struct tzdb_stamp *stamp)
{
    const struct tzdb_cache_file *file = find_file(cache, stamp);
    return file ? fuseau_zone_retain(file->zone) : NULL;
}

/* Takes a record out of the list that it is in. */
static void unlink_file(struct tzdb_cache_file **list, const struct tzdb_cache_file *file)
{
    while (*list != file) {
        list = &(*list)->next;
    }
    *list = file->next;
}

static void push_file(struct tzdb_cache_file **list, struct tzdb_cache_file *file)
{
    file->next = *list;
    *list = file;
}

/* A record for a file: one that has been retired, and whose zone is gone, or a new one. */
static struct tzdb_cache_file *new_file(struct tzdb_cache *cache)
{
    for (struct tzdb_cache_file *file = cache->retired; file; file = file->next) {
        if (zone_owners_are_gone(&file->owners)) {
            unlink_file(&cache->retired, file);
            return file;
        }
    }
    return calloc(1, sizeof(struct tzdb_cache_file));
}

/*
 * The record of the file that has this stamp, with `zone` if it has none yet. A zone whose names
 * all turned away while the caller had it has a record that was retired. NULL: no memory.
 */
static struct tzdb_cache_file *make_file(struct tzdb_cache *cache, const struct tzdb_stamp *stamp,
                                         const struct fuseau_zone *zone)
{
    struct tzdb_cache_file *file = find_file(cache, stamp);
    if (file) {
        return file;
    }
    struct zone_owners *owners = zone_shared_owners(zone);
    if (owners) {
        file = (struct tzdb_cache_file *)(void *)owners;
        unlink_file(&cache->retired, file);
    } else if ((file = new_file(cache)) != NULL) {
        file->stamp = *stamp;
        file->zone = zone;
        zone_share_owners(zone, &file->owners);
    }
    if (file) {
        push_file(&cache->files[chain_of_stamp(stamp)], file);
    }
    return file;
}

/* One name fewer stands for the file. */
static void leave_file(struct tzdb_cache *cache, struct tzdb_cache_file *file)
{
    if (--file->names == 0) {
        unlink_file(&cache->files[chain_of_stamp(&file->stamp)], file);
        push_file(&cache->retired, file);
    }
    fuseau_zone_release(file->zone);
}

/* ---- both ---- */

/* Lets a name stand for `file`, which may be NULL, from `generation` on. */
static void turn(struct tzdb_cache *cache, struct tzdb_cache_name *name,
                 struct tzdb_cache_file *file, size_t generation)
{
    struct tzdb_cache_file *before = atomic_load_explicit(&name->file, memory_order_relaxed);
    if (file) {
        fuseau_zone_retain(file->zone);
        file->names++;
    }
    atomic_store_explicit(&name->file, file, memory_order_release);
    atomic_store_explicit(&name->generation, generation, memory_order_release);
    if (before) {
        leave_file(cache, before);
    }
}

bool tzdb_cache_put(struct tzdb_cache *cache, const char *text, size_t size, size_t generation,
                    const struct tzdb_stamp *stamp, const struct fuseau_zone **zone)
{
    struct tzdb_cache_name *name = make_name(cache, text, size);
    if (!name) {
        return false;
    }
    if (atomic_load_explicit(&name->generation, memory_order_relaxed) > generation) {
        return true;
    }
    struct tzdb_cache_file *file = make_file(cache, stamp, *zone);
    if (!file) {
        if (!atomic_load_explicit(&name->file, memory_order_relaxed)) {
            spare_name(cache, name, text, size);
        }
        return false;
    }
    if (file->zone != *zone) {
        fuseau_zone_release(*zone);
        *zone = fuseau_zone_retain(file->zone);
    }
    turn(cache, name, file, generation);
    return true;
}

void tzdb_cache_drop(struct tzdb_cache *cache, const char *text, size_t size, size_t generation)
{
    size_t version;
    struct tzdb_cache_name *name = find_name(cache, text, size, &version);
    if (name && atomic_load_explicit(&name->generation, memory_order_relaxed) <= generation) {
        turn(cache, name, NULL, generation);
        spare_name(cache, name, text, size);
    }
}

/* The names of a list, each of which lets go of its file. */
static void clear_names(struct tzdb_cache *cache, struct tzdb_cache_name *name)
{
    while (name) {
        struct tzdb_cache_name *next = atomic_load_explicit(&name->next, memory_order_relaxed);
        turn(cache, name, NULL, 0);
        free(name);
        name = next;
    }
}

/* Nobody reads any more. When the names are gone, all files are retired. */
void tzdb_cache_clear(struct tzdb_cache *cache)
{
    for (size_t i = 0; i < TZDB_CACHE_CHAINS; i++) {
        clear_names(cache, atomic_load_explicit(&cache->names[i], memory_order_relaxed));
    }
    for (size_t i = 0; i < TZDB_CACHE_NAME_KINDS; i++) {
        clear_names(cache, cache->spare[i]);
    }
    while (cache->retired) {
        struct tzdb_cache_file *file = cache->retired;
        cache->retired = file->next;
        zone_owners_leave(&file->owners, ZONE_OWNERS_CACHE);
    }
    memset(cache, 0, sizeof *cache);
}
