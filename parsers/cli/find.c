/* find.c -- (the program) the zone that the options ask for */
/* SPDX-License-Identifier: MIT */
#include "cli/find.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/hint.h"
#include "cli/input.h"
#include "cli/outcome.h"
#include "cli/output.h"
#include "zonename.h"

/* Says on standard error which names come near, if any do. */
static void show_nearest(struct fuseau_tzdb *database, const char *name, size_t size)
{
    struct fuseau_tzdb_nearest_names nearest;
    fuseau_tzdb_nearest(database, name, size, &nearest);
    for (size_t i = 0; i < nearest.count; i++) {
        fputs(i == 0 ? "  near it: " : ", ", stderr);
        cli_print_safe(stderr, nearest.names[i], strlen(nearest.names[i]));
    }
    fputs(nearest.count > 0 ? "\n" : "", stderr);
}

/* The refusal of a text that is no name, no offset, or no rule. */
static int refuse(const struct cli_options *options, const char *text, struct fuseau_result result)
{
    struct cli_outcome outcome = {.record = {.text = text, .size = strlen(text)}, .what = "zone"};
    cli_outcome_set(&outcome, result);
    if (options->posix != NULL) {
        cli_hint_rule(&outcome);
    }
    cli_outcome_refuse(&outcome, options->json);
    return CLI_REFUSED;
}

/* Finds the zone in the database that is open, and its name as it is to be written. */
static struct fuseau_result look_up(struct fuseau_tzdb *tzdb, const char *name, size_t size,
                                    struct cli_found *found)
{
    enum fuseau_tzdb_case letter_case = cli_database_case(found->options);
    struct fuseau_result result = fuseau_tzdb_zone(tzdb, name, size, letter_case, &found->zone);
    if (result.error != FUSEAU_OK) {
        return result;
    }
    found->name_size = size;
    memcpy(found->name, name, size); /* it was found, so it has room */
    if (letter_case == FUSEAU_TZDB_ANY_CASE) {
        result = fuseau_tzdb_spell(tzdb, name, size, found->name, sizeof found->name);
        found->name_size = result.at;
    }
    return result;
}

/* Refuses a name that is no zone: says why, and which names may have been meant. */
static int refuse_name(struct cli_found *found, struct fuseau_result result)
{
    const struct cli_options *options = found->options;
    size_t size = strlen(options->zone);
    struct fuseau_result named = fuseau_zonename_parse(options->zone, size);
    int status = named.error != FUSEAU_OK
                     ? refuse(options, options->zone, named)
                     : cli_outcome_refuse_name("input", options->zone, result, options->json);
    bool misspelt = named.error != FUSEAU_OK || result.error == FUSEAU_ERR_NOT_FOUND;
    if (misspelt && !options->json) {
        show_nearest(found->database->tzdb, options->zone, size);
    }
    cli_found_release(found);
    return status;
}

static int find_by_name(struct cli_found *found)
{
    const char *name = found->options->zone;
    struct fuseau_tzdb *tzdb = cli_database_open(found->database);
    if (tzdb == NULL) {
        return CLI_UNABLE;
    }
    found->origin = CLI_FROM_DATABASE;
    struct fuseau_result result = look_up(tzdb, name, strlen(name), found);
    return result.error == FUSEAU_OK ? CLI_ACCEPTED : refuse_name(found, result);
}

/* The zone of this machine, and its name where it has one. */
static int find_local(struct cli_found *found)
{
    bool json = found->options->json;
    struct fuseau_tzdb_local_zone local;
    struct fuseau_result result = fuseau_tzdb_local(cli_database_try(found->database), &local);
    if (result.error == FUSEAU_ERR_NO_DATABASE) {
        (void)cli_database_open(found->database); /* says why there is none */
        return CLI_UNABLE;
    }
    if (result.error != FUSEAU_OK) {
        const char *variable = getenv("TZ");
        char said[CLI_TEXT_ROOM];
        snprintf(said, sizeof said, variable && !json ? "local, TZ=%s" : "local", variable);
        return cli_outcome_refuse_name("input", said, result, json);
    }
    found->origin = CLI_FROM_SYSTEM;
    found->local_from = local.from;
    found->zone = local.zone;
    found->name_size = strlen(local.name);
    memcpy(found->name, local.name, found->name_size);
    return CLI_ACCEPTED;
}

static int find_by_offset(struct cli_found *found)
{
    const char *text = found->options->zone;
    struct fuseau_offset offset;
    struct fuseau_result result = fuseau_offset_parse(text, strlen(text), &offset);
    if (result.error == FUSEAU_OK) {
        result = fuseau_zone_from_offset(offset, &found->zone);
    }
    found->origin = CLI_FROM_OFFSET;
    return result.error == FUSEAU_OK ? CLI_ACCEPTED : refuse(found->options, text, result);
}

static int find_by_rule(struct cli_found *found)
{
    const char *text = found->options->posix;
    struct fuseau_posixtz rule;
    struct fuseau_result result = fuseau_posixtz_parse(text, strlen(text), &rule);
    if (result.error == FUSEAU_OK) {
        result = fuseau_zone_from_posixtz(&rule, &found->zone);
    }
    found->origin = CLI_FROM_RULE;
    return result.error == FUSEAU_OK ? CLI_ACCEPTED : refuse(found->options, text, result);
}

static int find_by_file(struct cli_found *found)
{
    const struct cli_options *options = found->options;
    char *bytes;
    size_t size;
    struct fuseau_result result = {cli_input_file(options->tzif, &bytes, &size), 0};
    if (result.error == FUSEAU_OK) {
        result = fuseau_zone_from_tzif(bytes, size, &found->zone);
        free(bytes);
    }
    found->origin = CLI_FROM_FILE;
    return result.error == FUSEAU_OK
               ? CLI_ACCEPTED
               : cli_outcome_refuse_name("file", options->tzif, result, options->json);
}

/* No zone name begins with a sign, and "Z" is none of IANA's. */
static bool is_offset(const char *zone)
{
    return zone[0] == '+' || zone[0] == '-' || strcmp(zone, "Z") == 0 || strcmp(zone, "z") == 0;
}

int cli_find_zone(struct cli_database *database, struct cli_found *out)
{
    const struct cli_options *options = database->options;
    *out = (struct cli_found){.options = options, .database = database};
    int given = (options->zone != NULL) + (options->posix != NULL) + (options->tzif != NULL);
    if (given != 1) {
        return cli_wrong_usage(options->command,
                               given == 0 ? "a zone is missing, such as Europe/Paris or local"
                                          : "one zone is enough",
                               "");
    }
    if (options->zone == NULL) {
        return options->posix != NULL ? find_by_rule(out) : find_by_file(out);
    }
    if (is_offset(options->zone)) {
        return find_by_offset(out);
    }
    return strcmp(options->zone, "local") == 0 ? find_local(out) : find_by_name(out);
}

void cli_found_release(struct cli_found *found)
{
    fuseau_zone_release(found->zone);
    found->zone = NULL;
}

const char *cli_found_given(const struct cli_found *found)
{
    const struct cli_options *options = found->options;
    return options->zone ? options->zone : options->posix ? options->posix : options->tzif;
}

const char *cli_found_source(const struct cli_found *found)
{
    const char *source =
        found->origin == CLI_FROM_FILE ? found->options->tzif : fuseau_zone_source(found->zone);
    return source[0] != '\0' ? source : NULL;
}

/* Where the built-in copy answers what the directory lacks, the data is its own. */
void cli_found_version(const struct cli_found *found,
                       char version[FUSEAU_TZDB_VERSION_MAX_SIZE + 1])
{
    struct fuseau_tzdb *tzdb = found->database->tzdb;
    struct fuseau_tzdb *bundled = NULL;
    const char *source = fuseau_zone_source(found->zone);
    version[0] = '\0';
    if (tzdb == NULL) {
        return;
    }
    if (strcmp(source, fuseau_tzdb_source(tzdb)) == 0) {
        fuseau_tzdb_version(tzdb, version);
    } else if (strcmp(source, "built-in") == 0 &&
               fuseau_tzdb_open_bundled(&bundled).error == FUSEAU_OK) {
        fuseau_tzdb_version(bundled, version);
        fuseau_tzdb_close(bundled);
    }
}
