/* tzdb_listing.c -- the names of a database, read once and kept while anybody reads them */
/* SPDX-License-Identifier: MIT */
#include "tzdb_posix.h"

#include "tzdb_listing.h"

#include <stdlib.h>

bool tzdb_listings_init(struct tzdb_listings *listings)
{
    listings->generation = 0;
    listings->current = NULL;
    return pthread_mutex_init(&listings->lock, NULL) == 0;
}

/* One user fewer. */
static void release(struct tzdb_listing *listing)
{
    if (listing && --listing->users == 0) {
        tzdb_names_free(&listing->names);
        free(listing);
    }
}

void tzdb_listings_destroy(struct tzdb_listings *listings)
{
    release(listings->current);
    pthread_mutex_destroy(&listings->lock);
}

static struct tzdb_listing *read_names(const struct tzdb_source *source)
{
    struct tzdb_listing *listing = calloc(1, sizeof *listing);
    if (listing && !tzdb_source_names(source, &listing->names)) {
        tzdb_names_free(&listing->names);
        free(listing);
        return NULL;
    }
    return listing;
}

/* The listing there is, with the caller among its users; or NULL. */
static struct tzdb_listing *enter_current(struct tzdb_listings *listings, uint64_t *generation)
{
    pthread_mutex_lock(&listings->lock);
    struct tzdb_listing *listing = listings->current;
    *generation = listings->generation;
    if (listing) {
        listing->users++;
    }
    pthread_mutex_unlock(&listings->lock);
    return listing;
}

struct tzdb_listing *tzdb_listings_enter(struct tzdb_listings *listings,
                                         const struct tzdb_source *source)
{
    uint64_t generation;
    struct tzdb_listing *listing = enter_current(listings, &generation);
    if (listing || !(listing = read_names(source))) {
        return listing;
    }
    listing->users = 1;
    pthread_mutex_lock(&listings->lock);
    if (!listings->current && listings->generation == generation) {
        listings->current = listing;
        listing->users++;
    }
    pthread_mutex_unlock(&listings->lock);
    return listing;
}

void tzdb_listings_leave(struct tzdb_listings *listings, struct tzdb_listing *listing)
{
    pthread_mutex_lock(&listings->lock);
    release(listing);
    pthread_mutex_unlock(&listings->lock);
}

void tzdb_listings_refresh(struct tzdb_listings *listings)
{
    pthread_mutex_lock(&listings->lock);
    listings->generation++;
    release(listings->current);
    listings->current = NULL;
    pthread_mutex_unlock(&listings->lock);
}
