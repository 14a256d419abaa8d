/* cli_zones.c -- (the program) `fuseau zones`: every zone of the database, with its offset */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cli_commands.h"
#include "cli_find.h"
#include "cli_input.h"
#include "cli_instant.h"
#include "cli_json.h"
#include "cli_text.h"

struct zones {
    const struct options *options;
    struct fuseau_tzdb *database;
    struct fuseau_instant instant;
    int status; /* the worst so far */
};

static void show(const struct zones *zones, const char *name, const struct fuseau_local_type *type)
{
    enum { NAME_COLUMNS = 32 };
    if (zones->options->json) {
        json_t *object = new_object();
        put_text(object, "zone", name, strlen(name));
        put(object, "ok", json_true());
        put_integer(object, "unix_seconds", zones->instant.seconds);
        put_type(object, type);
        print_object(object);
        return;
    }
    int columns = print_safe(stdout, name, strlen(name));
    printf("%*s", columns < NAME_COLUMNS ? NAME_COLUMNS - columns : 1, "");
    print_local(zones->instant, type, false);
    putchar('\n');
}

static int visit(const char *name, void *context)
{
    struct zones *zones = context;
    const struct fuseau_zone *zone;
    struct fuseau_result result =
        fuseau_tzdb_zone(zones->database, name, strlen(name), FUSEAU_TZDB_EXACT_CASE, &zone);
    if (result.error == FUSEAU_OK) {
        show(zones, name, fuseau_zone_at(zone, zones->instant.seconds));
        fuseau_zone_release(zone);
    } else {
        int status = show_named_refusal("zone", name, result, zones->options->json);
        zones->status = status > zones->status ? status : zones->status;
    }
    return interrupted() || ferror(stdout);
}

int zones_run(const struct options *options)
{
    struct zones zones = {.options = options, .instant = {(int64_t)time(NULL), 0}};
    if (options->text_count > options->at) {
        return wrong_usage(options->command,
                           "this is too much: ", options->texts[options->text_count - 1]);
    }
    if (options->at &&
        !instant_argument("--at", options->texts[0], &options->timestamp, &zones.instant)) {
        return EXIT_UNABLE;
    }
    int status = find_database(options, &zones.database);
    if (status == EXIT_ACCEPTED) {
        fuseau_tzdb_each(zones.database, visit, &zones);
        status = zones.status;
    }
    fuseau_tzdb_close(zones.database);
    return status;
}
