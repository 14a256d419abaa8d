/* cli_transitions.c -- (the program) transitions of a zone, one or a list of them */
/* SPDX-License-Identifier: MIT */
#include "cli_transitions.h"

#include <stdio.h>

#include "cli_input.h"
#include "cli_instant.h"
#include "cli_json.h"
#include "cli_text.h"

void print_transition(const struct fuseau_transition *transition)
{
    struct fuseau_instant instant = {transition->seconds, 0};
    char utc[TEXT_ROOM];
    civil_text(transition->seconds, 0, utc);
    printf("%s%s  ", utc, utc[0] == '@' ? "" : "Z");
    print_local(instant, transition->before, true);
    fputs("  ->  ", stdout);
    print_local(instant, transition->after, false);
}

static json_t *type_object(const struct fuseau_local_type *type)
{
    json_t *object = new_object();
    put_type(object, type);
    return object;
}

/* What an instant has, from then on; and what was before. */
json_t *transition_object(const struct fuseau_transition *transition)
{
    json_t *object = new_object();
    put_integer(object, "unix_seconds", transition->seconds);
    put_type(object, transition->after);
    put(object, "before", type_object(transition->before));
    return object;
}

/* The first whole second that is not before `instant`: transitions are at whole seconds. */
static int64_t whole_second(struct fuseau_instant instant)
{
    return instant.seconds + (instant.nanoseconds > 0 && instant.seconds < INT64_MAX);
}

static void show_transition(const struct fuseau_transition *transition, bool json)
{
    if (json) {
        print_object(transition_object(transition));
    } else {
        print_transition(transition);
        putchar('\n');
    }
}

int transitions_list(const struct options *options, const struct fuseau_zone *zone)
{
    struct fuseau_instant from;
    struct fuseau_instant to;
    if (!instant_argument("--from", options->from, &options->timestamp, &from) ||
        !instant_argument("--to", options->to, &options->timestamp, &to)) {
        return EXIT_UNABLE;
    }
    int64_t end = whole_second(to);
    int64_t seconds = whole_second(from);
    seconds -= seconds > INT64_MIN; /* the next is after it, strictly */
    struct fuseau_transition transition;
    while (!interrupted() && !ferror(stdout) && fuseau_zone_next(zone, seconds, &transition) &&
           transition.seconds < end) {
        show_transition(&transition, options->json);
        seconds = transition.seconds;
    }
    return EXIT_ACCEPTED;
}
