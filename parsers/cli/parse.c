/* parse.c -- (the program) `fuseau parse`: what each text is, or where it is wrong */
/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/input.h"
#include "cli/instant.h"
#include "cli/numbers.h"
#include "cli/output.h"

/* Of the timestamp; a kind may have them by turns. */
static unsigned parts_of(const struct cli_kind *kind, const struct cli_value *value)
{
    return value->parts ? value->parts : kind->parts;
}

/* ---- for eyes ---- */

static void print_offset(struct fuseau_offset offset)
{
    char text[FUSEAU_OFFSET_MAX_SIZE];
    struct fuseau_result result = fuseau_offset_format(offset, text, sizeof text);
    printf("%-6.*s", (int)result.at, text);
    if (!fuseau_offset_is_known(offset)) {
        printf("  local offset unknown");
    }
}

/* The date, the time, or both with a "T" between them. */
static void print_local(const struct fuseau_rfc3339 *value, unsigned parts)
{
    if (parts & PART_DATE) {
        printf("%04" PRId32 "-%02u-%02u", value->date.year, value->date.month, value->date.day);
    }
    if (parts & PART_TIME) {
        char text[FUSEAU_PARTIALTIME_MAX_SIZE];
        struct fuseau_result result = fuseau_fulltime_format_partial(
            value->time, FUSEAU_FRACTION_SHORTEST, text, sizeof text);
        printf("%s%.*s%s", parts & PART_DATE ? "T" : "", (int)result.at, text,
               parts & PART_OFFSET ? "  " : "");
    }
}

static void print_timestamp(const struct fuseau_rfc3339 *value, unsigned parts)
{
    if (parts & PART_INSTANT) {
        char seconds[CLI_TEXT_ROOM];
        char utc[CLI_TEXT_ROOM];
        cli_instant_text(value->instant, seconds);
        printf("%s  %s  ", seconds,
               cli_utc_text(value, utc) ? utc : "(UTC is out of the years 0000-9999)");
    } else {
        print_local(value, parts);
    }
    if (parts & PART_OFFSET) {
        print_offset(value->offset);
    }
    if ((parts & PART_TIME) && value->leap != FUSEAU_LEAP_NONE) {
        fputs("  leap second", stdout);
    }
}

static void print_rule_time(const struct fuseau_posixtz_time *time)
{
    char offset[CLI_TEXT_ROOM];
    cli_offset_text(time->offset_seconds, offset);
    printf("  %s %s", time->designation, offset);
}

static void print_rule(const struct fuseau_posixtz *rule)
{
    char text[FUSEAU_POSIXTZ_MAX_SIZE];
    struct fuseau_result result = fuseau_posixtz_format(rule, text, sizeof text);
    printf("%.*s", (int)result.at, text);
    print_rule_time(&rule->standard);
    if (rule->has_daylight) {
        print_rule_time(&rule->daylight);
    }
}

static void show_plain(const struct cli_record *record, const struct cli_kind *kind,
                       const struct cli_value *value)
{
    const char *suffix = memchr(record->text, '[', record->size);
    print_timestamp(&value->zoned.timestamp, parts_of(kind, value));
    if ((kind->parts & PART_SUFFIX) && suffix != NULL) {
        fputs("  ", stdout);
        cli_print_safe(stdout, suffix, record->size - (size_t)(suffix - record->text));
    }
    if (kind->parts & PART_RULE) {
        print_rule(&value->rule);
    }
    if (kind->parts & PART_NAME) {
        cli_print_safe(stdout, record->text, record->size);
    }
    putchar('\n');
}

/* ---- as JSON ---- */

static void put_local(json_t *object, const struct fuseau_rfc3339 *value, unsigned parts)
{
    if (parts & PART_DATE) {
        cli_put_integer(object, "year", value->date.year);
        cli_put_integer(object, "month", value->date.month);
        cli_put_integer(object, "day", value->date.day);
    }
    if (parts & PART_TIME) {
        cli_put_integer(object, "hour", value->time.hour);
        cli_put_integer(object, "minute", value->time.minute);
        cli_put_integer(object, "second", value->time.second);
    }
}

static void put_timestamp(json_t *object, const struct fuseau_rfc3339 *value, unsigned parts)
{
    if (parts & PART_INSTANT) {
        char utc[CLI_TEXT_ROOM];
        cli_put_integer(object, "unix_seconds", value->instant.seconds);
        cli_put(object, "utc", cli_utc_text(value, utc) ? json_string_nocheck(utc) : json_null());
    } else {
        put_local(object, value, parts);
    }
    if (parts & PART_TIME) {
        cli_put_integer(object, "nanoseconds", value->time.nanosecond);
        cli_put(object, "leap_second", json_boolean(value->leap != FUSEAU_LEAP_NONE));
    }
    if (parts & PART_OFFSET) {
        cli_put_integer(object, "offset_seconds", value->offset.seconds);
        cli_put(object, "offset_known", json_boolean(fuseau_offset_is_known(value->offset)));
    }
}

/* "islamic-civil" as [ "islamic", "civil" ] */
static json_t *values_array(const char *text, size_t size)
{
    json_t *array = json_array();
    const char *end = text + size;
    for (const char *hyphen; text != NULL; text = hyphen ? hyphen + 1 : NULL) {
        hyphen = memchr(text, '-', (size_t)(end - text));
        cli_append(array, json_stringn(text, (size_t)((hyphen ? hyphen : end) - text)));
    }
    return array;
}

static void put_suffixes(json_t *object, const char *text, const struct fuseau_rfc9557 *value)
{
    json_t *zone = value->zone == FUSEAU_RFC9557_NO_ZONE
                       ? json_null()
                       : json_stringn(text + value->zone_name.at, value->zone_name.size);
    json_t *suffixes = json_array();
    for (size_t i = 0; i < value->tag_count; i++) {
        const struct fuseau_rfc9557_tag *tag = &value->tags[i];
        json_t *suffix = cli_new_object();
        cli_put(suffix, "key", json_stringn(text + tag->key.at, tag->key.size));
        cli_put(suffix, "values", values_array(text + tag->values.at, tag->values.size));
        cli_put(suffix, "critical", json_boolean(tag->critical));
        cli_append(suffixes, suffix);
    }
    cli_put(object, "zone", zone);
    cli_put(object, "suffixes", suffixes);
}

static json_t *rule_time_object(const struct fuseau_posixtz_time *time)
{
    json_t *object = cli_new_object();
    cli_put_text(object, "designation", time->designation, strlen(time->designation));
    cli_put_integer(object, "offset_seconds", time->offset_seconds);
    return object;
}

static json_t *rule_day_object(const struct fuseau_posixtz_rule *rule)
{
    static const char *const forms[] = {"julian", "day", "weekday"};
    json_t *object = cli_new_object();
    cli_put(object, "form", json_string(forms[rule->form]));
    if (rule->form == FUSEAU_POSIXTZ_WEEKDAY) {
        cli_put_integer(object, "month", rule->month);
        cli_put_integer(object, "week", rule->week);
    }
    cli_put_integer(object, "day", rule->day);
    cli_put_integer(object, "seconds", rule->seconds);
    return object;
}

static void put_rule(json_t *object, const struct fuseau_posixtz *rule)
{
    char text[FUSEAU_POSIXTZ_MAX_SIZE];
    struct fuseau_result result = fuseau_posixtz_format(rule, text, sizeof text);
    cli_put(object, "shortest", json_stringn(text, result.at));
    cli_put(object, "extension", json_boolean(fuseau_posixtz_needs_extension(rule)));
    cli_put(object, "standard", rule_time_object(&rule->standard));
    cli_put(object, "daylight",
            rule->has_daylight ? rule_time_object(&rule->daylight) : json_null());
    cli_put(object, "start", rule->has_daylight ? rule_day_object(&rule->start) : json_null());
    cli_put(object, "end", rule->has_daylight ? rule_day_object(&rule->end) : json_null());
}

static void put_value(json_t *object, const struct cli_record *record, const struct cli_kind *kind,
                      const struct cli_value *value)
{
    put_timestamp(object, &value->zoned.timestamp, parts_of(kind, value));
    if (kind->parts & PART_SUFFIX) {
        put_suffixes(object, record->text, &value->zoned);
    }
    if (kind->parts & PART_RULE) {
        put_rule(object, &value->rule);
    }
}

/* ---- the command ---- */

static void parse_record(struct cli_outcome *outcome, void *context)
{
    const struct cli_instants *instants = context;
    const struct cli_options *options = instants->database->options;
    const struct cli_kind *kind = options->kind;
    const struct cli_record *record = &outcome->record;
    struct cli_value value;
    if (!cli_instant_value(instants, kind, outcome, &value)) {
        return;
    }
    if (options->json) {
        json_t *object = cli_outcome_object(outcome);
        put_value(object, record, kind, &value);
        cli_print_object(object);
    } else {
        show_plain(record, kind, &value);
    }
}

int cli_parse_run(const struct cli_options *options)
{
    struct cli_database database = {.options = options};
    struct cli_instants instants = cli_instants_of(&database);
    int status = options->numbers ? cli_numbers_run(&instants)
                                  : cli_input_each(options, parse_record, &instants);
    cli_database_close(&database);
    return database.missing ? CLI_UNABLE : status;
}
