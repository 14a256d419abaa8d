/* SPDX-License-Identifier: MIT */
/* What the night was built with, asked of the project, beside what it should be. */
#include <stdio.h>
#include <stdlib.h>

#include "night.h"
#include "process.h"

#define OUTPUT_LIMIT ((size_t)1 << 20)
#define SECONDS      60

static char shell[] = "/bin/sh", option[] = "-c", script[] = "cd \"$1\" && eval \"$2\"",
            name[] = "sh";

/* What the project's line prints. */
static bool ask(const struct settings *settings, struct process_outcome *outcome,
                struct fault *fault)
{
    char directory[PATH_SIZE], line[sizeof settings->toolchain];
    (void)snprintf(directory, sizeof directory, "%s",
                   settings->source[0] == '\0' ? "." : settings->source);
    (void)snprintf(line, sizeof line, "%s", settings->toolchain);
    char *arguments[] = {shell, option, script, name, directory, line, NULL};
    struct process_request request = {
        .arguments = arguments, .seconds = SECONDS, .head_bytes = OUTPUT_LIMIT};
    return process_run(&request, outcome, fault) &&
           ((outcome->end == PROCESS_EXITED && outcome->status == 0 && outcome->dropped == 0) ||
            fault_set(fault, "[project] toolchain = %.100s: it failed: %.200s", line,
                      outcome->output == NULL ? "" : outcome->output));
}

static bool compare(struct night *night, struct fault *fault)
{
    const struct settings *settings = &night->options->settings;
    struct process_outcome outcome = {0};
    struct buffer lock = {0};
    bool done =
        (settings->lock[0] == '\0' || files_read(settings->lock, OUTPUT_LIMIT, &lock, fault)) &&
        ask(settings, &outcome, fault) &&
        toolchain_compare(lock.data == NULL ? "" : lock.data, lock.size, outcome.output,
                          outcome.output_size, &night->toolchain, fault);
    process_outcome_free(&outcome);
    buffer_free(&lock);
    return done;
}

void night_toolchain(struct night *night)
{
    struct fault fault = {""};
    if (night->options->settings.toolchain[0] == '\0') {
        return;
    }
    size_t stage = stages_begin(&night->stages, "toolchain", "");
    night->toolchain_known = compare(night, &fault);
    stages_end(&night->stages, stage);
    if (!night->toolchain_known) {
        ledger_trouble(&night->ledger, &fault);
    }
}
