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
};

struct cli_found {
    const struct cli_options *options; /* which ask for it */
    struct cli_database *database;
    const struct fuseau_zone *zone;
    enum cli_origin origin;
    struct fuseau_offset offset;          /* of FROM_OFFSET */
    char name[FUSEAU_TZDB_NAME_MAX_SIZE]; /* as the database spells it */
    size_t name_size;                     /* 0: it has none */
};

/*
 * Find the zone by its name, its offset, from a rule or from a file. A refusal is shown as that of
 * a record is. Returns CLI_ACCEPTED, and then the caller calls cli_found_release; or the exit
 * status.
 */
int cli_find_zone(struct cli_database *database, struct cli_found *out);
void cli_found_release(struct cli_found *found);

/* What was given for the zone: a name, an offset, a rule or the path of a file. */
const char *cli_found_given(const struct cli_found *found);

/* The source of its data: a directory, "built-in", or a file; NULL: it has none. */
const char *cli_found_source(const struct cli_found *found);

#endif
