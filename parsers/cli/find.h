/* find.h -- (the program) the zone that the options name */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_FIND_H
#define FUSEAU_CLI_FIND_H

#include "cli/options.h"
#include "tzdb.h"

struct cli_found {
    const struct cli_options *options; /* which name it */
    const struct fuseau_zone *zone;
    struct fuseau_tzdb *database;         /* NULL where the zone is from a rule or a file */
    char name[FUSEAU_TZDB_NAME_MAX_SIZE]; /* as the database spells it */
    size_t name_size;                     /* 0: it has none */
};

/* Open the database; an error is reported on standard error. Returns CLI_ACCEPTED or CLI_UNABLE. */
int cli_find_database(const struct cli_options *options, struct fuseau_tzdb **out);

/*
 * Find the zone by its name, from a rule or from a file. A refusal is shown as that of a record is.
 * Returns CLI_ACCEPTED, and then the caller calls cli_found_release; or the exit status.
 */
int cli_find_zone(const struct cli_options *options, struct cli_found *out);
void cli_found_release(struct cli_found *found);

#endif
