/* SPDX-License-Identifier: MIT */
/* `vigil file`: what was found where there was no token, by nights and by a gate. */
#include <stddef.h>
#include <string.h>

#include "base/process.h"
#include "night.h"
#include "queue/filing.h"
#include "queue/place.h"

struct given {
    const char *config, *tracker, *state, *verdict, *head; /* NULL where not said */
};

static const struct command_option rows[] = {
    {"state", "DIR", COMMAND_DIRECTORY, offsetof(struct given, state),
     .help =
         "what nights remember (default .vigil); and where issues and queue are when no tracker "
         "is said, DIR/issues and DIR/queue"},
    {"verdict", "DIR", COMMAND_DIRECTORY, offsetof(struct given, verdict),
     .help = "what `vigil gate --out DIR` wrote: it is filed, and nothing of the nights'"},
    {"head", "COMMIT", COMMAND_TEXT, offsetof(struct given, head),
     .help = "the commit it must be a verdict on; goes with --verdict"},
    {"config", "FILE", COMMAND_FILE, offsetof(struct given, config),
     .help = "vigil.ini: tracker, label, token file, rota, withhold, limits (default: none)"},
    {"tracker", "TRACKER", COMMAND_TEXT, offsetof(struct given, tracker),
     .help = "local:DIR or github:OWNER/REPO; over what the file says"},
    {.name = NULL}};

static int file_verdict(const struct given *given, const struct place *place)
{
    return filing(&(struct filing_options){
        .directory = given->verdict,
        .head = given->head,
        .tracker = place_tracker(place, place->issues),
        .queue = strcmp(place->queue, place->issues) == 0 ? NULL : place->queue,
        .state = given->state,
        .issues = place->settings.issues,
        .withhold = place->settings.withhold,
        .ignore = place->settings.ignore,
        .rota = place->settings.rota,
        .config = given->config,
        .settings = &place->settings});
}

/* A verdict comes from wherever its change came from: only whoever asks knows which commit it has
 * to be about. */
static int run(void *values, int count, char *const *operands)
{
    const struct given *given = values;
    struct place place;
    struct fault fault = {""};
    (void)count, (void)operands;
    if ((given->verdict == NULL) != (given->head == NULL)) {
        return command_refuse(
            &file_command, given->head == NULL ? "--verdict needs --head, the commit that it must "
                                                 "be a verdict on"
                                               : "--head goes with --verdict");
    }
    if (!place_settle(given->config, given->tracker, given->state, &place, &fault)) {
        return command_complain(fault.text);
    }
    process_catch_signals();
    return given->verdict == NULL ? night_file(given->state, &place.settings)
                                  : file_verdict(given, &place);
}

const struct command file_command = {
    .name = "file",
    .summary = "say what nights or a gate found where they had no token",
    .about =
        "Says what unfiled nights found: issues filed, closed, opened again, and comments, each "
        "thing once. With --verdict, what a gate found: a check run on the commit, and the "
        "change is queued for a reviewer where it passed. It runs no target and nothing of a "
        "change, so that it alone needs a token; nothing in the verdict is trusted.",
    .options = rows,
    .exits = "Exit status: 0 all was said, now or before; 2 something could not be.",
    .defaults = &(const struct given){.state = ".vigil"},
    .size = sizeof(struct given),
    .run = run};
