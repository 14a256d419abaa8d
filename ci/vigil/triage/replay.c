/* SPDX-License-Identifier: MIT */
#include "replay.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/process.h"
#include "base/span.h"
#include "environment.h"

/* What libFuzzer takes where neither a flag nor the options file says. */
#define RSS_LIMIT_MB 2048

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

/* libFuzzer says so of each input. Status 0 alone proves nothing: the target may have left by
 * _exit, before it saw the input or in the midst of it. */
static bool was_executed(const struct replay *replay, const char *file)
{
    struct buffer line = {0};
    buffer_format(&line, "Executed %s in ", file);
    struct span log = {replay->log, replay->log_size};
    bool said = !line.failed && span_find(log, line.data) < log.size;
    buffer_free(&line);
    return said;
}

/* `last` is the file that is run last; NULL: there is none. */
static bool judge(const struct target *target, struct process_outcome *outcome, const char *last,
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
        return fault_set(fault, "%s: did not end within %.0f s and was killed", target->name,
                         outcome->seconds);
    }
    if (outcome->end == PROCESS_EXITED && outcome->status == 0) {
        return last == NULL || was_executed(replay, last) ||
               fault_set(fault, "%s: ended with status 0 and did not run %s to its end",
                         target->name, last);
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

/* libFuzzer's alarm comes at up to half as much again; then there is a stack to symbolise. */
static double patience(const struct target *target, size_t count)
{
    return (double)target->options.timeout_seconds * 1.5 + 15 + 0.5 * (double)count;
}

static bool run(const struct target *target, char **arguments, const char *last, double seconds,
                struct replay *replay, struct fault *fault)
{
    struct environment environment;
    if (!environment_make(&target->options, &environment)) {
        return fault_set(fault, "%s: out of memory", target->name);
    }
    struct process_request request = {.arguments = arguments,
                                      .environment = environment.entries,
                                      .seconds = seconds,
                                      .head_bytes = 1 << 16,
                                      .tail_bytes = 1 << 20};
    struct process_outcome outcome;
    bool done = process_run(&request, &outcome, fault);
    if (done) {
        done = judge(target, &outcome, last, replay, fault);
        process_outcome_free(&outcome);
    }
    environ_free(&environment);
    return done;
}

bool replay_run_within(const struct target *target, char *const *files, size_t count,
                       double seconds, struct replay *replay, struct fault *fault)
{
    memset(replay, 0, sizeof *replay);
    char timeout[32];
    char **arguments = calloc(count + OPTIONS_MOST + 4, sizeof *arguments);
    if (arguments == NULL) {
        return fault_set(fault, "%s: out of memory", target->name);
    }
    size_t at = replay_flags(target, arguments, 0, timeout);
    if (count > 0) {
        memcpy(arguments + at, files, count * sizeof *files);
    }
    double most = patience(target, count);
    bool done = run(target, arguments, count > 0 ? files[count - 1] : NULL,
                    seconds < most ? seconds : most, replay, fault);
    free(arguments);
    return done;
}

bool replay_run(const struct target *target, char *const *files, size_t count,
                struct replay *replay, struct fault *fault)
{
    return replay_run_within(target, files, count, patience(target, count), replay, fault);
}

/* "-rss_limit_mb=400" becomes "-rss_limit_mb=800"; 0, which is no limit, stays. */
static bool double_flag(char *flag, size_t room, const char *name)
{
    size_t size = strlen(name);
    if (strncmp(flag, name, size) != 0) {
        return false;
    }
    unsigned long limit = strtoul(flag + size, NULL, 10);
    limit = limit > INT_MAX / 2 ? INT_MAX : limit * 2;
    (void)snprintf(flag, room, "%s%lu", name, limit);
    return true;
}

bool replay_twice_the_limits(const struct target *target, struct target *twice, struct fault *fault)
{
    *twice = *target;
    struct target_options *options = &twice->options;
    bool memory = false;
    options->timeout_seconds *= 2;
    for (size_t i = 0; i < options->flag_count; i++) {
        char *flag = options->flags[i];
        memory = double_flag(flag, sizeof options->flags[i], "-rss_limit_mb=") || memory;
        (void)double_flag(flag, sizeof options->flags[i], "-malloc_limit_mb=");
    }
    if (memory) {
        return true;
    }
    if (options->flag_count == OPTIONS_MOST) {
        return fault_set(fault, "%s: its options have no room for a limit of memory", twice->name);
    }
    (void)snprintf(options->flags[options->flag_count++], sizeof options->flags[0],
                   "-rss_limit_mb=%d", 2 * RSS_LIMIT_MB);
    return true;
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
