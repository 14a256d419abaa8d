/* tzdb_listing.h -- (private) the names of a database, read once and kept while anybody reads them
 */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_TZDB_LISTING_H
#define FUSEAU_TZDB_LISTING_H

#include <pthread.h>

#include "tzdb_source.h"

/* `users` are those who read it, and the listings that it is the current one of. */
struct tzdb_listing {
    size_t users;
    struct tzdb_names names;
};

/* The lock covers the rest and the count of users, and is held while no file is touched. */
struct tzdb_listings {
    pthread_mutex_t lock;
    uint64_t generation;          /* how often it was refreshed */
    struct tzdb_listing *current; /* NULL: nobody has asked since */
};

#pragma GCC visibility push(hidden)

/* False: no memory. */
bool tzdb_listings_init(struct tzdb_listings *listings);
void tzdb_listings_destroy(struct tzdb_listings *listings);

/* The current listing, which does not change until it is left. NULL: no memory. */
struct tzdb_listing *tzdb_listings_enter(struct tzdb_listings *listings,
                                         const struct tzdb_source *source);
void tzdb_listings_leave(struct tzdb_listings *listings, struct tzdb_listing *listing);

/* Whoever enters from now on finds the names as they are now. */
void tzdb_listings_refresh(struct tzdb_listings *listings);

#pragma GCC visibility pop

#endif
