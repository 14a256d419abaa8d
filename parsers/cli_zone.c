/* cli_zone.c -- (the program) `fuseau zone`: what a zone's clocks show, and when they change */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <time.h>

#include "cli_commands.h"
#include "cli_find.h"
#include "cli_input.h"
#include "cli_instant.h"
#include "cli_json.h"
#include "cli_text.h"
#include "cli_transitions.h"

struct zone_command {
    const struct options *options;
    struct found found;
};

/* ---- at instants ---- */

static void at_record(struct judged *judged, void *context)
{
    const struct zone_command *command = context;
    struct fuseau_rfc3339 value;
    if (!judge(judged, instant_parse(judged->record.text, judged->record.size,
                                     &command->options->timestamp, &value))) {
        return;
    }
    const struct fuseau_local_type *type =
        fuseau_zone_at(command->found.zone, value.instant.seconds);
    if (command->options->json) {
        json_t *object = judged_object(judged);
        put_integer(object, "unix_seconds", value.instant.seconds);
        put_integer(object, "nanoseconds", value.instant.nanoseconds);
        put_type(object, type);
        print_object(object);
    } else {
        char seconds[TEXT_ROOM];
        instant_text(value.instant, seconds);
        printf("%s  ", seconds);
        print_local(value.instant, type, false);
        putchar('\n');
    }
}

/* ---- what is to be said of it in general ---- */

struct summary {
    int64_t now;
    const struct fuseau_local_type *type; /* now */
    struct fuseau_transition previous, next;
    bool has_previous, has_next;
    bool changes_for_ever; /* by the rule of its footer: beyond the years that we count */
    char version[FUSEAU_TZDB_VERSION_MAX_SIZE + 1];
    const char *source; /* NULL: it is given by a rule */
};

static struct summary summary_of(const struct zone_command *command)
{
    const struct fuseau_zone *zone = command->found.zone;
    struct fuseau_transition far;
    struct summary summary = {.now = (int64_t)time(NULL), .version = ""};
    summary.type = fuseau_zone_at(zone, summary.now);
    /* A transition at this very second is the previous one. */
    summary.has_previous = fuseau_zone_previous(zone, summary.now + 1, &summary.previous);
    summary.has_next = fuseau_zone_next(zone, summary.now, &summary.next);
    summary.changes_for_ever = fuseau_zone_next(zone, FUSEAU_SECONDS_MAX, &far);
    if (command->found.database != NULL) {
        fuseau_tzdb_version(command->found.database, summary.version);
        summary.source = fuseau_tzdb_source(command->found.database);
    } else {
        summary.source = command->options->tzif;
    }
    return summary;
}

/* What was given for the zone. */
static const char *given(const struct options *options)
{
    return options->zone ? options->zone : options->posix ? options->posix : options->tzif;
}

static void put_transition(json_t *object, const char *key, bool is_there,
                           const struct fuseau_transition *transition)
{
    put(object, key, is_there ? transition_object(transition) : json_null());
}

static void show_summary_as_json(const struct zone_command *command, const struct summary *summary)
{
    const struct found *found = &command->found;
    json_t *object = new_object();
    put_text(object, "input", given(command->options), strlen(given(command->options)));
    put(object, "ok", json_true());
    put(object, "zone",
        found->name_size > 0 ? json_stringn(found->name, found->name_size) : json_null());
    if (summary->source != NULL) {
        put_text(object, "source", summary->source, strlen(summary->source));
    } else {
        put(object, "source", json_null());
    }
    put(object, "tzdata_version", found->database ? json_string(summary->version) : json_null());
    put_integer(object, "unix_seconds", summary->now);
    put_type(object, summary->type);
    put_transition(object, "previous", summary->has_previous, &summary->previous);
    put_transition(object, "next", summary->has_next, &summary->next);
    put(object, "changes_for_ever", json_boolean(summary->changes_for_ever));
    put_integer(object, "memory_bytes", (int64_t)fuseau_zone_memory(found->zone));
    print_object(object);
}

static void print_source(const struct zone_command *command, const struct summary *summary)
{
    const char *source = summary->source ? summary->source : "a POSIX TZ string";
    fputs("  source    ", stdout);
    print_safe(stdout, source, strlen(source));
    if (command->found.database != NULL) {
        fputs(", tzdata ", stdout);
        print_safe(stdout, summary->version, strlen(summary->version));
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

static void show_summary_plain(const struct zone_command *command, const struct summary *summary)
{
    const char *name = given(command->options);
    if (command->found.name_size > 0) {
        print_safe(stdout, command->found.name, command->found.name_size);
    } else {
        print_safe(stdout, name, strlen(name));
    }
    putchar('\n');
    print_source(command, summary);
    fputs("  now       ", stdout);
    print_local((struct fuseau_instant){summary->now, 0}, summary->type, false);
    putchar('\n');
    print_change("previous", summary->has_previous, &summary->previous);
    print_change("next", summary->has_next, &summary->next);
    printf("  %s\n", summary->changes_for_ever ? "changes for ever, by its rule"
                     : fuseau_zone_is_fixed(command->found.zone)
                         ? "never changes"
                         : "changes no more after its last transition");
}

static int show_summary(const struct zone_command *command)
{
    struct summary summary = summary_of(command);
    if (command->options->json) {
        show_summary_as_json(command, &summary);
    } else {
        show_summary_plain(command, &summary);
    }
    return EXIT_ACCEPTED;
}

int zone_run(const struct options *options)
{
    bool range = options->from != NULL || options->to != NULL;
    if (range && (options->at || options->from == NULL || options->to == NULL)) {
        return wrong_usage(options->command, "--from and --to stand together, without --at", "");
    }
    if (!options->at && options->text_count > 0) {
        return wrong_usage(options->command, "instants stand behind --at: ", options->texts[0]);
    }
    struct zone_command command = {.options = options};
    int status = find_zone(options, &command.found);
    if (status != EXIT_ACCEPTED) {
        return status;
    }
    if (range) {
        status = transitions_list(options, command.found.zone);
    } else {
        status = options->at ? input_each(options, at_record, &command) : show_summary(&command);
    }
    found_release(&command.found);
    return status;
}
