/* SPDX-License-Identifier: MIT */
#include "replay.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
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

/* Takes over what the target printed, and finds whether it crashed; false where that is not known.
 * `last` is the file that is run last; NULL: there is none. */
static bool conclude(struct process_outcome *outcome, const char *last, struct replay *replay,
                     struct fault *fault)
{
    struct crash *crash = &replay->crash;
    const char *name = crash->target->name;
    crash->log = (struct buffer){.data = outcome->output,
                                 .size = outcome->output_size,
                                 .capacity = outcome->output_size + 1};
    outcome->output = NULL;
    replay->seconds = outcome->seconds;
    if (outcome->end == PROCESS_INTERRUPTED) {
        return fault_set(fault, "%s: interrupted", name);
    }
    if (outcome->end == PROCESS_TIMED_OUT) {
        return fault_set(fault, "%s: did not end within %.0f s and was killed", name,
                         outcome->seconds);
    }
    if (outcome->end == PROCESS_EXITED && outcome->status == 0) {
        if (last == NULL) {
            return true;
        }
        /* libFuzzer says of each input that it was executed. Status 0 alone proves nothing: the
         * target may have left by _exit, before it saw the input or in the midst of it. */
        struct buffer line = {0};
        buffer_format(&line, "Executed %s in ", last);
        struct span log = {crash->log.data, crash->log.size};
        bool executed = !line.failed && span_find(log, line.data) < log.size;
        buffer_free(&line);
        return executed || fault_set(fault, "%s: ended with status 0 and did not run %s to its end",
                                     name, last);
    }
    /* Only the log of a target that died is read: a healthy one may print the words of a report. */
    replay->crashed = sanlog_read(crash->log.data, crash->log.size, &crash->report);
    if (replay->crashed) {
        signature_make(&crash->report, name, &crash->signature);
        return true;
    }
    return fault_set(fault, "%s: ended with %s %d and no report", name,
                     outcome->end == PROCESS_EXITED ? "status" : "signal", outcome->status);
}

static bool run_within(const struct target *target, char *const *files, size_t count,
                       double seconds, struct replay *replay, struct fault *fault)
{
    memset(replay, 0, sizeof *replay);
    replay->crash.target = target;
    /* libFuzzer's alarm may ring after 1.5 times its limit; then a stack is symbolised. */
    double most = (double)target->options.timeout_seconds * 1.5 + 15 + 0.5 * (double)count;
    char timeout[32];
    struct process_outcome outcome;
    char **arguments = calloc(count + OPTIONS_MOST + 4, sizeof *arguments);
    if (arguments == NULL) {
        return fault_set(fault, "%s: out of memory", target->name);
    }
    size_t at = replay_flags(target, arguments, 0, timeout);
    for (size_t i = 0; i < count; i++) {
        arguments[at + i] = files[i];
    }
    struct process_request request = {.arguments = arguments,
                                      .seconds = fmin(seconds, most),
                                      .head_bytes = 1 << 16,
                                      .tail_bytes = 1 << 20};
    bool done = environment_run(target, &request, &outcome, fault);
    if (done) {
        done = conclude(&outcome, count > 0 ? files[count - 1] : NULL, replay, fault);
        process_outcome_free(&outcome);
    }
    free(arguments);
    return done;
}

bool replay_run(const struct target *target, char *const *files, size_t count,
                struct replay *replay, struct fault *fault)
{
    return run_within(target, files, count, INFINITY, replay, fault);
}

bool replay_input(const struct target *target, const char *work, const struct buffer *input,
                  double seconds, struct replay *replay, struct fault *fault)
{
    char path[PATH_SIZE];
    memset(replay, 0, sizeof *replay);
    if (!path_make(path, fault, "%s/candidate", work) ||
        !files_scribble(path, input->size == 0 ? "" : input->data, input->size, fault)) {
        return false;
    }
    char *files[] = {path};
    return run_within(target, files, 1, seconds, replay, fault);
}

void replay_input_end(const char *work)
{
    char path[PATH_SIZE];
    struct fault ignored;
    if (path_make(path, &ignored, "%s/candidate", work)) {
        (void)unlink(path);
    }
}

void replay_free(struct replay *replay)
{
    crash_free(&replay->crash);
    memset(replay, 0, sizeof *replay);
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
