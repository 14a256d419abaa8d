/* SPDX-License-Identifier: MIT */
#include "replay.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/files.h"
#include "base/process.h"
#include "base/span.h"
#include "crash/sanlog_end.h"
#include "crash/sanlog_reason.h"
#include "environment.h"

/* What libFuzzer takes where neither a flag nor the options file says. */
#define RSS_LIMIT_MB 2048

/* How often a target is started that does not get as far as its input. */
#define STARTS_MOST 3

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

/* Whether the log says, of this file, what libFuzzer says before it runs one, or after. */
static bool says(const struct crash *crash, const char *before, const char *file, const char *after)
{
    struct buffer line = {0};
    buffer_format(&line, "%s%s%s", before, file, after);
    struct span log = {crash->log.data, crash->log.size};
    bool found = !line.failed && span_find(log, line.data) < log.size;
    buffer_free(&line);
    return found;
}

/* The file that the process was running when it ended; NULL: it was running none. */
static const char *under_way(const struct crash *crash, char *const *files, size_t count)
{
    for (size_t i = count; i > 0; i--) {
        if (says(crash, "Running: ", files[i - 1], "\n")) {
            return says(crash, "Executed ", files[i - 1], " in ") ? NULL : files[i - 1];
        }
    }
    return NULL;
}

/* Whether the process ended without a report in the midst of one of the files. Then the report is
 * written for it. */
static bool report_end(const struct process_outcome *outcome, char *const *files, size_t count,
                       struct crash *crash)
{
    if (under_way(crash, files, count) == NULL) {
        return false;
    }
    if (crash->log.size > 0 && crash->log.data[crash->log.size - 1] != '\n') {
        buffer_text(&crash->log, "\n");
    }
    if (process_signalled(outcome)) {
        sanlog_end_signalled(&crash->log, outcome->status, 0, 0, 0);
    } else {
        sanlog_end_exited(&crash->log, outcome->status, 0, 0, 0);
    }
    return sanlog_read(crash->log.data, crash->log.size, &crash->report);
}

/* Takes over what the target printed, and finds whether it crashed; false where that is not known.
 */
static bool conclude(struct process_outcome *outcome, char *const *files, size_t count,
                     struct replay *replay, struct fault *fault)
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
    bool well = outcome->end == PROCESS_EXITED && outcome->status == 0;
    /* libFuzzer says of each input that it was executed. Status 0 alone proves nothing: the target
     * may have left by _exit, before it saw the input or in the midst of it. */
    if (well && (count == 0 || says(crash, "Executed ", files[count - 1], " in "))) {
        return true;
    }
    /* Only the log of a target that died is read: a healthy one may print the words of a report. */
    replay->crashed = (!well && sanlog_read(crash->log.data, crash->log.size, &crash->report)) ||
                      report_end(outcome, files, count, crash);
    if (replay->crashed) {
        ignore_mark(crash->target->ignore, &crash->report);
        signature_make(&crash->report, name, &crash->signature);
        return true;
    }
    if (well) {
        return fault_set(fault, "%s: ended with status 0 and did not run %s to its end", name,
                         files[count - 1]);
    }
    struct buffer reason = {0};
    bool reasoned = sanlog_reason(crash->log.data, crash->log.size, &reason);
    fault_set(fault, "%s: ended with %s %d and no report%s%s%s", name,
              process_signalled(outcome) ? "signal" : "status", outcome->status,
              reasoned ? " (" : "", reasoned ? reason.data : "", reasoned ? ")" : "");
    buffer_free(&reason);
    return false;
}

/* Whether the target did not get as far as an input: a start may fail for want of memory or of
 * address space, and come off the next time. */
static bool has_not_begun(const struct replay *replay)
{
    struct span log = {replay->crash.log.data, replay->crash.log.size};
    return !replay->crashed && !process_interrupted() &&
           (log.text == NULL || span_find(log, "Running: ") == log.size);
}

/* So many inputs are granted each for itself; of more, the directories that they lie in. */
#define GRANTED_EACH 16

/* What a run has to read. `room` holds the directories' paths. Of a link only the directory that it
 * lies in is granted, and what it leads to as far as the target's ground has that: a commit may
 * have made it. False when memory ran out. */
static bool grant(char *const *files, size_t count, struct environment_path **paths,
                  struct file_list *room)
{
    size_t granted = 0;
    const char *last = NULL;
    struct fault ignored;
    *paths = calloc(count + 1, sizeof **paths);
    for (size_t i = 0; *paths != NULL && i < count; i++) {
        const char *path = files[i], *slash = strrchr(path, '/');
        struct stat status;
        bool link = lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
        if ((link || count > GRANTED_EACH) && slash != NULL) {
            size_t size = (size_t)(slash - path);
            if (last != NULL && strlen(last) == size && strncmp(last, path, size) == 0) {
                continue;
            }
            char directory[PATH_SIZE];
            if (!path_make(directory, &ignored, "%.*s", (int)size, path) ||
                !files_list_add(room, directory, &ignored)) {
                return false;
            }
            path = last = room->paths[room->count - 1];
        }
        (*paths)[granted++] = (struct environment_path){CONFINE_READ, path};
    }
    return *paths != NULL;
}

static bool try_once(const struct target *target, char **arguments, char *const *files,
                     size_t count, double seconds, struct replay *replay, struct fault *fault)
{
    struct process_outcome outcome = {0};
    struct environment_path *paths = NULL;
    struct file_list room = {0};
    struct process_request request = {
        .arguments = arguments, .seconds = seconds, .head_bytes = 1 << 16, .tail_bytes = 1 << 20};
    memset(replay, 0, sizeof *replay);
    replay->crash.target = target;
    bool done = grant(files, count, &paths, &room)
                    ? environment_run(target, paths, &request, &outcome, fault)
                    : fault_set(fault, "%s: out of memory", target->name);
    free(paths);
    files_list_free(&room);
    if (done) {
        done = conclude(&outcome, files, count, replay, fault);
        process_outcome_free(&outcome);
    }
    return done;
}

bool replay_run_within(const struct target *target, char *const *files, size_t count,
                       double seconds, struct replay *replay, struct fault *fault)
{
    memset(replay, 0, sizeof *replay);
    replay->crash.target = target;
    /* libFuzzer's alarm may ring after 1.5 times its limit; then a stack is symbolised. */
    double most = (double)target->options.timeout_seconds * 1.5 + 15 + 0.5 * (double)count;
    double deadline = process_clock() + fmin(seconds, most);
    char timeout[32];
    char **arguments = calloc(count + OPTIONS_MOST + 4, sizeof *arguments);
    if (arguments == NULL) {
        return fault_set(fault, "%s: out of memory", target->name);
    }
    size_t at = replay_flags(target, arguments, 0, timeout);
    for (size_t i = 0; i < count; i++) {
        arguments[at + i] = files[i];
    }
    bool done = try_once(target, arguments, files, count, fmin(seconds, most), replay, fault);
    for (unsigned tries = 1; !done && tries < STARTS_MOST && has_not_begun(replay); tries++) {
        (void)nanosleep(&(struct timespec){.tv_nsec = 50000000L << tries}, NULL);
        double left = deadline - process_clock();
        if (left <= 0) {
            break;
        }
        replay_free(replay);
        fault->text[0] = '\0';
        done = try_once(target, arguments, files, count, left, replay, fault);
    }
    free(arguments);
    return done;
}

bool replay_run(const struct target *target, char *const *files, size_t count,
                struct replay *replay, struct fault *fault)
{
    return replay_run_within(target, files, count, INFINITY, replay, fault);
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
    return replay_run_within(target, files, 1, seconds, replay, fault);
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
    for (size_t i = 0; i < OPTIONS_SANITIZERS; i++) {
        environment_setting(&target->options, i, into);
    }
    size_t count = replay_flags(target, arguments, 0, timeout);
    for (size_t i = 0; i < count; i++) {
        quote(into, arguments[i]);
        buffer_text(into, " ");
    }
    quote(into, file);
}
