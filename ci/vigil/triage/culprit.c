/* SPDX-License-Identifier: MIT */
#include "culprit.h"

#include <stdio.h>
#include <string.h>

#include "base/process.h"

#define BATCH 500

/* Where the search may stumble again and again over inputs that are innocent. */
#define SUSPECTS_MOST 32

/* Which of the files was run last; `count` where the log does not say. */
static size_t last_run(const struct replay *replay, char *const *files, size_t count)
{
    struct span log = {replay->crash.log.data, replay->crash.log.size}, line;
    size_t at = span_find_last(log, "Running: ");
    span_skip(&log, at);
    if (!span_take(&log, "Running: ") || !span_take_line(&log, &line)) {
        return count;
    }
    for (size_t i = 0; i < count; i++) {
        if (span_is(line, files[i])) {
            return i;
        }
    }
    return count;
}

/* Runs the files from *at on; true when *at is a suspect, false when all of them are innocent. */
static bool suspect(const struct target *target, const struct file_list *files, double deadline,
                    size_t *at)
{
    double left;
    while (*at < files->count && (left = deadline - process_clock()) > 0 &&
           !process_interrupted()) {
        struct replay replay;
        struct fault ignored = {""};
        size_t rest = files->count - *at, count = rest < BATCH ? rest : BATCH, last = 0;
        bool ran = replay_run_within(target, files->paths + *at, count, left, &replay, &ignored);
        bool crashed = ran && replay.crashed;
        if (crashed) {
            last = last_run(&replay, files->paths + *at, count);
        }
        replay_free(&replay);
        if (crashed && last < count) {
            *at += last;
            return true;
        }
        *at = ran && !crashed ? *at + count : files->count;
    }
    return false;
}

bool culprit_find(const struct target *target, const char *const *directories, size_t count,
                  double seconds, char path[PATH_SIZE], struct replay *replay)
{
    struct file_list files = {0};
    struct fault ignored = {""};
    double deadline = process_clock() + seconds;
    bool found = false, listed = true;
    memset(replay, 0, sizeof *replay);
    for (size_t i = 0; listed && i < count; i++) {
        listed = files_list(directories[i], &files, &ignored);
    }
    unsigned suspects = 0;
    for (size_t at = 0;
         listed && !found && suspects < SUSPECTS_MOST && suspect(target, &files, deadline, &at);
         at++, suspects++) {
        replay_free(replay);
        found = replay_run(target, files.paths + at, 1, replay, &ignored) && replay->crashed &&
                path_make(path, &ignored, "%s", files.paths[at]);
    }
    files_list_free(&files);
    return found;
}
