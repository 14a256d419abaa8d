/* zone.c -- (the program) `fuseau zone`: what a zone's clocks show, and when */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <time.h>

#include "cli/clock.h"
#include "cli/input.h"
#include "cli/instant.h"
#include "cli/output.h"

/* What an action on records needs. */
struct asked {
    struct cli_instants instants;
    struct cli_found found;
};

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
static json_t *transition_object(const struct cli_found *found,
                                 const struct fuseau_transition *transition)
{
    struct fuseau_rfc3339 instant = {.instant.seconds = transition->seconds};
    json_t *object = cli_new_object();
    json_t *before = cli_new_object();
    cli_put_integer(object, "unix_seconds", transition->seconds);
    cli_put_clock(object, found, &instant);
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
static int list_transitions(const struct asked *asked)
{
    const struct cli_options *options = asked->found.options;
    struct fuseau_instant from;
    struct fuseau_instant to;
    if (!cli_instant_argument(&asked->instants, "--from", options->from, &from) ||
        !cli_instant_argument(&asked->instants, "--to", options->to, &to)) {
        return CLI_UNABLE;
    }
    int64_t end = whole_second(to);
    int64_t seconds = whole_second(from);
    seconds -= seconds > INT64_MIN; /* the next is after it, strictly */
    struct fuseau_transition transition;
    while (!cli_input_interrupted() && !ferror(stdout) &&
           fuseau_zone_next(asked->found.zone, seconds, &transition) && transition.seconds < end) {
        if (options->json) {
            cli_print_object(transition_object(&asked->found, &transition));
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
    const struct asked *asked = context;
    const struct cli_found *found = &asked->found;
    struct fuseau_rfc3339 value;
    if (!cli_instant_read(&asked->instants, outcome, &value)) {
        return;
    }
    if (found->options->json) {
        json_t *object = cli_outcome_object(outcome);
        cli_put_instant(object, value.instant);
        cli_put_clock(object, found, &value);
        cli_print_object(object);
    } else {
        char seconds[CLI_TEXT_ROOM];
        cli_instant_text(value.instant, seconds);
        printf("%s  ", seconds);
        cli_print_local(value.instant, fuseau_zone_at(found->zone, value.instant.seconds), false);
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
    const char *source; /* NULL: it has none */
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
    summary.source = cli_found_source(found);
    cli_found_version(found, summary.version);
    return summary;
}

static void put_transition(json_t *object, const char *key, const struct cli_found *found,
                           bool is_there, const struct fuseau_transition *transition)
{
    cli_put(object, key, is_there ? transition_object(found, transition) : json_null());
}

static void show_summary_as_json(const struct cli_found *found, const struct summary *summary)
{
    struct fuseau_rfc3339 now = {.instant.seconds = summary->now};
    json_t *object = cli_new_object();
    cli_put_text(object, "input", cli_found_given(found), strlen(cli_found_given(found)));
    cli_put(object, "ok", json_true());
    cli_put(object, "zone",
            found->name_size > 0 ? json_stringn(found->name, found->name_size) : json_null());
    if (summary->source != NULL) {
        cli_put_text(object, "source", summary->source, strlen(summary->source));
    } else {
        cli_put(object, "source", json_null());
    }
    cli_put(object, "tzdata_version",
            summary->version[0] != '\0' ? json_string(summary->version) : json_null());
    cli_put(object, "local_from",
            found->origin == CLI_FROM_SYSTEM
                ? json_string(fuseau_tzdb_local_from_name(found->local_from))
                : json_null());
    cli_put(object, "tolerated", cli_tolerated_array(fuseau_zone_tolerated(found->zone)));
    cli_put_integer(object, "unix_seconds", summary->now);
    cli_put_clock(object, found, &now);
    put_transition(object, "previous", found, summary->has_previous, &summary->previous);
    put_transition(object, "next", found, summary->has_next, &summary->next);
    cli_put(object, "changes_for_ever", json_boolean(summary->changes_for_ever));
    cli_put_integer(object, "memory_bytes", (int64_t)fuseau_zone_memory(found->zone));
    cli_print_object(object);
}

static void print_source(const struct cli_found *found, const struct summary *summary)
{
    const char *made_of = found->origin == CLI_FROM_OFFSET ? "a UTC offset" : "a POSIX TZ string";
    const char *source = summary->source ? summary->source : made_of;
    fputs("  source    ", stdout);
    cli_print_safe(stdout, source, strlen(source));
    if (summary->version[0] != '\0') {
        fputs(", tzdata ", stdout);
        cli_print_safe(stdout, summary->version, strlen(summary->version));
    }
    putchar('\n');
    if (fuseau_zone_tolerated(found->zone) != 0) {
        fputs("  tolerated ", stdout);
        cli_print_tolerated(stdout, fuseau_zone_tolerated(found->zone));
        putchar('\n');
    }
    if (found->origin == CLI_FROM_SYSTEM) {
        printf("  local by  %s\n", fuseau_tzdb_local_from_name(found->local_from));
    }
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
    const char *name = cli_found_given(found);
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
    struct cli_database database = {.options = options};
    struct asked asked = {.instants = cli_instants_of(&database)};
    int status = cli_find_zone(&database, &asked.found);
    if (status == CLI_ACCEPTED && range) {
        status = list_transitions(&asked);
    } else if (status == CLI_ACCEPTED) {
        status =
            options->at ? cli_input_each(options, at_record, &asked) : show_summary(&asked.found);
    }
    cli_found_release(&asked.found);
    cli_database_close(&database);
    return database.missing ? CLI_UNABLE : status;
}
