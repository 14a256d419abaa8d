/* tzdb.c -- a zone by its name: from a directory, the system's, or the built-in copy */
/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "tzdb.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "tzdb_bundle.h"
#include "tzdb_cache.h"
#include "tzdb_directory.h"
#include "tzdb_posix.h"
#include "zone_parts.h"
#include "zoned.h"
#include "zonename.h"

/* Arrows run down, so what stands below knows these by names of its own. */
_Static_assert((int)FUSEAU_TZDB_NAME_MAX_SIZE == (int)TZDB_NAME_MAX_SIZE, "bytes of a name");
_Static_assert((int)FUSEAU_TZDB_VERSION_MAX_SIZE == (int)TZDB_VERSION_MAX_SIZE, "of a version");
_Static_assert((int)FUSEAU_TZDB_FILE_MAX_SIZE == (int)TZDB_FILE_MAX_SIZE, "of a file");
_Static_assert((int)FUSEAU_ZONED_MAX_SIZE ==
                   (int)FUSEAU_RFC3339_MAX_SIZE + (int)FUSEAU_TZDB_NAME_MAX_SIZE + 2,
               "bytes of a timestamp in a zone");
_Static_assert((int)FUSEAU_TZDB_NEAREST_MOST == (int)TZDB_NEAREST_MOST, "names that come near");

/* ---- the database ---- */

/* The names of a database, which do not change while it has users. */
struct listing {
    size_t users; /* those who read it, and the database whose current one it is */
    bool whole;   /* all that there are */
    int reason;   /* errno, where it is not */
    struct tzdb_names names;
};

/*
 * The lock covers listing, with the count of its users, and who changes generation and cache;
 * whoever looks for a zone in the cache needs no lock. No file is touched under it, so that nobody
 * waits for somebody else's disk. Two threads may so read the same file at once; the one that is
 * later throws its zone away and takes the other's.
 */
struct fuseau_tzdb {
    char *directory; /* NULL: the built-in copy */
    bool is_helped;  /* the built-in copy answers what the directory lacks */
    pthread_mutex_t lock;
    atomic_size_t generation; /* a refresh begins a new one; answers of older ones are looked at
                                 again */
    struct tzdb_cache cache;
    struct listing *listing; /* NULL: nobody has asked in this generation */
};

/* The database of a directory, whose owner it becomes; NULL: of the built-in copy. */
static struct fuseau_result make_db(char *directory, bool is_helped, struct fuseau_tzdb **out)
{
    struct fuseau_tzdb *db = calloc(1, sizeof *db);
    if (!db || pthread_mutex_init(&db->lock, NULL) != 0) {
        free(db);
        free(directory);
        return (struct fuseau_result){FUSEAU_ERR_MEMORY, 0};
    }
    db->directory = directory;
    db->is_helped = is_helped;
    atomic_init(&db->generation, 1);
    *out = db;
    return (struct fuseau_result){FUSEAU_OK, 0};
}

struct fuseau_result fuseau_tzdb_open_bundled(struct fuseau_tzdb **out)
{
    return tzdb_bundle_count > 0 ? make_db(NULL, true, out)
                                 : (struct fuseau_result){FUSEAU_ERR_NOT_FOUND, 0};
}

static struct fuseau_result open_directory(const char *path, bool is_helped,
                                           struct fuseau_tzdb **out)
{
    char *directory = NULL;
    enum fuseau_error error = tzdb_posix_directory(path, &directory);
    return error == FUSEAU_OK ? make_db(directory, is_helped, out)
                              : (struct fuseau_result){error, 0};
}

/* Whoever names a directory wants that one, and not another in its place. */
struct fuseau_result fuseau_tzdb_open(const char *path, struct fuseau_tzdb **out)
{
    const char *wanted = path ? path : tzdb_posix_wanted();
    if (wanted) {
        return open_directory(wanted, false, out);
    }
    const char *system = tzdb_posix_system();
    return system ? open_directory(system, true, out) : fuseau_tzdb_open_bundled(out);
}

const char *fuseau_tzdb_wanted(void)
{
    return tzdb_posix_wanted();
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

static void free_listing(struct listing *listing)
{
    if (listing) {
        tzdb_names_free(&listing->names);
    }
    free(listing);
}

void fuseau_tzdb_close(struct fuseau_tzdb *db)
{
    if (db) {
        tzdb_cache_clear(&db->cache);
        free_listing(db->listing);
        pthread_mutex_destroy(&db->lock);
        free(db->directory);
        free(db);
    }
}

/* ---- a zone ---- */

/* A name that is asked for, as a string, and the generation when it was. */
struct request {
    size_t size;
    size_t generation;
    bool known; /* it had a zone in an older generation */
    char name[FUSEAU_TZDB_NAME_MAX_SIZE + 1];
};

/* The zone in the cache, retained, if it need not be looked at again; or NULL. */
static const struct fuseau_zone *cached(struct fuseau_tzdb *db, const char *name, size_t size)
{
    size_t generation = atomic_load_explicit(&db->generation, memory_order_acquire);
    return tzdb_cache_zone(&db->cache, name, size, generation);
}

/* The same, while nobody changes the cache; and what else it knows. */
static const struct fuseau_zone *cached_after_all(struct fuseau_tzdb *db, struct request *request)
{
    pthread_mutex_lock(&db->lock);
    request->generation = atomic_load_explicit(&db->generation, memory_order_relaxed);
    request->known = tzdb_cache_knows(&db->cache, request->name, request->size);
    const struct fuseau_zone *zone =
        tzdb_cache_zone(&db->cache, request->name, request->size, request->generation);
    pthread_mutex_unlock(&db->lock);
    return zone;
}

/* The zone of the file that has this stamp, retained, if it has been read under any name. */
static const struct fuseau_zone *cached_file(struct fuseau_tzdb *db, const struct tzdb_stamp *stamp)
{
    pthread_mutex_lock(&db->lock);
    const struct fuseau_zone *zone = tzdb_cache_file_zone(&db->cache, stamp);
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
    bool kept =
        tzdb_cache_put(&db->cache, request->name, request->size, request->generation, stamp, zone);
    pthread_mutex_unlock(&db->lock);
    return kept;
}

/* What is not there, or no longer, is not remembered: the cache has no more than the database. */
static void forget(struct fuseau_tzdb *db, const struct request *request)
{
    pthread_mutex_lock(&db->lock);
    tzdb_cache_drop(&db->cache, request->name, request->size, request->generation);
    pthread_mutex_unlock(&db->lock);
}

/*
 * A built-in file has a stamp as others do, so that links to it are seen to be links. It has no
 * size, which the zone files of a directory have: there, a stamp is of the one or of the other.
 */
static enum fuseau_error read_bundle(const char *name, struct tzdb_content *out)
{
    uint32_t zone;
    if (!tzdb_bundle_find(name, &zone)) {
        return FUSEAU_ERR_NOT_FOUND;
    }
    *out = (struct tzdb_content){.stamp = {.inode = zone}};
    out->bytes = tzdb_bundle_zone(zone, &out->size);
    return FUSEAU_OK;
}

static enum fuseau_error read_content(const struct fuseau_tzdb *db, const char *name,
                                      struct tzdb_content *out)
{
    enum fuseau_error error =
        db->directory ? tzdb_posix_read(db->directory, name, out) : FUSEAU_ERR_NOT_FOUND;
    return error == FUSEAU_ERR_NOT_FOUND && db->is_helped ? read_bundle(name, out) : error;
}

/* Looks at the file that read_content would read. */
static enum fuseau_error look(const struct fuseau_tzdb *db, const char *name,
                              struct tzdb_stamp *out)
{
    enum fuseau_error error =
        db->directory ? tzdb_posix_look(db->directory, name, out) : FUSEAU_ERR_NOT_FOUND;
    if (error != FUSEAU_ERR_NOT_FOUND || !db->is_helped) {
        return error;
    }
    struct tzdb_content content;
    error = read_bundle(name, &content);
    if (error == FUSEAU_OK) {
        *out = content.stamp;
    }
    return error;
}

/* The zone of what was read, which knows where. What is built in is on no heap. */
static struct fuseau_result make_zone(const struct fuseau_tzdb *db,
                                      const struct tzdb_content *content,
                                      const struct fuseau_zone **out)
{
    const char *source = content->heap ? db->directory : "built-in";
    struct fuseau_result result = fuseau_zone_from_tzif(content->bytes, content->size, out);
    if (result.error == FUSEAU_OK && !zone_set_source(*out, source)) {
        fuseau_zone_release(*out);
        *out = NULL;
        return (struct fuseau_result){FUSEAU_ERR_MEMORY, 0};
    }
    return result;
}

/* Reads the file and says what it was; makes its zone, unless another name has made it. */
static struct fuseau_result make(struct fuseau_tzdb *db, const struct request *request,
                                 struct tzdb_stamp *stamp, const struct fuseau_zone **out)
{
    struct tzdb_content content;
    enum fuseau_error error = read_content(db, request->name, &content);
    if (error != FUSEAU_OK) {
        return (struct fuseau_result){error, request->size};
    }
    struct fuseau_result result = {FUSEAU_OK, request->size};
    const struct fuseau_zone *zone = cached_file(db, &content.stamp);
    if (!zone) {
        result = make_zone(db, &content, &zone);
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
        result.error = look(db, request->name, &stamp);
        zone = result.error == FUSEAU_OK ? cached_file(db, &stamp) : NULL;
    }
    if (!zone && result.error == FUSEAU_OK) {
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
    struct request request;
    request.size = size;
    memcpy(request.name, name, size);
    request.name[size] = '\0';
    const struct fuseau_zone *zone = cached_after_all(db, &request);
    if (!zone) {
        return load(db, &request, out);
    }
    *out = zone;
    return (struct fuseau_result){FUSEAU_OK, size};
}

static struct fuseau_result no_database(void)
{
    return (struct fuseau_result){FUSEAU_ERR_NO_DATABASE, 0};
}

/* Whether there can be a zone of this name. */
static struct fuseau_result check_name(const char *name, size_t size)
{
    struct fuseau_result result = fuseau_zonename_parse(name, size);
    if (result.error == FUSEAU_OK && size > FUSEAU_TZDB_NAME_MAX_SIZE) {
        result.error = FUSEAU_ERR_NOT_FOUND;
    }
    return result;
}

/* Of a name that is not in the cache as it stands. */
__attribute__((noinline)) static struct fuseau_result find_anew(struct fuseau_tzdb *db,
                                                                const char *name, size_t size,
                                                                enum fuseau_tzdb_case letter_case,
                                                                const struct fuseau_zone **out)
{
    struct fuseau_result result = check_name(name, size);
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

/* What is in the cache is a name, and is spelled right. */
struct fuseau_result fuseau_tzdb_zone(struct fuseau_tzdb *db, const char *name, size_t size,
                                      enum fuseau_tzdb_case letter_case,
                                      const struct fuseau_zone **out)
{
    if (!db) {
        return no_database();
    }
    const struct fuseau_zone *zone = cached(db, name, size);
    if (!zone) {
        return find_anew(db, name, size, letter_case, out);
    }
    *out = zone;
    return (struct fuseau_result){FUSEAU_OK, size};
}

/* ---- the names ---- */

/*
 * Adds the names of the built-in copy that the directory has no zone file for. It answers them
 * where there is nothing; where something else stands in the place, whoever asks is told what.
 * False: no memory.
 */
static bool add_bundle(const struct fuseau_tzdb *db, struct listing *listing)
{
    size_t count = listing->names.count;
    for (uint32_t i = 0; db->is_helped && i < tzdb_bundle_count; i++) {
        const char *name = tzdb_bundle_name(i);
        if (!tzdb_names_have(&listing->names, count, name) &&
            !tzdb_names_add(&listing->names, name)) {
            return false;
        }
    }
    tzdb_names_sort(&listing->names);
    return true;
}

/* The names as they are now. NULL: no memory. */
static struct listing *read_listing(const struct fuseau_tzdb *db)
{
    struct listing *listing = calloc(1, sizeof *listing);
    if (!listing) {
        return NULL;
    }
    enum fuseau_error error =
        db->directory ? tzdb_directory_names(db->directory, &listing->names) : FUSEAU_OK;
    listing->whole = error == FUSEAU_OK;
    listing->reason = errno;
    if (error == FUSEAU_ERR_MEMORY || !add_bundle(db, listing)) {
        free_listing(listing);
        return NULL;
    }
    listing->users = 1;
    return listing;
}

/*
 * The current listing, with the caller among its users. One that is not whole is not kept: next
 * time there may be more to be had. NULL: no memory.
 */
static struct listing *enter_listing(struct fuseau_tzdb *db)
{
    pthread_mutex_lock(&db->lock);
    size_t generation = db->generation;
    struct listing *listing = db->listing;
    if (listing) {
        listing->users++;
    }
    pthread_mutex_unlock(&db->lock);
    if (listing || !(listing = read_listing(db))) {
        return listing;
    }
    pthread_mutex_lock(&db->lock);
    if (listing->whole && !db->listing && db->generation == generation) {
        db->listing = listing;
        listing->users++;
    }
    pthread_mutex_unlock(&db->lock);
    return listing;
}

static void leave_listing(struct fuseau_tzdb *db, struct listing *listing)
{
    pthread_mutex_lock(&db->lock);
    bool last = --listing->users == 0;
    pthread_mutex_unlock(&db->lock);
    if (last) {
        free_listing(listing);
    }
}

void fuseau_tzdb_refresh(struct fuseau_tzdb *db)
{
    if (!db) {
        return;
    }
    pthread_mutex_lock(&db->lock);
    db->generation++;
    struct listing *listing = db->listing;
    db->listing = NULL;
    pthread_mutex_unlock(&db->lock);
    if (listing) {
        leave_listing(db, listing);
    }
}

struct fuseau_result fuseau_tzdb_spell(struct fuseau_tzdb *db, const char *name, size_t size,
                                       char *text, size_t room)
{
    if (!db) {
        return no_database();
    }
    struct fuseau_result result = check_name(name, size);
    if (result.error != FUSEAU_OK) {
        return result;
    }
    struct listing *listing = enter_listing(db);
    if (!listing) {
        return (struct fuseau_result){FUSEAU_ERR_MEMORY, size};
    }
    const char *spelled = tzdb_names_spell(&listing->names, name, size);
    if (!spelled) {
        result.error = listing->whole ? FUSEAU_ERR_NOT_FOUND : FUSEAU_ERR_FILE_READ;
    } else if (size > room) {
        result.error = FUSEAU_ERR_ROOM;
    } else {
        memcpy(text, spelled, size);
    }
    int reason = listing->reason;
    leave_listing(db, listing);
    errno = result.error == FUSEAU_ERR_FILE_READ ? reason : errno;
    return result;
}

/* The names are held while they are visited, and not the lock: `visit` may ask the database. */
int fuseau_tzdb_each(struct fuseau_tzdb *db, int (*visit)(const char *name, void *context),
                     void *context)
{
    if (!db) {
        return FUSEAU_TZDB_EACH_INCOMPLETE;
    }
    struct listing *listing = enter_listing(db);
    if (!listing) {
        return FUSEAU_TZDB_EACH_MEMORY;
    }
    int answer = 0;
    for (size_t i = 0; answer == 0 && i < listing->names.count; i++) {
        answer = visit(listing->names.items[i], context);
    }
    if (answer == 0 && !listing->whole) {
        answer = FUSEAU_TZDB_EACH_INCOMPLETE;
    }
    leave_listing(db, listing);
    return answer;
}

void fuseau_tzdb_nearest(struct fuseau_tzdb *db, const char *name, size_t size,
                         struct fuseau_tzdb_nearest_names *out)
{
    *out = (struct fuseau_tzdb_nearest_names){.count = 0};
    struct listing *listing = db && size <= FUSEAU_TZDB_NAME_MAX_SIZE ? enter_listing(db) : NULL;
    if (!listing) {
        return;
    }
    const char *nearest[FUSEAU_TZDB_NEAREST_MOST];
    out->count = tzdb_names_nearest(&listing->names, name, size, nearest);
    for (size_t i = 0; i < out->count; i++) {
        memcpy(out->names[i], nearest[i], strlen(nearest[i]) + 1);
    }
    leave_listing(db, listing);
}

void fuseau_tzdb_version(struct fuseau_tzdb *db, char version[FUSEAU_TZDB_VERSION_MAX_SIZE + 1])
{
    if (!db) {
        memcpy(version, "unknown", sizeof "unknown");
    } else if (db->directory) {
        tzdb_directory_version(db->directory, version);
    } else {
        memcpy(version, tzdb_bundle_version, strlen(tzdb_bundle_version) + 1);
    }
}

const char *fuseau_tzdb_source(const struct fuseau_tzdb *db)
{
    if (!db) {
        return "";
    }
    return db->directory ? db->directory : "built-in";
}
