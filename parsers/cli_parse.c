/* cli_parse.c -- (the program) `fuseau parse`: what each text is, or where it is wrong */
/* SPDX-License-Identifier: MIT */
#include "cli_commands.h"
#include "cli_find.h"
#include "cli_input.h"
#include "cli_json.h"
#include "cli_show.h"

struct parse {
    const struct options *options;
    struct fuseau_rfc9557_options reading;
    struct fuseau_tzdb *database; /* NULL: no zone is looked up */
};

/* The zone that the text names. */
static struct fuseau_result zone_of(const struct parse *parse, const char *text,
                                    const struct fuseau_rfc9557 *value,
                                    const struct fuseau_zone **out)
{
    return value->zone == FUSEAU_RFC9557_ZONE_OFFSET
               ? fuseau_zone_from_offset(value->zone_offset, out)
               : fuseau_tzdb_zone(parse->database, text + value->zone_name.at,
                                  value->zone_name.size, FUSEAU_TZDB_EXACT_CASE, out);
}

/* Puts the instant that the text means with its zone (RFC 9557 s. 3.4) in place of its own. */
static enum fuseau_error apply_zone(const struct parse *parse, const struct fuseau_zone *zone,
                                    struct fuseau_rfc9557 *value)
{
    struct fuseau_zoned zoned;
    struct fuseau_result result = fuseau_zoned_from_rfc9557(
        zone, value, parse->options->inconsistent, parse->options->prefer, &zoned);
    if (result.error == FUSEAU_OK) {
        bool leap = zoned.time.second == 60;
        value->timestamp.instant = zoned.instant;
        value->timestamp.leap = leap ? value->timestamp.leap : FUSEAU_LEAP_NONE;
    }
    return result.error;
}

/* Looks the zone up, if there is one. Whatever is wrong with it, it is wrong at its name. */
static struct fuseau_result check_zone(const struct parse *parse, const struct record *record,
                                       struct fuseau_rfc9557 *value)
{
    if (parse->database == NULL || value->zone == FUSEAU_RFC9557_NO_ZONE) {
        return (struct fuseau_result){FUSEAU_OK, record->size};
    }
    const struct fuseau_zone *zone = NULL;
    enum fuseau_error error = zone_of(parse, record->text, value, &zone).error;
    error = error == FUSEAU_OK ? apply_zone(parse, zone, value) : error;
    fuseau_zone_release(zone);
    return (struct fuseau_result){error, error == FUSEAU_OK ? record->size : value->zone_name.at};
}

/* Whether the error is one of the zone's file, of which the text knows nothing. */
static bool is_of_file(enum fuseau_error error)
{
    return error == FUSEAU_ERR_END ||
           (error >= FUSEAU_ERR_TZIF_MAGIC && error <= FUSEAU_ERR_TZIF_FOOTER_TYPE);
}

/* Judges the record again, now that its grammar is accepted. */
static bool judge_zone(struct judged *judged, const struct parse *parse,
                       struct fuseau_rfc9557 *value)
{
    struct fuseau_result result = check_zone(parse, &judged->record, value);
    bool accepted = judge(judged, result);
    if (is_of_file(result.error)) {
        judged->message = "the zone is known, but its file is not valid";
    }
    return accepted;
}

static void parse_record(struct judged *judged, void *context)
{
    const struct parse *parse = context;
    const struct kind *kind = parse->options->kind;
    const struct record *record = &judged->record;
    struct value value = {.zoned = {.zone = FUSEAU_RFC9557_NO_ZONE}};
    if (!judge(judged, kind->read(record->text, record->size, &parse->reading, &value)) ||
        !judge_zone(judged, parse, &value.zoned)) {
        return;
    }
    if (parse->options->json) {
        json_t *object = judged_object(judged);
        put_value(object, record, kind, &value);
        print_object(object);
    } else {
        show_plain(record, kind, &value);
    }
}

int parse_run(const struct options *options)
{
    struct parse parse = {
        .options = options,
        .reading = {.timestamp = options->timestamp,
                    .known_keys = options->known_count > 0 ? options->known : NULL,
                    .known_count = options->known_count,
                    .allow_experimental = options->experimental},
    };
    bool looks_up = (options->kind->parts & PART_SUFFIX) && !options->no_zone_check;
    int status = looks_up ? find_database(options, &parse.database) : EXIT_ACCEPTED;
    if (status == EXIT_ACCEPTED) {
        status = input_each_or_stdin(options, parse_record, &parse);
    }
    fuseau_tzdb_close(parse.database);
    return status;
}
