/* find.c -- (the program) the zone that the options name */
/* SPDX-License-Identifier: MIT */
#include "cli/find.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/input.h"
#include "cli/outcome.h"
#include "cli/output.h"
#include "zonename.h"

int cli_find_database(const struct cli_options *options, struct fuseau_tzdb **out)
{
    struct fuseau_result result = fuseau_tzdb_open(options->tzdir, out);
    if (result.error == FUSEAU_OK) {
        return CLI_ACCEPTED;
    }
    fputs("fuseau: there is no zone directory ", stderr);
    if (options->tzdir != NULL) {
        cli_print_safe(stderr, options->tzdir, strlen(options->tzdir));
    }
    fputs("\n", stderr);
    return CLI_UNABLE;
}

/* Says on standard error which names come near, if any do. */
static void show_nearest(struct fuseau_tzdb *database, const char *name, size_t size)
{
    struct fuseau_tzdb_nearest nearest;
    fuseau_tzdb_nearest(database, name, size, &nearest);
    for (size_t i = 0; i < nearest.count; i++) {
        fputs(i == 0 ? "  near it: " : ", ", stderr);
        cli_print_safe(stderr, nearest.names[i], strlen(nearest.names[i]));
    }
    fputs(nearest.count > 0 ? "\n" : "", stderr);
}

/* The refusal of a text that is no name, or no rule. */
static int refuse(const struct cli_options *options, const char *text, struct fuseau_result result)
{
    struct cli_outcome outcome = {.record = {.text = text, .size = strlen(text)}};
    cli_outcome_set(&outcome, result);
    cli_outcome_refuse(&outcome, options->json);
    return CLI_REFUSED;
}

/* Finds the zone in the database that is open, and its name as it is to be written. */
static struct fuseau_result look_up(const struct cli_options *options, size_t size,
                                    struct cli_found *found)
{
    struct fuseau_result result = fuseau_tzdb_zone(
        found->database, options->zone, size,
        options->any_case ? FUSEAU_TZDB_ANY_CASE : FUSEAU_TZDB_EXACT_CASE, &found->zone);
    if (result.error != FUSEAU_OK) {
        return result;
    }
    found->name_size = size;
    memcpy(found->name, options->zone, size); /* it was found, so it has room */
    if (options->any_case) {
        result = fuseau_tzdb_spell(found->database, options->zone, size, found->name,
                                   sizeof found->name);
        found->name_size = result.at;
    }
    return result;
}

/* Refuses a name that is no zone: says why, and which names may have been meant. */
static int refuse_name(const struct cli_options *options, struct cli_found *found, size_t size,
                       struct fuseau_result result)
{
    struct fuseau_result named = fuseau_zonename_parse(options->zone, size);
    int status = named.error != FUSEAU_OK
                     ? refuse(options, options->zone, named)
                     : cli_outcome_refuse_name("input", options->zone, result, options->json);
    bool misspelt = named.error != FUSEAU_OK || result.error == FUSEAU_ERR_NOT_FOUND;
    if (misspelt && !options->json) {
        show_nearest(found->database, options->zone, size);
    }
    cli_found_release(found);
    return status;
}

static int find_by_name(const struct cli_options *options, struct cli_found *found)
{
    int status = cli_find_database(options, &found->database);
    if (status != CLI_ACCEPTED) {
        return status;
    }
    size_t size = strlen(options->zone);
    struct fuseau_result result = look_up(options, size, found);
    return result.error == FUSEAU_OK ? CLI_ACCEPTED : refuse_name(options, found, size, result);
}

static int find_by_rule(const struct cli_options *options, struct cli_found *found)
{
    struct fuseau_posixtz rule;
    struct fuseau_result result =
        fuseau_posixtz_parse(options->posix, strlen(options->posix), &rule);
    if (result.error == FUSEAU_OK) {
        result = fuseau_zone_from_posixtz(&rule, &found->zone);
    }
    return result.error == FUSEAU_OK ? CLI_ACCEPTED : refuse(options, options->posix, result);
}

static int find_by_file(const struct cli_options *options, struct cli_found *found)
{
    char *bytes;
    size_t size;
    struct fuseau_result result = {cli_input_file(options->tzif, &bytes, &size), 0};
    if (result.error == FUSEAU_OK) {
        result = fuseau_zone_from_tzif(bytes, size, &found->zone);
        free(bytes);
    }
    return result.error == FUSEAU_OK
               ? CLI_ACCEPTED
               : cli_outcome_refuse_name("file", options->tzif, result, options->json);
}

int cli_find_zone(const struct cli_options *options, struct cli_found *out)
{
    *out = (struct cli_found){.options = options};
    int given = (options->zone != NULL) + (options->posix != NULL) + (options->tzif != NULL);
    if (given != 1) {
        return cli_wrong_usage(options->command,
                               given == 0 ? "a zone is missing" : "one zone is enough", "");
    }
    if (options->zone != NULL) {
        return find_by_name(options, out);
    }
    return options->posix != NULL ? find_by_rule(options, out) : find_by_file(options, out);
}

void cli_found_release(struct cli_found *found)
{
    fuseau_zone_release(found->zone);
    fuseau_tzdb_close(found->database);
    *found = (struct cli_found){.zone = NULL};
}
