/* SPDX-License-Identifier: MIT */
#include "build.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/checkout.h"
#include "base/git.h"
#include "base/list.h"
#include "base/process.h"
#include "base/scratch.h"
#include "base/span.h"
#include "triage/ground.h"

#define BUILDS_KEPT              12
#define FAILURE_BELIEVED_SECONDS ((time_t)24 * 3600)
#define ENTRIES_MOST             4096

/* An entry of WORK/builds. */
struct entry {
    char path[PATH_SIZE];
    enum build_outcome outcome; /* STOPPED: it was not kept, or is believed no more */
    struct timespec used;       /* last; of one that failed, when it failed */
};

/* An entry that another line built counts as not kept; where `line` is NULL any line will do. */
static void read_entry(const char *work, const char *name, const char *line, struct entry *entry)
{
    char path[PATH_SIZE];
    struct stat status;
    struct fault ignored;
    struct buffer text = {0};
    entry->outcome = BUILD_STOPPED;
    if (path_make(entry->path, &ignored, "%s/builds/%s", work, name) &&
        path_make(path, &ignored, "%s/outcome", entry->path) && stat(path, &status) == 0 &&
        files_read(path, 1 << 16, &text, &ignored)) {
        struct timespec now;
        struct span rest = {text.data, text.size};
        bool built = span_take(&rest, "built\n"), failed = !built && span_take(&rest, "failed\n");
        entry->used = status.st_mtim;
        (void)clock_gettime(CLOCK_REALTIME, &now);
        failed = failed && now.tv_sec - entry->used.tv_sec < FAILURE_BELIEVED_SECONDS;
        if ((built || failed) && (line == NULL || span_is(rest, line))) {
            entry->outcome = built ? BUILD_DONE : BUILD_FAILED;
        }
    }
    buffer_free(&text);
}

/* The entries of WORK/builds whose names begin with the prefix; to be freed. */
static struct entry *read_entries(const char *work, const char *prefix, const char *line,
                                  size_t *count)
{
    char path[PATH_SIZE];
    struct fault ignored;
    struct entry *entries = NULL;
    DIR *directory = path_make(path, &ignored, "%s/builds", work) ? opendir(path) : NULL;
    *count = 0;
    for (struct dirent *found;
         directory != NULL && *count < ENTRIES_MOST && (found = readdir(directory)) != NULL;) {
        if (found->d_name[0] == '.' || strncmp(found->d_name, prefix, strlen(prefix)) != 0) {
            continue;
        }
        struct entry *entry = list_add(&entries, count, sizeof *entry);
        if (entry != NULL) {
            read_entry(work, found->d_name, line, entry);
        }
    }
    if (directory != NULL) {
        closedir(directory);
    }
    return entries;
}

/* What is known of the commit, built by this line; `own` is the path of its entry for the wanted
 * target. STOPPED: nothing. */
static enum build_outcome find_kept(const struct builder *builder, const char *commit,
                                    const char *own, char out[PATH_SIZE])
{
    char path[PATH_SIZE];
    struct entry best = {.outcome = BUILD_STOPPED};
    struct fault ignored;
    size_t count;
    struct entry *entries = read_entries(builder->work, commit, builder->line, &count);
    for (size_t i = 0; i < count && best.outcome != BUILD_DONE; i++) {
        bool has_target =
            entries[i].outcome == BUILD_DONE &&
            path_make(path, &ignored, "%s/out/%s", entries[i].path, builder->target) &&
            access(path, X_OK) == 0;
        if (has_target || strcmp(entries[i].path, own) == 0) {
            best = entries[i];
        }
    }
    free(entries);
    if (best.outcome == BUILD_DONE) {
        if (path_make(path, &ignored, "%s/outcome", best.path)) {
            (void)utimensat(AT_FDCWD, path, NULL, 0); /* so that it counts as used now */
        }
        if (!path_make(out, &ignored, "%s/out", best.path)) {
            return BUILD_STOPPED;
        }
    }
    return best.outcome;
}

static int newest_first(const void *left, const void *right)
{
    const struct timespec *one = &((const struct entry *)left)->used;
    const struct timespec *other = &((const struct entry *)right)->used;
    if (one->tv_sec != other->tv_sec) {
        return one->tv_sec < other->tv_sec ? 1 : -1;
    }
    return (one->tv_nsec < other->tv_nsec) - (one->tv_nsec > other->tv_nsec);
}

/* Throws away what is too much, too old, or was left half-made by a kill. */
static void sweep(const char *work)
{
    size_t count, built = 0;
    struct entry *entries = read_entries(work, "", NULL, &count);
    if (count > 0) {
        qsort(entries, count, sizeof *entries, newest_first);
    }
    for (size_t i = 0; i < count; i++) {
        built += entries[i].outcome == BUILD_DONE;
        if (entries[i].outcome == BUILD_STOPPED ||
            (entries[i].outcome == BUILD_DONE && built > BUILDS_KEPT)) {
            checkout_discard(work, entries[i].path);
        }
    }
    free(entries);
}

static bool checkout_path(const struct builder *builder, char path[PATH_SIZE], struct fault *fault)
{
    return path_make(path, fault, "%s/checkout", builder->work);
}

void build_end(const struct builder *builder)
{
    char path[PATH_SIZE];
    struct fault ignored;
    if (checkout_path(builder, path, &ignored)) {
        checkout_discard(builder->work, path);
    }
}

bool build_start(struct builder *builder, const char *work, struct fault *fault)
{
    char builds[PATH_SIZE];
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
        build_end(builder);
        scratch_sweep(builder->work);
        sweep(builder->work);
    }
    return done;
}

/* The build's variables: OUT, TARGET, and where its temporary files go. */
static bool make_environment(const struct builder *builder, const char *out, const char *temporary,
                             struct environment *environment)
{
    const char *const names[] = {"OUT", "TARGET", "TMPDIR"};
    const char *const values[] = {out, builder->target, temporary};
    char *entries[4] = {NULL};
    size_t count = builder->ground == NULL ? 2 : 3;
    bool done = true;
    for (size_t i = 0; done && i < count; i++) {
        struct buffer entry = {0};
        buffer_format(&entry, "%s=%s", names[i], values[i]);
        entries[i] = entry.data;
        done = !entry.failed;
    }
    done = done && git_environment((const char *const *)entries, environment);
    for (size_t i = 0; i < count; i++) {
        free(entries[i]);
    }
    return done;
}

/* What the build may touch. */
static bool confine(const struct builder *builder, const char *checkout, const char *out,
                    const char *temporary, struct confinement *confinement)
{
    return builder->ground == NULL || (confine_copy(builder->ground, confinement) &&
                                       confine_add(confinement, CONFINE_WRITE, checkout) &&
                                       confine_add(confinement, CONFINE_WRITE, out) &&
                                       confine_add(confinement, CONFINE_WRITE, temporary));
}

static bool run_build(const struct builder *builder, const char *checkout, const char *out,
                      struct process_outcome *outcome, struct fault *fault)
{
    char *arguments[] = {(char *)"/bin/sh",
                         (char *)"-c",
                         (char *)"cd \"$1\" && exec /bin/sh -c \"$2\"",
                         (char *)"sh",
                         (char *)(uintptr_t)checkout,
                         (char *)(uintptr_t)builder->line,
                         NULL};
    char temporary[PATH_SIZE];
    struct environment environment = {0};
    struct confinement confinement = {0};
    if (!scratch_open(builder->work, temporary, fault)) {
        return false;
    }
    bool done = make_environment(builder, out, temporary, &environment) &&
                confine(builder, checkout, out, temporary, &confinement);
    struct process_request request = {.arguments = arguments,
                                      .environment = environment.entries,
                                      .seconds = builder->deadline - process_clock(),
                                      .confinement = builder->ground == NULL ? NULL : &confinement,
                                      .head_bytes = 1 << 16,
                                      .tail_bytes = 1 << 18};
    ground_limits_of_build(&request.limits);
    done = done ? process_run(&request, outcome, fault)
                : fault_set(fault, "%s: out of memory", checkout);
    if (builder->ground != NULL) {
        ground_sweep(&confinement, out);
    }
    confine_free(&confinement);
    environ_free(&environment);
    scratch_close(temporary);
    return done;
}

/* Writes the log beside what the commit built, and as WORK/last.log for whoever asks why the last
 * build failed. */
static bool write_log(const struct builder *builder, const char *entry, const void *text,
                      size_t size, struct fault *fault)
{
    char path[PATH_SIZE], last[PATH_SIZE];
    return path_make(path, fault, "%s/log", entry) && files_scribble(path, text, size, fault) &&
           path_make(last, fault, "%s/last.log", builder->work) &&
           files_scribble(last, text, size, fault);
}

/* Keeps what became of a build that ended by itself. */
static bool write_outcome(const struct builder *builder, const char *entry, bool built,
                          struct fault *fault)
{
    char path[PATH_SIZE];
    struct buffer text = {0};
    buffer_text(&text, built ? "built\n" : "failed\n");
    buffer_text(&text, builder->line);
    bool done = !text.failed || fault_set(fault, "%s: out of memory", entry);
    done = done && path_make(path, fault, "%s/outcome", entry) &&
           files_write(path, text.data, text.size, fault);
    buffer_free(&text);
    sweep(builder->work);
    return done;
}

static bool build(struct builder *builder, const char *commit, const char *entry, const char *out,
                  enum build_outcome *outcome, struct fault *fault)
{
    char checkout[PATH_SIZE];
    struct fault why = {0};
    struct process_outcome ended = {0};
    checkout_discard(builder->work, entry);
    if (!checkout_path(builder, checkout, fault) || !files_make_directory(out, fault)) {
        return false;
    }
    checkout_discard(builder->work, checkout);
    if (!checkout_make(builder->source, commit, checkout, builder->deadline - process_clock(),
                       &why)) {
        /* Not kept as a failure: perhaps only the disk is full. */
        bool late = process_interrupted() || process_clock() >= builder->deadline;
        *outcome = late ? BUILD_STOPPED : BUILD_FAILED;
        return write_log(builder, entry, why.text, strlen(why.text), fault);
    }
    builder->builds++;
    if (!run_build(builder, checkout, out, &ended, fault)) {
        return false;
    }
    bool built = ended.end == PROCESS_EXITED && ended.status == 0;
    bool stopped = ended.end == PROCESS_TIMED_OUT || ended.end == PROCESS_INTERRUPTED;
    *outcome = stopped ? BUILD_STOPPED : built ? BUILD_DONE : BUILD_FAILED;
    bool done = write_log(builder, entry, ended.output, ended.output_size, fault);
    if (done && !built) {
        checkout_discard(builder->work, out);
    }
    done = done && (stopped || write_outcome(builder, entry, built, fault));
    process_outcome_free(&ended);
    return done;
}

bool build_commit(struct builder *builder, const char *commit, char out[PATH_SIZE],
                  enum build_outcome *outcome, struct fault *fault)
{
    char entry[PATH_SIZE];
    if (!path_make(entry, fault, "%s/builds/%s-%s", builder->work, commit, builder->target)) {
        return false;
    }
    *outcome = find_kept(builder, commit, entry, out);
    return *outcome != BUILD_STOPPED || (path_make(out, fault, "%s/out", entry) &&
                                         build(builder, commit, entry, out, outcome, fault));
}
