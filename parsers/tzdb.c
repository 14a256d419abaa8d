/* tzdb.c -- a zone by its name: from a directory, the system's, or the built-in copy */
/* SPDX-License-Identifier: MIT */
#include "tzdb_posix.h"

#include "tzdb.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "tzdb_cache.h"
#include "tzdb_listing.h"
#include "tzdb_source.h"
#include "zonename.h"

/*
 * The lock covers generation and cache. No file is touched under it, so that nobody who asks for a
 * zone in the cache waits for somebody else's disk. Two threads may so read the same file at once;
 * the one that is later throws its zone away and takes the other's.
 */
struct fuseau_tzdb {
    struct tzdb_source source;
    pthread_mutex_t lock;
    uint64_t generation; /* a refresh begins a new one; entries of older ones are looked at again */
    struct tzdb_cache cache;
    struct tzdb_listings listings;
};

/* A name that is asked for, as a string, and the generation when it was. */
struct request {
    size_t size;
    uint64_t generation;
    bool known; /* it had a zone in an older generation */
    char name[FUSEAU_TZDB_NAME_MAX_SIZE + 1];
};

/* The database of a source, whose owner it becomes. NULL: no memory. */
static struct fuseau_tzdb *make_db(struct tzdb_source source)
{
    struct fuseau_tzdb *db = calloc(1, sizeof *db);
    if (!db) {
        return NULL;
    }
    if (pthread_mutex_init(&db->lock, NULL) != 0) {
        free(db);
        return NULL;
    }
    if (!tzdb_listings_init(&db->listings)) {
        pthread_mutex_destroy(&db->lock);
        free(db);
        return NULL;
    }
    db->source = source;
    return db;
}

static struct fuseau_result finish_open(enum fuseau_error error, struct tzdb_source source,
                                        struct fuseau_tzdb **out)
{
    if (error == FUSEAU_OK) {
        struct fuseau_tzdb *db = make_db(source);
        if (db) {
            *out = db;
        } else {
            tzdb_source_close(&source);
            error = FUSEAU_ERR_MEMORY;
        }
    }
    return (struct fuseau_result){error, 0};
}

struct fuseau_result fuseau_tzdb_open(const char *path, struct fuseau_tzdb **out)
{
    struct tzdb_source source = {NULL};
    enum fuseau_error error = tzdb_source_open(path, &source);
    return finish_open(error, source, out);
}

struct fuseau_result fuseau_tzdb_open_bundled(struct fuseau_tzdb **out)
{
    struct tzdb_source source = {NULL};
    enum fuseau_error error = tzdb_source_open_bundled(&source);
    return finish_open(error, source, out);
}

static pthread_once_t default_once = PTHREAD_ONCE_INIT;
static struct fuseau_tzdb *default_db;

static void open_default(void)
{
    fuseau_tzdb_open(NULL, &default_db);
}

struct fuseau_tzdb *fuseau_tzdb_default(void)
{
    pthread_once(&default_once, open_default);
    return default_db;
}

void fuseau_tzdb_close(struct fuseau_tzdb *db)
{
    if (db) {
        tzdb_cache_clear(&db->cache);
        tzdb_listings_destroy(&db->listings);
        pthread_mutex_destroy(&db->lock);
        tzdb_source_close(&db->source);
        free(db);
    }
}

/* The zone in the cache, retained, if it need not be looked at again; or NULL. */
static const struct fuseau_zone *cached(struct fuseau_tzdb *db, struct request *request)
{
    const struct fuseau_zone *zone = NULL;
    pthread_mutex_lock(&db->lock);
    request->generation = db->generation;
    const struct tzdb_entry *entry = tzdb_cache_find(&db->cache, request->name);
    request->known = entry != NULL;
    if (entry && entry->generation == db->generation) {
        zone = fuseau_zone_retain(entry->zone);
    }
    pthread_mutex_unlock(&db->lock);
    return zone;
}

/* The zone of the file that has this stamp, retained, if it has been read under any name. */
static const struct fuseau_zone *cached_file(struct fuseau_tzdb *db, const struct tzdb_stamp *stamp)
{
    pthread_mutex_lock(&db->lock);
    const struct tzdb_entry *entry = tzdb_cache_find_file(&db->cache, stamp);
    const struct fuseau_zone *zone = entry ? fuseau_zone_retain(entry->zone) : NULL;
    pthread_mutex_unlock(&db->lock);
    return zone;
}

/*
 * Puts the zone into the cache as what the name stands for. If another thread has put in one of the
 * same file meanwhile, `zone` becomes that one.
 */
static bool keep(struct fuseau_tzdb *db, const struct request *request,
                 const struct tzdb_stamp *stamp, const struct fuseau_zone **zone)
{
    pthread_mutex_lock(&db->lock);
    const struct tzdb_entry *other = tzdb_cache_find_file(&db->cache, stamp);
    if (other && other->zone != *zone) {
        fuseau_zone_release(*zone);
        *zone = fuseau_zone_retain(other->zone);
    }
    const struct tzdb_entry entry = {
        .generation = request->generation, .stamp = *stamp, .zone = *zone};
    bool kept = tzdb_cache_put(&db->cache, request->name, &entry);
    pthread_mutex_unlock(&db->lock);
    return kept;
}

/* What is not there, or no longer, is not remembered: the cache has no more than the database. */
static void forget(struct fuseau_tzdb *db, const struct request *request)
{
    pthread_mutex_lock(&db->lock);
    tzdb_cache_drop(&db->cache, request->name, request->generation);
    pthread_mutex_unlock(&db->lock);
}

/* Reads the file and says what it was; makes its zone, unless another name has made it. */
static struct fuseau_result make(struct fuseau_tzdb *db, const struct request *request,
                                 struct tzdb_stamp *stamp, const struct fuseau_zone **out)
{
    struct tzdb_content content;
    enum fuseau_error error = tzdb_source_read(&db->source, request->name, &content);
    if (error != FUSEAU_OK) {
        return (struct fuseau_result){error, request->size};
    }
    struct fuseau_result result = {FUSEAU_OK, request->size};
    const struct fuseau_zone *zone = cached_file(db, &content.stamp);
    if (!zone) {
        result = fuseau_zone_from_tzif(content.bytes, content.size, &zone);
    }
    *stamp = content.stamp;
    *out = zone;
    tzdb_content_free(&content);
    return result;
}

/* A file that was read before is only looked at, unless it has changed. */
static struct fuseau_result load(struct fuseau_tzdb *db, const struct request *request,
                                 const struct fuseau_zone **out)
{
    struct tzdb_stamp stamp;
    const struct fuseau_zone *zone = NULL;
    struct fuseau_result result = {FUSEAU_OK, request->size};
    if (request->known) {
        result.error = tzdb_source_look(&db->source, request->name, &stamp);
        zone = result.error == FUSEAU_OK ? cached_file(db, &stamp) : NULL;
    }
    if (!zone && (result.error == FUSEAU_OK || result.error == FUSEAU_ERR_FILE_CHANGED)) {
        result = make(db, request, &stamp, &zone);
    }
    if (result.error != FUSEAU_OK) {
        forget(db, request);
        return result;
    }
    if (!keep(db, request, &stamp, &zone)) {
        fuseau_zone_release(zone);
        return (struct fuseau_result){FUSEAU_ERR_MEMORY, request->size};
    }
    *out = zone;
    return (struct fuseau_result){FUSEAU_OK, request->size};
}

static struct fuseau_result find(struct fuseau_tzdb *db, const char *name, size_t size,
                                 const struct fuseau_zone **out)
{
    struct request request = {.size = size};
    memcpy(request.name, name, size);
    const struct fuseau_zone *zone = cached(db, &request);
    if (!zone) {
        return load(db, &request, out);
    }
    *out = zone;
    return (struct fuseau_result){FUSEAU_OK, size};
}

/* Whether there can be a zone of this name. */
static struct fuseau_result check(const char *name, size_t size)
{
    struct fuseau_result result = fuseau_zonename_parse(name, size);
    if (result.error == FUSEAU_OK && size > FUSEAU_TZDB_NAME_MAX_SIZE) {
        result.error = FUSEAU_ERR_NOT_FOUND;
    }
    return result;
}

struct fuseau_result fuseau_tzdb_zone(struct fuseau_tzdb *db, const char *name, size_t size,
                                      enum fuseau_tzdb_case letter_case,
                                      const struct fuseau_zone **out)
{
    struct fuseau_result result = check(name, size);
    if (result.error == FUSEAU_OK) {
        result = find(db, name, size, out);
    }
    if (result.error != FUSEAU_ERR_NOT_FOUND || letter_case == FUSEAU_TZDB_EXACT_CASE ||
        size > FUSEAU_TZDB_NAME_MAX_SIZE) {
        return result;
    }
    char spelled[FUSEAU_TZDB_NAME_MAX_SIZE];
    result = fuseau_tzdb_spell(db, name, size, spelled, sizeof spelled);
    return result.error == FUSEAU_OK ? find(db, spelled, size, out) : result;
}

/* Copies a name, all of it or nothing. */
static struct fuseau_result copy(const char *name, size_t size, char *text, size_t room)
{
    if (size > room) {
        return (struct fuseau_result){FUSEAU_ERR_ROOM, size};
    }
    memcpy(text, name, size);
    return (struct fuseau_result){FUSEAU_OK, size};
}

struct fuseau_result fuseau_tzdb_spell(struct fuseau_tzdb *db, const char *name, size_t size,
                                       char *text, size_t room)
{
    struct fuseau_result result = check(name, size);
    if (result.error != FUSEAU_OK) {
        return result;
    }
    struct tzdb_listing *listing = tzdb_listings_enter(&db->listings, &db->source);
    if (!listing) {
        return (struct fuseau_result){FUSEAU_ERR_MEMORY, size};
    }
    const char *spelled = tzdb_names_spell(&listing->names, name, size);
    result = spelled ? copy(spelled, size, text, room)
                     : (struct fuseau_result){FUSEAU_ERR_NOT_FOUND, size};
    tzdb_listings_leave(&db->listings, listing);
    return result;
}

void fuseau_tzdb_refresh(struct fuseau_tzdb *db)
{
    pthread_mutex_lock(&db->lock);
    db->generation++;
    pthread_mutex_unlock(&db->lock);
    tzdb_listings_refresh(&db->listings);
}

void fuseau_tzdb_version(struct fuseau_tzdb *db, char version[FUSEAU_TZDB_VERSION_MAX_SIZE + 1])
{
    tzdb_source_version(&db->source, version);
}

const char *fuseau_tzdb_source(const struct fuseau_tzdb *db)
{
    return db->source.directory ? db->source.directory : "built-in";
}

/* The names are held while they are visited, and not the lock: `visit` may ask the database. */
int fuseau_tzdb_each(struct fuseau_tzdb *db, int (*visit)(const char *name, void *context),
                     void *context)
{
    struct tzdb_listing *listing = tzdb_listings_enter(&db->listings, &db->source);
    if (!listing) {
        return -1;
    }
    int answer = 0;
    for (size_t i = 0; answer == 0 && i < listing->names.count; i++) {
        answer = visit(listing->names.items[i], context);
    }
    tzdb_listings_leave(&db->listings, listing);
    return answer;
}
