/* resolve.c -- (the program) `fuseau resolve`: when clocks in a zone show a local time */
/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>

#include "cli/clock.h"
#include "cli/input.h"
#include "cli/output.h"
#include "fulldate.h"

/* A local time, and the instants that it may be. */
struct resolved {
    struct fuseau_date date;
    struct fuseau_time time;
    struct fuseau_resolution candidates;
    struct fuseau_instant instant; /* the one that is preferred */
};

static const char *const kind_names[] = {"unique", "gap", "fold"};

static size_t candidate_count(const struct fuseau_resolution *candidates)
{
    return candidates->kind == FUSEAU_LOCAL_UNIQUE ? 1 : 2;
}

/* Reads a local time, "2024-03-10T02:30:00.5": RFC 3339 text but for its offset. */
static struct fuseau_result local_time(const char *text, size_t size, bool allow_space,
                                       struct fuseau_date *date, struct fuseau_time *time)
{
    enum { SEPARATOR_AT = FUSEAU_FULLDATE_SIZE, CLOCK_AT };
    size_t date_size = size < SEPARATOR_AT ? size : SEPARATOR_AT;
    struct fuseau_result result = fuseau_fulldate_parse(text, date_size, date);
    if (result.error != FUSEAU_OK) {
        return result;
    }
    if (size == SEPARATOR_AT) {
        return (struct fuseau_result){FUSEAU_ERR_END, SEPARATOR_AT};
    }
    char separator = text[SEPARATOR_AT];
    if (separator != 'T' && separator != 't' && !(separator == ' ' && allow_space)) {
        return (struct fuseau_result){FUSEAU_ERR_SEPARATOR, SEPARATOR_AT};
    }
    result = fuseau_fulltime_parse_partial(text + CLOCK_AT, size - CLOCK_AT, time);
    result.at += CLOCK_AT;
    return result;
}

/* The second 60 of a LOCAL is where the timestamp has it. */
enum { SECOND_AT = 17 };

/*
 * A second 60 must be a leap second in the zone, and one that the policy takes. What is known of
 * that stands in fuseau_rfc3339_parse, so the timestamp at the offset of the minute is read.
 */
static struct fuseau_result check_leap(const struct cli_found *found, struct resolved *resolved,
                                       size_t size)
{
    struct fuseau_rfc3339 value = {.date = resolved->date, .time = resolved->time};
    char text[FUSEAU_RFC3339_MAX_SIZE];
    int64_t before = resolved->instant.seconds - 1;
    value.offset.seconds = fuseau_zone_at(found->zone, before)->offset_seconds;
    struct fuseau_result result =
        fuseau_rfc3339_format(&value, FUSEAU_FRACTION_SHORTEST, text, sizeof text);
    if (result.error == FUSEAU_OK) {
        result = fuseau_rfc3339_parse(text, result.at, &found->options->timestamp, &value);
    }
    return result.error == FUSEAU_OK ? (struct fuseau_result){FUSEAU_OK, size}
                                     : (struct fuseau_result){FUSEAU_ERR_LEAP_SECOND, SECOND_AT};
}

/* In a leap second, the minute is resolved whose last second it is; the instant is the next. */
static struct fuseau_result resolve(const struct cli_found *found, const struct cli_record *record,
                                    struct resolved *out)
{
    struct fuseau_result result = local_time(
        record->text, record->size, found->options->timestamp.allow_space, &out->date, &out->time);
    if (result.error != FUSEAU_OK) {
        return result;
    }
    bool leap = out->time.second == 60;
    out->candidates =
        fuseau_zone_resolve(found->zone, fuseau_civil_to_seconds(out->date, out->time) - leap);
    out->candidates.seconds[0] += leap;
    out->candidates.seconds[1] += leap;
    out->instant.nanoseconds = out->time.nanosecond;
    result.error =
        fuseau_resolution_pick(&out->candidates, found->options->prefer, &out->instant.seconds)
            .error;
    return leap && result.error == FUSEAU_OK ? check_leap(found, out, record->size) : result;
}

static void put_candidates(json_t *object, const struct fuseau_resolution *candidates)
{
    json_t *array = json_array();
    for (size_t i = 0; i < candidate_count(candidates); i++) {
        cli_append(array, json_integer(candidates->seconds[i]));
    }
    cli_put(object, "kind", json_string(kind_names[candidates->kind]));
    cli_put(object, "candidates", array);
}

static void show_as_json(const struct cli_outcome *outcome, const struct cli_found *found,
                         const struct resolved *resolved)
{
    struct fuseau_rfc3339 instant = {.instant = resolved->instant,
                                     .leap = resolved->time.second == 60 ? FUSEAU_LEAP_UNLISTED
                                                                         : FUSEAU_LEAP_NONE};
    json_t *object = cli_outcome_object(outcome);
    cli_put_instant(object, resolved->instant);
    cli_put_clock(object, found, &instant);
    put_candidates(object, &resolved->candidates);
    cli_print_object(object);
}

static void show_for_eyes(const struct cli_found *found, const struct resolved *resolved)
{
    const struct fuseau_local_type *type = fuseau_zone_at(found->zone, resolved->instant.seconds);
    const struct fuseau_resolution *candidates = &resolved->candidates;
    char seconds[CLI_TEXT_ROOM];
    cli_instant_text(resolved->instant, seconds);
    printf("%s  ", seconds);
    cli_print_local(resolved->instant, type, candidates->kind != FUSEAU_LOCAL_UNIQUE);
    if (candidates->kind != FUSEAU_LOCAL_UNIQUE) {
        printf("  %s: %" PRId64 " or %" PRId64, kind_names[candidates->kind],
               candidates->seconds[0], candidates->seconds[1]);
    }
    putchar('\n');
}

/* What a refusal has to say of a gap or a fold. */
static json_t *refused_details(const struct fuseau_resolution *candidates)
{
    json_t *details = cli_new_object();
    cli_put(details, "unix_seconds", json_null());
    put_candidates(details, candidates);
    return details;
}

static void resolve_record(struct cli_outcome *outcome, void *context)
{
    const struct cli_found *found = context;
    struct resolved resolved;
    struct fuseau_result result = resolve(found, &outcome->record, &resolved);
    if (!cli_outcome_set(outcome, result)) {
        if (result.error == FUSEAU_ERR_GAP || result.error == FUSEAU_ERR_FOLD) {
            outcome->details = refused_details(&resolved.candidates);
        }
        return;
    }
    if (found->options->json) {
        show_as_json(outcome, found, &resolved);
    } else {
        show_for_eyes(found, &resolved);
    }
}

int cli_resolve_run(const struct cli_options *options)
{
    if (options->text_count == 0) {
        return cli_wrong_usage(options->command, "a local time is missing", "");
    }
    struct cli_database database = {.options = options};
    struct cli_found found;
    int status = cli_find_zone(&database, &found);
    if (status == CLI_ACCEPTED) {
        status = cli_input_each(options, resolve_record, &found);
        cli_found_release(&found);
    }
    cli_database_close(&database);
    return status;
}
