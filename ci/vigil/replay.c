/* SPDX-License-Identifier: MIT */
#include "replay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "environment.h"
#include "process.h"

size_t replay_flags(const struct target *target, char **arguments, size_t at, char timeout[32])
{
    arguments[at++] = (char *)target->path;
    for (size_t i = 0; i < target->options.flag_count; i++) {
        arguments[at++] = (char *)target->options.flags[i];
    }
    (void)snprintf(timeout, 32, "-timeout=%u", target->options.timeout_seconds);
    arguments[at++] = timeout;
    return at;
}

static bool judge(const struct target *target, struct process_outcome *outcome,
                  struct replay *replay, struct fault *fault)
{
    replay->log = outcome->output;
    replay->log_size = outcome->output_size;
    replay->seconds = outcome->seconds;
    outcome->output = NULL;
    if (outcome->end == PROCESS_INTERRUPTED) {
        return fault_set(fault, "%s: interrupted", target->name);
    }
    if (outcome->end == PROCESS_TIMED_OUT) {
        return fault_set(fault, "%s: hung past libFuzzer's own alarm and was killed", target->name);
    }
    if (outcome->end == PROCESS_EXITED && outcome->status == 0) {
        return true;
    }
    /* Only what died is read: a program may print the words of a report and be well. */
    replay->crashed = sanlog_read(replay->log, replay->log_size, &replay->report);
    if (replay->crashed) {
        signature_make(&replay->report, target->name, &replay->signature);
        return true;
    }
    return fault_set(fault, "%s: ended with %s %d and no report", target->name,
                     outcome->end == PROCESS_EXITED ? "status" : "signal", outcome->status);
}

static bool run(const struct target *target, char **arguments, size_t count,
                const struct environment *environment, struct replay *replay, struct fault *fault)
{
    /* libFuzzer's alarm comes at up to half as much again; then there is a stack to symbolise. */
    double each = (double)target->options.timeout_seconds * 1.5 + 15;
    struct process_request request = {.arguments = arguments,
                                      .environment = environment->entries,
                                      .seconds = each + 0.5 * (double)count,
                                      .head_bytes = 1 << 16,
                                      .tail_bytes = 1 << 20};
    struct process_outcome outcome;
    if (!process_run(&request, &outcome, fault)) {
        return false;
    }
    bool judged = judge(target, &outcome, replay, fault);
    process_outcome_free(&outcome);
    return judged;
}

bool replay_run(const struct target *target, char *const *files, size_t count,
                struct replay *replay, struct fault *fault)
{
    memset(replay, 0, sizeof *replay);
    struct environment environment;
    char timeout[32];
    char **arguments = calloc(count + OPTIONS_MOST + 4, sizeof *arguments);
    if (arguments == NULL || !environment_make(&target->options, &environment)) {
        free(arguments);
        return fault_set(fault, "%s: out of memory", target->name);
    }
    size_t at = replay_flags(target, arguments, 0, timeout);
    if (count > 0) {
        memcpy(arguments + at, files, count * sizeof *files);
    }
    bool done = run(target, arguments, count, &environment, replay, fault);
    environment_free(&environment);
    free(arguments);
    return done;
}

static void quote(struct buffer *into, const char *word)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.,+-=/:@%";
    if (word[0] != '\0' && strspn(word, plain) == strlen(word)) {
        buffer_text(into, word);
        return;
    }
    buffer_text(into, "'");
    for (; *word != '\0'; word++) {
        if (*word == '\'') {
            buffer_text(into, "'\\''");
        } else {
            buffer_add(into, word, 1);
        }
    }
    buffer_text(into, "'");
}

void replay_command(const struct target *target, const char *file, struct buffer *into)
{
    char timeout[32], *arguments[OPTIONS_MOST + 4] = {0};
    for (size_t i = 0; i < 5; i++) {
        environment_setting(&target->options, i, into);
    }
    size_t count = replay_flags(target, arguments, 0, timeout);
    for (size_t i = 0; i < count; i++) {
        quote(into, arguments[i]);
        buffer_text(into, " ");
    }
    quote(into, file);
}

void replay_free(struct replay *replay)
{
    free(replay->log);
    memset(replay, 0, sizeof *replay);
}
