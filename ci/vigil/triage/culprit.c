/* SPDX-License-Identifier: MIT */
#include "culprit.h"

#include <string.h>

#include "base/process.h"

/* In one process. Its arguments have to be fewer than 2 MiB. */
#define BATCH       4000
#define BATCH_BYTES ((size_t)512 << 10)

/* Where the search may stumble again and again over inputs that are innocent: so many in a row. */
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

static size_t batch(const struct file_list *files, size_t at)
{
    size_t count = 0, bytes = 0;
    while (at + count < files->count && count < BATCH && bytes < BATCH_BYTES) {
        bytes += strlen(files->paths[at + count++]) + 1;
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
        size_t count = batch(files, *at), last = 0;
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

size_t culprits_find(const struct target *target, const char *const *directories, size_t count,
                     double seconds, culprit_found *found, void *context)
{
    struct file_list files = {0};
    struct fault ignored = {""};
    double deadline = process_clock() + seconds;
    size_t handed_over = 0;
    bool more = true;
    for (size_t i = 0; more && i < count; i++) {
        more = files_list(directories[i], &files, &ignored);
    }
    unsigned innocent = 0;
    for (size_t at = 0; more && innocent < SUSPECTS_MOST && suspect(target, &files, deadline, &at);
         at++) {
        struct replay replay;
        bool ends = replay_run(target, files.paths + at, 1, &replay, &ignored) && replay.crashed;
        innocent = ends ? 0 : innocent + 1;
        handed_over += ends;
        more = !ends || found(context, files.paths[at], &replay);
        replay_free(&replay);
    }
    files_list_free(&files);
    return handed_over;
}
