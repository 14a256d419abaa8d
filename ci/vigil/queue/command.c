/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "assign.h"
#include "base/clock.h"
#include "base/command.h"
#include "place.h"
#include "queue.h"
#include "rfc3339.h"
#include "show.h"

/* The options of both commands; each command takes some of them. */
struct given {
    const char *config, *tracker, *state, *rota, *at; /* NULL where not said */
    bool json;
};

#define TRACKER_OPTION                                                                             \
    {                                                                                              \
        "tracker", "TRACKER", COMMAND_TEXT, offsetof(struct given, tracker),                       \
            .help = "local:DIR or github:OWNER/REPO; over what the file says"                      \
    }

static const struct command_option queue_options[] = {
    {"config", "FILE", COMMAND_FILE, offsetof(struct given, config),
     .help = "vigil.ini: tracker, label, token file (default: none)"},
    TRACKER_OPTION,
    {"state", "DIR", COMMAND_DIRECTORY, offsetof(struct given, state),
     .help = "where the queue is when no tracker is said, DIR/queue (default .vigil)"},
    {"json", NULL, COMMAND_FLAG, offsetof(struct given, json),
     .help = "one array: head, number, title, author, link, since, lines, asked, asked_at and "
             "reviewed of each"},
    {.name = NULL}};

static bool take(void *context, const struct queue_entry *entry)
{
    return queue_list_add(context, entry);
}

static int run_queue(void *values, int count, char *const *operands)
{
    const struct given *given = values;
    struct place place;
    struct fault fault = {""};
    (void)count, (void)operands;
    if (!place_settle(given->config, given->tracker, given->state, &place, &fault)) {
        return command_complain(fault.text);
    }
    const struct tracker_options tracker = place_tracker(&place, place.queue);
    struct queue *queue = queue_open(&tracker, &fault);
    if (queue == NULL) {
        return command_complain(fault.text);
    }
    struct queue_list list = {0};
    struct buffer text = {0};
    enum tracker_outcome outcome = queue->list(queue, take, &list, &fault);
    int status = outcome == TRACKER_DONE ? 0 : command_complain(fault.text);
    if (outcome == TRACKER_DONE || list.count > 0) {
        (given->json ? queue_json : queue_table)(&list, &text);
        int printed = command_print(&text);
        status = printed != 0 ? printed : status;
    }
    buffer_free(&text);
    queue_list_free(&list);
    queue->close(queue);
    return status;
}

const struct command queue_command = {
    .name = "queue",
    .summary = "show the changes that passed the gate and wait for a reviewer",
    .about = "Shows the changes that passed the gate and wait for a reviewer, oldest first: since "
             "when, who was asked, and how many of the changed lines are time-sensitive.",
    .options = queue_options,
    .exits = "In a local queue a reviewer makes `reviewed` true in DIR/queue/HEAD.json, and "
             "whoever merges removes the file. Exit status: 0; 2 not all of the queue could be "
             "read.",
    .defaults = &(const struct given){.state = ".vigil"},
    .size = sizeof(struct given),
    .run = run_queue};

static const struct command_option assign_options[] = {
    {"config", "FILE", COMMAND_FILE, offsetof(struct given, config),
     .help = "vigil.ini: tracker, label, token file, rota (default: none)"},
    TRACKER_OPTION,
    {"state", "DIR", COMMAND_DIRECTORY, offsetof(struct given, state),
     .help = "where the queue is when no tracker is said, DIR/queue (default .vigil)"},
    {"rota", "FILE", COMMAND_FILE, offsetof(struct given, rota),
     .help = "reviewers and window; over what the file says"},
    {"at", "TEXT", COMMAND_TEXT, offsetof(struct given, at),
     .help = "as if it were this instant, an RFC 3339 timestamp (default: now)"},
    {.name = NULL}};

/* There a change ends without any verdict, so its issues are looked through too. */
static int assign_on_github(const struct place *place, const struct rota *rota, int64_t now)
{
    struct fault fault = {""};
    const struct tracker_options options = place_tracker(place, place->queue);
    struct tracker *tracker = tracker_open(&options, &fault);
    struct queue *queue = tracker == NULL ? NULL : queue_github_beside(tracker, &fault);
    int status = queue == NULL ? command_complain(fault.text) : assign_run(queue, rota, now);
    if (queue != NULL) {
        int swept = assign_sweep(queue, tracker);
        status = swept > status ? swept : status;
        queue->close(queue);
    }
    if (tracker != NULL) {
        tracker->close(tracker);
    }
    return status;
}

static int assign_within(const struct place *place, const struct rota *rota, int64_t now)
{
    struct duty duty;
    struct fault fault = {""};
    if (!assign_open(rota, now, &duty)) {
        char from[CLOCK_SIZE];
        struct buffer said = {0};
        clock_write(duty.start, from);
        buffer_format(&said, "outside the window: nobody is asked before %s\n", from);
        int status = command_print(&said);
        buffer_free(&said);
        return status;
    }
    const char *directory;
    if (tracker_kind(place->queue, &directory, &fault) == TRACKER_GITHUB) {
        return assign_on_github(place, rota, now);
    }
    const struct tracker_options tracker = place_tracker(place, place->queue);
    struct queue *queue = queue_open(&tracker, &fault);
    if (queue == NULL) {
        return command_complain(fault.text);
    }
    int status = assign_run(queue, rota, now);
    queue->close(queue);
    return status;
}

static int run_assign(void *values, int count, char *const *operands)
{
    const struct given *given = values;
    int64_t now = (int64_t)time(NULL);
    struct place place;
    struct rota rota;
    struct fault fault = {""};
    (void)count, (void)operands;
    if (given->at != NULL) {
        struct fuseau_rfc3339 timestamp;
        struct fuseau_result result =
            fuseau_rfc3339_parse(given->at, strlen(given->at), NULL, &timestamp);
        if (result.error != FUSEAU_OK) {
            return command_refuse_at("at", given->at, result);
        }
        now = timestamp.instant.seconds;
    }
    if (!place_settle(given->config, given->tracker, given->state, &place, &fault)) {
        return command_complain(fault.text);
    }
    const char *path = given->rota == NULL ? place.settings.rota : given->rota;
    if (path[0] == '\0') {
        return command_refuse(&assign_command,
                              "assign needs a rota: --rota, or in the file of --config");
    }
    int status = rota_read(path, &rota, &fault) ? assign_within(&place, &rota, now)
                                                : command_complain(fault.text);
    rota_free(&rota);
    return status;
}

const struct command assign_command = {
    .name = "assign",
    .summary = "give each change that waits to a reviewer on duty",
    .about = "Gives each change that passed the gate and waits to a reviewer on duty, once; to be "
             "run every few minutes. Outside the window it does nothing. One who did not answer "
             "within a day makes way for the next.",
    .options = assign_options,
    .exits = "Exit status: 0; 1 something waits for over a day; 2 not all could be read, or "
             "somebody not asked.",
    .defaults = &(const struct given){.state = ".vigil"},
    .size = sizeof(struct given),
    .run = run_assign};
