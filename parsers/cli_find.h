/* cli_find.h -- (the program) the zone that the options tell */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_FIND_H
#define FUSEAU_CLI_FIND_H

#include "cli_options.h"
#include "tzdb.h"

struct found {
    const struct fuseau_zone *zone;
    struct fuseau_tzdb *database;         /* NULL where the zone is from a rule or a file */
    char name[FUSEAU_TZDB_NAME_MAX_SIZE]; /* as the database spells it */
    size_t name_size;                     /* 0: it has none */
};

/* Open the database; what is wrong is said. Returns EXIT_ACCEPTED or EXIT_UNABLE. */
int find_database(const struct options *options, struct fuseau_tzdb **out);

/*
 * Find the zone by its name, from a rule or from a file. A refusal is shown as that of a record is.
 * Returns EXIT_ACCEPTED, and then the caller calls found_release; or the exit status.
 */
int find_zone(const struct options *options, struct found *out);
void found_release(struct found *found);

#endif
