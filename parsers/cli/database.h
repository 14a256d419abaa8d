/* database.h -- (the program) the zone database that the options ask for */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CLI_DATABASE_H
#define FUSEAU_CLI_DATABASE_H

#include "cli/options.h"
#include "tzdb.h"

/* Begins as { .options = … }. */
struct cli_database {
    const struct cli_options *options;
    struct fuseau_tzdb *tzdb; /* NULL: not asked for yet, or not to be had */
    enum fuseau_error error;  /* why it is not to be had */
    int reason;               /* errno, where that is FILE_READ */
    bool missing;             /* not to be had; that was said, and the exit status is CLI_UNABLE */
};

/* Opens it at the first call. NULL: it is missing, which the first call says on standard error. */
struct fuseau_tzdb *cli_database_open(struct cli_database *database);

/* The same for whom a database is of use but not needed: says nothing. */
struct fuseau_tzdb *cli_database_try(struct cli_database *database);
void cli_database_close(struct cli_database *database);

/* How names are looked up in it. */
enum fuseau_tzdb_case cli_database_case(const struct cli_options *options);

#endif
