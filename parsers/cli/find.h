/* find.h -- (the program) the zone that the options ask for */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_FIND_H
#define FUSEAU_CLI_FIND_H

#include "cli/database.h"

/* What a zone was made of. */
enum cli_origin {
    CLI_FROM_DATABASE,
    CLI_FROM_RULE,
    CLI_FROM_FILE,
    CLI_FROM_OFFSET,
    CLI_FROM_SYSTEM, /* its local zone */
};

struct cli_found {
    const struct cli_options *options; /* which ask for it */
    struct cli_database *database;
    const struct fuseau_zone *zone;
    enum cli_origin origin;
    enum fuseau_tzdb_local_from local_from; /* of FROM_SYSTEM */
    char name[FUSEAU_TZDB_NAME_MAX_SIZE];   /* as the database spells it */
    size_t name_size;                       /* 0: it has none */
};

/*
 * Find the zone by its name, its offset, as the local one, from a rule or from a file. A refusal is
 * shown as that of a record is. Returns CLI_ACCEPTED, and then the caller calls cli_found_release;
 * or the exit status.
 */
int cli_find_zone(struct cli_database *database, struct cli_found *out);
void cli_found_release(struct cli_found *found);

/* What was given for the zone: a name, an offset, "local", a rule or the path of a file. */
const char *cli_found_given(const struct cli_found *found);

/* The source of its data: a directory, "built-in", or a file; NULL: it has none. */
const char *cli_found_source(const struct cli_found *found);

/* The version of its data, such as "2025b", or "" where it is not from a database. */
void cli_found_version(const struct cli_found *found,
                       char version[FUSEAU_TZDB_VERSION_MAX_SIZE + 1]);

#endif
