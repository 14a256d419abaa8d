/* database.c -- (the program) the zone database that the options ask for */
/* SPDX-License-Identifier: MIT */
#include "cli/database.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/output.h"

/* Says which database cannot be opened, and who asked for it. */
static void say_missing(const struct cli_database *database)
{
    const struct cli_options *options = database->options;
    const char *reason =
        database->error == FUSEAU_ERR_FILE_READ ? strerror(database->reason) : NULL;
    bool by_variable = options->tzdir == NULL && fuseau_tzdb_wanted() != NULL;
    const char *directory = by_variable ? fuseau_tzdb_wanted() : options->tzdir;
    fflush(stdout);
    if (options->bundled) {
        fputs("fuseau: this program has no built-in copy of the zones\n", stderr);
    } else if (directory == NULL) {
        fputs("fuseau: this system has no zone directory, and this program no built-in copy\n",
              stderr);
    } else {
        fputs(reason ? "fuseau: cannot read the zone directory "
                     : "fuseau: there is no zone directory ",
              stderr);
        cli_print_safe(stderr, directory, strlen(directory));
        fputs(directory[0] == '\0' ? "\"\"" : "", stderr);
        fputs(by_variable ? ", where TZDIR says that it is" : "", stderr);
        fprintf(stderr, "%s%s\n", reason ? ": " : "", reason ? reason : "");
    }
}

struct fuseau_tzdb *cli_database_try(struct cli_database *database)
{
    const struct cli_options *options = database->options;
    if (database->tzdb != NULL || database->missing) {
        return database->tzdb;
    }
    struct fuseau_result result = options->bundled
                                      ? fuseau_tzdb_open_bundled(&database->tzdb)
                                      : fuseau_tzdb_open(options->tzdir, &database->tzdb);
    if (result.error == FUSEAU_ERR_MEMORY) {
        cli_out_of_memory();
    }
    database->error = result.error;
    database->reason = errno;
    return database->tzdb;
}

struct fuseau_tzdb *cli_database_open(struct cli_database *database)
{
    if (cli_database_try(database) == NULL && !database->missing) {
        database->missing = true;
        say_missing(database);
    }
    return database->tzdb;
}

void cli_database_close(struct cli_database *database)
{
    fuseau_tzdb_close(database->tzdb);
    database->tzdb = NULL;
}

enum fuseau_tzdb_case cli_database_case(const struct cli_options *options)
{
    return options->any_case ? FUSEAU_TZDB_ANY_CASE : FUSEAU_TZDB_EXACT_CASE;
}
