/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "assign.h"
#include "base/clock.h"
#include "base/command.h"
#include "base/settings.h"
#include "filing.h"
#include "queue.h"
#include "rfc3339.h"
#include "show.h"

/* The options of all three commands; each command takes some of them. */
struct given {
    const char *config, *tracker, *state, *rota, *at, *verdict, *head; /* NULL where not said */
    bool json;
};

/* Where issues and queue are, and what else the command line and vigil.ini say together. */
struct place {
    struct settings settings;
    char issues[PATH_SIZE + 16]; /* the tracker's word, */
    char queue[PATH_SIZE + 16];  /* and the queue's: the same one where a tracker was said */
};

/* Where no tracker is said it is the local one in STATE, as a night has it: issues in STATE/issues,
 * the queue in STATE/queue. */
static bool settle(const struct given *given, struct place *place, struct fault *fault)
{
    if (!settings_make(given->config, given->tracker, &place->settings, fault)) {
        return false;
    }
    const char *said = place->settings.tracker;
    const char *word = said[0] == '\0' ? given->state : said;
    int size = snprintf(place->issues, sizeof place->issues,
                        said[0] == '\0' ? "local:%s/issues" : "%s", word);
    (void)snprintf(place->queue, sizeof place->queue, said[0] == '\0' ? "local:%s" : "%s", word);
    return (size > 0 && (size_t)size < sizeof place->issues) ||
           fault_set(fault, "the tracker's name is too long");
}

static void complain(void *context, const struct fault *fault)
{
    (void)context;
    (void)command_complain(fault->text);
}

/* What tracker_open and queue_open want. */
static struct tracker_options tracker_of(const struct place *place, const char *word)
{
    const char *file = place->settings.token_file;
    return (struct tracker_options){.word = word,
                                    .label = place->settings.label,
                                    .token_file = file[0] == '\0' ? NULL : file,
                                    .complain = complain};
}

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
    if (!settle(given, &place, &fault)) {
        return command_complain(fault.text);
    }
    const struct tracker_options tracker = tracker_of(&place, place.queue);
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
    const struct tracker_options tracker = tracker_of(place, place->queue);
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
    if (!settle(given, &place, &fault)) {
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

static const struct command_option file_options[] = {
    {"verdict", "DIR", COMMAND_DIRECTORY, offsetof(struct given, verdict), .required = true,
     .help = "what `vigil gate --out DIR` wrote"},
    {"head", "COMMIT", COMMAND_TEXT, offsetof(struct given, head),
     .help = "the commit it must be a verdict on"},
    {"config", "FILE", COMMAND_FILE, offsetof(struct given, config),
     .help = "vigil.ini: tracker, label, token file, rota, withhold (default: none)"},
    TRACKER_OPTION,
    {"state", "DIR", COMMAND_DIRECTORY, offsetof(struct given, state),
     .help = "where issues and queue are when no tracker is said, DIR/issues and DIR/queue "
             "(default .vigil)"},
    {.name = NULL}};

static int run_file(void *values, int count, char *const *operands)
{
    const struct given *given = values;
    struct place place;
    struct fault fault = {""};
    (void)count, (void)operands;
    if (!settle(given, &place, &fault)) {
        return command_complain(fault.text);
    }
    return filing(&(struct filing_options){
        .directory = given->verdict,
        .head = given->head,
        .tracker = tracker_of(&place, place.issues),
        .queue = strcmp(place.queue, place.issues) == 0 ? NULL : place.queue,
        .withhold = place.settings.withhold == WITHHOLD_YES,
        .ignore = place.settings.ignore,
        .rota = place.settings.rota});
}

const struct command file_command = {
    .name = "file",
    .summary = "say what a gate found: issues, a check run, the queue",
    .about = "Says what a gate found: an issue for each new crash, once; a check run on the "
             "commit; and the change is queued for a reviewer where it passed. Nothing in DIR is "
             "trusted, so that a verdict on a stranger's change can be filed with a token that the "
             "change never saw.",
    .options = file_options,
    .exits = "Exit status: 0 all was said, now or before; 2 something could not be.",
    .defaults = &(const struct given){.state = ".vigil"},
    .size = sizeof(struct given),
    .run = run_file};
