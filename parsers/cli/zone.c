/* zone.c -- (the program) `fuseau zone`: what a zone's clocks show, and when; `fuseau zones` */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <time.h>

#include "cli/find.h"
#include "cli/input.h"
#include "cli/instant.h"
#include "cli/output.h"

/* ---- transitions, one or a list of them ---- */

static void print_transition(const struct fuseau_transition *transition)
{
    struct fuseau_instant instant = {transition->seconds, 0};
    char utc[CLI_TEXT_ROOM];
    cli_civil_text(transition->seconds, 0, utc);
    printf("%s%s  ", utc, utc[0] == '@' ? "" : "Z");
    cli_print_local(instant, transition->before, true);
    fputs("  ->  ", stdout);
    cli_print_local(instant, transition->after, false);
}

/* A transition: its instant, what clocks show from then on, and what they showed before. */
static json_t *transition_object(const struct fuseau_transition *transition)
{
    json_t *object = cli_new_object();
    json_t *before = cli_new_object();
    cli_put_integer(object, "unix_seconds", transition->seconds);
    cli_put_type(object, transition->after);
    cli_put_type(before, transition->before);
    cli_put(object, "before", before);
    return object;
}

/* The first whole second that is not before `instant`: transitions are at whole seconds. */
static int64_t whole_second(struct fuseau_instant instant)
{
    return instant.seconds + (instant.nanoseconds > 0 && instant.seconds < INT64_MAX);
}

/* Lists the transitions from --from on and before --to. */
static int list_transitions(const struct cli_options *options, const struct fuseau_zone *zone)
{
    struct fuseau_instant from;
    struct fuseau_instant to;
    if (!cli_instant_argument("--from", options->from, &options->timestamp, &from) ||
        !cli_instant_argument("--to", options->to, &options->timestamp, &to)) {
        return CLI_UNABLE;
    }
    int64_t end = whole_second(to);
    int64_t seconds = whole_second(from);
    seconds -= seconds > INT64_MIN; /* the next is after it, strictly */
    struct fuseau_transition transition;
    while (!cli_input_interrupted() && !ferror(stdout) &&
           fuseau_zone_next(zone, seconds, &transition) && transition.seconds < end) {
        if (options->json) {
            cli_print_object(transition_object(&transition));
        } else {
            print_transition(&transition);
            putchar('\n');
        }
        seconds = transition.seconds;
    }
    return CLI_ACCEPTED;
}

/* ---- at instants ---- */

static void at_record(struct cli_outcome *outcome, void *context)
{
    const struct cli_found *found = context;
    struct fuseau_rfc3339 value;
    if (!cli_outcome_set(outcome, cli_instant_parse(outcome->record.text, outcome->record.size,
                                                    &found->options->timestamp, &value))) {
        return;
    }
    const struct fuseau_local_type *type = fuseau_zone_at(found->zone, value.instant.seconds);
    if (found->options->json) {
        json_t *object = cli_outcome_object(outcome);
        cli_put_instant(object, value.instant);
        cli_put_type(object, type);
        cli_print_object(object);
    } else {
        char seconds[CLI_TEXT_ROOM];
        cli_instant_text(value.instant, seconds);
        printf("%s  ", seconds);
        cli_print_local(value.instant, type, false);
        putchar('\n');
    }
}

/* ---- a zone in general ---- */

struct summary {
    int64_t now;
    const struct fuseau_local_type *type; /* now */
    struct fuseau_transition previous, next;
    bool has_previous, has_next;
    bool changes_for_ever; /* by the rule of its footer: beyond the years that we count */
    char version[FUSEAU_TZDB_VERSION_MAX_SIZE + 1];
    const char *source; /* NULL: it is given by a rule */
};

static struct summary summary_of(const struct cli_found *found)
{
    const struct fuseau_zone *zone = found->zone;
    struct fuseau_transition far;
    struct summary summary = {.now = (int64_t)time(NULL), .version = ""};
    summary.type = fuseau_zone_at(zone, summary.now);
    /* A transition at this very second is the previous one. */
    summary.has_previous = fuseau_zone_previous(zone, summary.now + 1, &summary.previous);
    summary.has_next = fuseau_zone_next(zone, summary.now, &summary.next);
    summary.changes_for_ever = fuseau_zone_next(zone, FUSEAU_SECONDS_MAX, &far);
    if (found->database != NULL) {
        fuseau_tzdb_version(found->database, summary.version);
        summary.source = fuseau_tzdb_source(found->database);
    } else {
        summary.source = found->options->tzif;
    }
    return summary;
}

/* What was given for the zone. */
static const char *given(const struct cli_options *options)
{
    return options->zone ? options->zone : options->posix ? options->posix : options->tzif;
}

static void put_transition(json_t *object, const char *key, bool is_there,
                           const struct fuseau_transition *transition)
{
    cli_put(object, key, is_there ? transition_object(transition) : json_null());
}

static void show_summary_as_json(const struct cli_found *found, const struct summary *summary)
{
    json_t *object = cli_new_object();
    cli_put_text(object, "input", given(found->options), strlen(given(found->options)));
    cli_put(object, "ok", json_true());
    cli_put(object, "zone",
            found->name_size > 0 ? json_stringn(found->name, found->name_size) : json_null());
    if (summary->source != NULL) {
        cli_put_text(object, "source", summary->source, strlen(summary->source));
    } else {
        cli_put(object, "source", json_null());
    }
    cli_put(object, "tzdata_version",
            found->database ? json_string(summary->version) : json_null());
    cli_put_integer(object, "unix_seconds", summary->now);
    cli_put_type(object, summary->type);
    put_transition(object, "previous", summary->has_previous, &summary->previous);
    put_transition(object, "next", summary->has_next, &summary->next);
    cli_put(object, "changes_for_ever", json_boolean(summary->changes_for_ever));
    cli_put_integer(object, "memory_bytes", (int64_t)fuseau_zone_memory(found->zone));
    cli_print_object(object);
}

static void print_source(const struct cli_found *found, const struct summary *summary)
{
    const char *source = summary->source ? summary->source : "a POSIX TZ string";
    fputs("  source    ", stdout);
    cli_print_safe(stdout, source, strlen(source));
    if (found->database != NULL) {
        fputs(", tzdata ", stdout);
        cli_print_safe(stdout, summary->version, strlen(summary->version));
    }
    putchar('\n');
}

static void print_change(const char *label, bool is_there,
                         const struct fuseau_transition *transition)
{
    printf("  %-8s  ", label);
    if (is_there) {
        print_transition(transition);
    } else {
        fputs("none", stdout);
    }
    putchar('\n');
}

static void show_summary_plain(const struct cli_found *found, const struct summary *summary)
{
    const char *name = given(found->options);
    if (found->name_size > 0) {
        cli_print_safe(stdout, found->name, found->name_size);
    } else {
        cli_print_safe(stdout, name, strlen(name));
    }
    putchar('\n');
    print_source(found, summary);
    fputs("  now       ", stdout);
    cli_print_local((struct fuseau_instant){summary->now, 0}, summary->type, false);
    putchar('\n');
    print_change("previous", summary->has_previous, &summary->previous);
    print_change("next", summary->has_next, &summary->next);
    printf("  %s\n", summary->changes_for_ever ? "changes for ever, by its rule"
                     : fuseau_zone_is_fixed(found->zone)
                         ? "never changes"
                         : "changes no more after its last transition");
}

static int show_summary(const struct cli_found *found)
{
    struct summary summary = summary_of(found);
    if (found->options->json) {
        show_summary_as_json(found, &summary);
    } else {
        show_summary_plain(found, &summary);
    }
    return CLI_ACCEPTED;
}

int cli_zone_run(const struct cli_options *options)
{
    bool range = options->from != NULL || options->to != NULL;
    if (range && (options->at || options->from == NULL || options->to == NULL)) {
        return cli_wrong_usage(options->command, "--from and --to stand together, without --at",
                               "");
    }
    if (!options->at && options->text_count > 0) {
        return cli_wrong_usage(options->command, "instants stand behind --at: ", options->texts[0]);
    }
    struct cli_found found;
    int status = cli_find_zone(options, &found);
    if (status != CLI_ACCEPTED) {
        return status;
    }
    if (range) {
        status = list_transitions(options, found.zone);
    } else {
        status = options->at ? cli_input_each(options, at_record, &found) : show_summary(&found);
    }
    cli_found_release(&found);
    return status;
}

/* ---- all zones ---- */

struct zones {
    const struct cli_options *options;
    struct fuseau_tzdb *database;
    struct fuseau_instant instant;
    int status; /* the worst so far */
};

static void show_zone(const struct zones *zones, const char *name,
                      const struct fuseau_local_type *type)
{
    enum { NAME_COLUMNS = 32 };
    if (zones->options->json) {
        json_t *object = cli_new_object();
        cli_put_text(object, "zone", name, strlen(name));
        cli_put(object, "ok", json_true());
        cli_put_integer(object, "unix_seconds", zones->instant.seconds);
        cli_put_type(object, type);
        cli_print_object(object);
        return;
    }
    int columns = cli_print_safe(stdout, name, strlen(name));
    printf("%*s", columns < NAME_COLUMNS ? NAME_COLUMNS - columns : 1, "");
    cli_print_local(zones->instant, type, false);
    putchar('\n');
}

static int visit_zone(const char *name, void *context)
{
    struct zones *zones = context;
    const struct fuseau_zone *zone;
    struct fuseau_result result =
        fuseau_tzdb_zone(zones->database, name, strlen(name), FUSEAU_TZDB_EXACT_CASE, &zone);
    if (result.error == FUSEAU_OK) {
        show_zone(zones, name, fuseau_zone_at(zone, zones->instant.seconds));
        fuseau_zone_release(zone);
    } else {
        int status = cli_outcome_refuse_name("zone", name, result, zones->options->json);
        zones->status = status > zones->status ? status : zones->status;
    }
    return cli_input_interrupted() || ferror(stdout);
}

int cli_zones_run(const struct cli_options *options)
{
    struct zones zones = {.options = options, .instant = {(int64_t)time(NULL), 0}};
    if (options->text_count > options->at) {
        return cli_wrong_usage(options->command,
                               "this is too much: ", options->texts[options->text_count - 1]);
    }
    if (options->at &&
        !cli_instant_argument("--at", options->texts[0], &options->timestamp, &zones.instant)) {
        return CLI_UNABLE;
    }
    int status = cli_find_database(options, &zones.database);
    if (status == CLI_ACCEPTED) {
        fuseau_tzdb_each(zones.database, visit_zone, &zones);
        status = zones.status;
    }
    fuseau_tzdb_close(zones.database);
    return status;
}
