/* instant.c -- (the program) what people give for an instant, and the zone that stands in it */
/* SPDX-License-Identifier: MIT */
#include "cli/instant.h"

#include <string.h>

#include "cli/hint.h"
#include "zoned.h"

struct cli_instants cli_instants_of(struct cli_database *database)
{
    const struct cli_options *options = database->options;
    return (struct cli_instants){
        .database = database,
        .reading = {.timestamp = options->timestamp,
                    .known_keys = options->known_count > 0 ? options->known : NULL,
                    .known_count = options->known_count,
                    .allow_experimental = options->experimental},
    };
}

/* The zone that the text names. */
static enum fuseau_error zone_of(const struct cli_instants *instants, const char *text,
                                 const struct fuseau_rfc9557 *value, const struct fuseau_zone **out)
{
    if (value->zone == FUSEAU_RFC9557_ZONE_OFFSET) {
        return fuseau_zone_from_offset(value->zone_offset, out).error;
    }
    struct fuseau_tzdb *tzdb = cli_database_open(instants->database);
    return fuseau_tzdb_zone(tzdb, text + value->zone_name.at, value->zone_name.size,
                            cli_database_case(instants->database->options), out)
        .error;
}

/* Puts the instant that the text means with its zone in place of its own. */
static enum fuseau_error apply_zone(const struct cli_options *options,
                                    const struct fuseau_zone *zone, struct fuseau_rfc9557 *value)
{
    struct fuseau_zoned zoned;
    struct fuseau_result result =
        fuseau_zoned_from_rfc9557(zone, value, options->inconsistent, options->prefer, &zoned);
    if (result.error == FUSEAU_OK) {
        bool leap = zoned.time.second == 60;
        value->timestamp.instant = zoned.instant;
        value->timestamp.leap = leap ? value->timestamp.leap : FUSEAU_LEAP_NONE;
    }
    return result.error;
}

/* Whether the error is one of the zone's file, of which the text knows nothing. */
static bool is_of_file(enum fuseau_error error)
{
    return error == FUSEAU_ERR_END ||
           (error >= FUSEAU_ERR_TZIF_MAGIC && error <= FUSEAU_ERR_TZIF_FOOTER_TYPE);
}

bool cli_instant_settle(const struct cli_instants *instants, struct cli_outcome *outcome,
                        struct fuseau_rfc9557 *value)
{
    const struct cli_options *options = instants->database->options;
    if (value->zone == FUSEAU_RFC9557_NO_ZONE || options->no_zone_check) {
        return true;
    }
    const struct fuseau_zone *zone = NULL;
    enum fuseau_error error = zone_of(instants, outcome->record.text, value, &zone);
    error = error == FUSEAU_OK ? apply_zone(options, zone, value) : error;
    fuseau_zone_release(zone);
    size_t at = error == FUSEAU_OK ? outcome->record.size : value->zone_name.at;
    bool accepted = cli_outcome_set(outcome, (struct fuseau_result){error, at});
    if (is_of_file(error)) {
        outcome->message = "the zone is known, but its file is not valid";
    }
    return accepted;
}

static void set_hint(struct cli_outcome *outcome, const struct cli_kind *kind)
{
    if (kind->parts & PART_INSTANT) {
        cli_hint_instant(outcome, kind);
    } else if (kind->parts & PART_RULE) {
        cli_hint_rule(outcome);
    }
}

bool cli_instant_value(const struct cli_instants *instants, const struct cli_kind *kind,
                       struct cli_outcome *outcome, struct cli_value *out)
{
    const struct cli_record *record = &outcome->record;
    *out = (struct cli_value){.zoned = {.zone = FUSEAU_RFC9557_NO_ZONE}};
    if (!cli_outcome_set(outcome,
                         kind->read(record->text, record->size, &instants->reading, out))) {
        set_hint(outcome, kind);
        return false;
    }
    return cli_instant_settle(instants, outcome, &out->zoned);
}

bool cli_instant_read(const struct cli_instants *instants, struct cli_outcome *outcome,
                      struct fuseau_rfc3339 *out)
{
    struct cli_value value;
    if (!cli_instant_value(instants, cli_kind_instant, outcome, &value)) {
        return false;
    }
    *out = value.zoned.timestamp;
    return true;
}

bool cli_instant_argument(const struct cli_instants *instants, const char *option, const char *text,
                          struct fuseau_instant *out)
{
    struct cli_outcome outcome = {.record = {.text = text, .size = strlen(text)}, .what = option};
    struct fuseau_rfc3339 value;
    if (!cli_instant_read(instants, &outcome, &value)) {
        cli_outcome_refuse(&outcome, false);
        return false;
    }
    *out = value.instant;
    return true;
}
