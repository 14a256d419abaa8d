/* SPDX-License-Identifier: MIT */
#include "silence.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "base/process.h"
#include "base/span.h"
#include "environment.h"
#include "replay.h"

#define FLAG "-close_fd_mask=3"

enum said { SAID_ALL, SAID_BEGUN, SAID_NOTHING };

static bool holds(const struct process_outcome *outcome, const char *words)
{
    struct span log = {outcome->output, outcome->output_size};
    return log.size > 0 && span_find(log, words) < log.size;
}

/* How much of the running of the files the target's log tells, where the run ended well. */
static enum said run(const struct target *target, char *first, char *last)
{
    char timeout[32], end[PATH_SIZE + 16];
    char *arguments[OPTIONS_MOST + 5] = {0};
    struct process_outcome outcome;
    struct fault ignored;
    enum said said = SAID_NOTHING;
    size_t at = replay_flags(target, arguments, 0, timeout);
    arguments[at] = first;
    arguments[at + 1] = last;
    struct process_request request = {.arguments = arguments,
                                      .seconds = 15 + 2.0 * target->options.timeout_seconds,
                                      .head_bytes = 1 << 16,
                                      .tail_bytes = 1 << 16};
    const struct environment_path paths[] = {
        {CONFINE_READ, first}, {CONFINE_READ, last}, {.path = NULL}};
    if (!environment_run(target, paths, &request, &outcome, &ignored)) {
        return SAID_NOTHING;
    }
    (void)snprintf(end, sizeof end, "Executed %s in ", last);
    if (outcome.end == PROCESS_EXITED && outcome.status == 0) {
        said = holds(&outcome, end)           ? SAID_ALL
               : holds(&outcome, "Running: ") ? SAID_BEGUN
                                              : SAID_NOTHING;
    }
    process_outcome_free(&outcome);
    return said;
}

bool silence_break(struct target *target, const char *work, bool *silent, struct fault *fault)
{
    char first[PATH_SIZE], last[PATH_SIZE];
    struct target_options *options = &target->options;
    *silent = false;
    if (!path_make(first, fault, "%s/empty", work) || !path_make(last, fault, "%s/short", work) ||
        !files_scribble(first, "", 0, fault) || !files_scribble(last, "0123456789\n", 11, fault)) {
        return false;
    }
    if (options->flag_count < OPTIONS_MOST && run(target, first, last) == SAID_BEGUN) {
        size_t count = options->flag_count++;
        memcpy(options->flags[count], FLAG, sizeof FLAG);
        *silent = run(target, first, last) == SAID_ALL;
        options->flag_count = *silent ? count + 1 : count;
    }
    (void)unlink(first);
    (void)unlink(last);
    return true;
}
