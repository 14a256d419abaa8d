/* zones.c -- (the program) `fuseau zones`: every zone of the database */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <time.h>

#include "cli/clock.h"
#include "cli/input.h"
#include "cli/instant.h"
#include "cli/output.h"

struct zones {
    struct cli_database *database;
    struct fuseau_instant instant;
    int status; /* the worst so far */
};

static void show_as_json(const struct cli_found *found, const struct zones *zones)
{
    struct fuseau_rfc3339 instant = {.instant = zones->instant};
    const char *source = cli_found_source(found);
    json_t *object = cli_new_object();
    cli_put_text(object, "zone", found->name, found->name_size);
    cli_put(object, "ok", json_true());
    cli_put_text(object, "source", source, strlen(source));
    cli_put(object, "tolerated", cli_tolerated_array(fuseau_zone_tolerated(found->zone)));
    cli_put_integer(object, "unix_seconds", zones->instant.seconds);
    cli_put_clock(object, found, &instant);
    cli_print_object(object);
}

static void show_for_eyes(const struct cli_found *found, const struct zones *zones)
{
    enum { NAME_COLUMNS = 32 };
    int columns = cli_print_safe(stdout, found->name, found->name_size);
    printf("%*s", columns < NAME_COLUMNS ? NAME_COLUMNS - columns : 1, "");
    cli_print_local(zones->instant, fuseau_zone_at(found->zone, zones->instant.seconds), false);
    putchar('\n');
}

static int visit_zone(const char *name, void *context)
{
    struct zones *zones = context;
    const struct cli_options *options = zones->database->options;
    struct cli_found found = {.options = options,
                              .database = zones->database,
                              .origin = CLI_FROM_DATABASE,
                              .name_size = strlen(name)};
    struct fuseau_result result = fuseau_tzdb_zone(zones->database->tzdb, name, found.name_size,
                                                   FUSEAU_TZDB_EXACT_CASE, &found.zone);
    if (result.error != FUSEAU_OK) {
        int status = cli_outcome_refuse_name("zone", name, result, options->json);
        zones->status = status > zones->status ? status : zones->status;
    } else {
        memcpy(found.name, name, found.name_size);
        if (options->json) {
            show_as_json(&found, zones);
        } else {
            show_for_eyes(&found, zones);
        }
        cli_found_release(&found);
    }
    return cli_input_interrupted() || ferror(stdout);
}

static int list_zones(struct zones *zones)
{
    int end = fuseau_tzdb_each(zones->database->tzdb, visit_zone, zones);
    if (end == FUSEAU_TZDB_EACH_MEMORY) {
        cli_out_of_memory();
    }
    if (end == FUSEAU_TZDB_EACH_INCOMPLETE) {
        fflush(stdout);
        fputs("fuseau: these are not all zones: a part of the directory could not be read\n",
              stderr);
        return CLI_UNABLE;
    }
    return zones->status;
}

int cli_zones_run(const struct cli_options *options)
{
    struct cli_database database = {.options = options};
    struct cli_instants instants = cli_instants_of(&database);
    struct zones zones = {.database = &database, .instant = {(int64_t)time(NULL), 0}};
    if (options->text_count > options->at) {
        return cli_wrong_usage(options->command,
                               "this is too much: ", options->texts[options->text_count - 1]);
    }
    int status = CLI_UNABLE;
    if (!options->at ||
        cli_instant_argument(&instants, "--at", options->texts[0], &zones.instant)) {
        status = cli_database_open(&database) != NULL ? list_zones(&zones) : CLI_UNABLE;
    }
    cli_database_close(&database);
    return status;
}
