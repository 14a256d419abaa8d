/* SPDX-License-Identifier: MIT */
#include "first_bad_build.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/checkout.h"
#include "base/git.h"
#include "base/process.h"
#include "first_bad_cache.h"

static bool checkout_path(const struct first_bad_builder *builder, char path[PATH_SIZE],
                          struct fault *fault)
{
    return path_make(path, fault, "%s/checkout", builder->work);
}

void first_bad_build_end(const struct first_bad_builder *builder)
{
    char path[PATH_SIZE];
    struct fault ignored;
    if (checkout_path(builder, path, &ignored)) {
        checkout_discard(builder->work, path);
    }
}

bool first_bad_build_start(struct first_bad_builder *builder, struct fault *fault)
{
    char builds[PATH_SIZE];
    const char *work = builder->history->work;
    if (!path_make(builds, fault, "%s/builds", work) || !files_make_directory(builds, fault)) {
        return false;
    }
    char *absolute = realpath(work, NULL);
    if (absolute == NULL) {
        return fault_errno(fault, "%s: cannot be found", work);
    }
    bool done = path_make(builder->work, fault, "%s", absolute);
    free(absolute);
    if (done) {
        first_bad_build_end(builder);
        first_bad_cache_sweep(builder->work);
    }
    return done;
}

static bool run_build(const struct first_bad_builder *builder, const char *checkout,
                      const char *out, struct process_outcome *outcome, struct fault *fault)
{
    char *arguments[] = {(char *)"/bin/sh",
                         (char *)"-c",
                         (char *)"cd \"$1\" && exec /bin/sh -c \"$2\"",
                         (char *)"sh",
                         (char *)(uintptr_t)checkout,
                         (char *)(uintptr_t)builder->history->build,
                         NULL};
    struct buffer variables = {0};
    buffer_format(&variables, "OUT=%s", out);
    buffer_add(&variables, "", 1);
    size_t second = variables.size;
    buffer_format(&variables, "TARGET=%s", builder->target);
    struct environment environment = {0};
    bool done = !variables.failed;
    if (done) {
        const char *const more[] = {variables.data, variables.data + second, NULL};
        done = git_environment(more, &environment);
    }
    struct process_request request = {.arguments = arguments,
                                      .environment = environment.entries,
                                      .seconds = builder->deadline - process_clock(),
                                      .head_bytes = 1 << 16,
                                      .tail_bytes = 1 << 18};
    done = done ? process_run(&request, outcome, fault)
                : fault_set(fault, "%s: out of memory", checkout);
    environ_free(&environment);
    buffer_free(&variables);
    return done;
}

/* Beside what it built, and where one finds it who asks why the last did not. */
static bool write_log(const struct first_bad_builder *builder, const char *entry, const void *text,
                      size_t size, struct fault *fault)
{
    char path[PATH_SIZE], last[PATH_SIZE];
    return path_make(path, fault, "%s/log", entry) && files_scribble(path, text, size, fault) &&
           path_make(last, fault, "%s/last.log", builder->work) &&
           files_scribble(last, text, size, fault);
}

/* Not remembered: it may be the disk that is full. */
static bool not_checked_out(const struct first_bad_builder *builder, const char *entry,
                            const struct fault *why, enum first_bad_build *outcome,
                            struct fault *fault)
{
    bool late = process_interrupted() || process_clock() >= builder->deadline;
    *outcome = late ? FIRST_BAD_BUILD_STOPPED : FIRST_BAD_BUILD_FAILED;
    return write_log(builder, entry, why->text, strlen(why->text), fault);
}

static bool judge(const struct first_bad_builder *builder, const char *entry, const char *out,
                  const struct process_outcome *ended, enum first_bad_build *outcome,
                  struct fault *fault)
{
    if (!write_log(builder, entry, ended->output, ended->output_size, fault)) {
        return false;
    }
    if (ended->end == PROCESS_TIMED_OUT || ended->end == PROCESS_INTERRUPTED) {
        *outcome = FIRST_BAD_BUILD_STOPPED;
        checkout_discard(builder->work, out);
        return true;
    }
    bool built = ended->end == PROCESS_EXITED && ended->status == 0;
    *outcome = built ? FIRST_BAD_BUILD_DONE : FIRST_BAD_BUILD_FAILED;
    if (!built) {
        checkout_discard(builder->work, out);
    }
    return first_bad_cache_keep(builder->work, entry, built, builder->history->build, fault);
}

static bool build(struct first_bad_builder *builder, const char *commit, const char *entry,
                  const char *out, enum first_bad_build *outcome, struct fault *fault)
{
    char checkout[PATH_SIZE];
    struct fault why = {0};
    struct process_outcome ended = {0};
    checkout_discard(builder->work, entry);
    if (!checkout_path(builder, checkout, fault) || !files_make_directory(out, fault)) {
        return false;
    }
    checkout_discard(builder->work, checkout);
    if (!checkout_make(builder->history->source, commit, checkout,
                       builder->deadline - process_clock(), &why)) {
        return not_checked_out(builder, entry, &why, outcome, fault);
    }
    builder->builds++;
    if (!run_build(builder, checkout, out, &ended, fault)) {
        return false;
    }
    bool done = judge(builder, entry, out, &ended, outcome, fault);
    process_outcome_free(&ended);
    return done;
}

bool first_bad_build(struct first_bad_builder *builder, const char *commit, char out[PATH_SIZE],
                     enum first_bad_build *outcome, struct fault *fault)
{
    char entry[PATH_SIZE];
    enum first_bad_kept kept =
        first_bad_cache_find(builder->work, commit, builder->target, builder->history->build, out);
    if (kept != FIRST_BAD_NOT_KEPT) {
        *outcome = kept == FIRST_BAD_BUILT ? FIRST_BAD_BUILD_DONE : FIRST_BAD_BUILD_FAILED;
        return true;
    }
    if (!first_bad_cache_entry(builder->work, commit, builder->target, entry, fault) ||
        !path_make(out, fault, "%s/out", entry)) {
        return false;
    }
    return build(builder, commit, entry, out, outcome, fault);
}
