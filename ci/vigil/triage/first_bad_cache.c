/* SPDX-License-Identifier: MIT */
#include "first_bad_cache.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/checkout.h"
#include "base/span.h"

#define BUILDS_KEPT              12
#define FAILURE_BELIEVED_SECONDS ((time_t)24 * 3600)
#define ENTRIES_MOST             4096

bool first_bad_cache_entry(const char *work, const char *commit, const char *target,
                           char entry[PATH_SIZE], struct fault *fault)
{
    return path_make(entry, fault, "%s/builds/%s-%s", work, commit, target);
}

struct entry {
    char path[PATH_SIZE];
    enum first_bad_kept kept;
    struct timespec used; /* for one that failed, when */
};

/* Any line will do where `line` is NULL. */
static enum first_bad_kept read_outcome(const char *path, const char *line)
{
    struct buffer text = {0};
    struct fault ignored;
    enum first_bad_kept kept = FIRST_BAD_NOT_KEPT;
    if (files_read(path, 1 << 16, &text, &ignored)) {
        struct span rest = {text.data, text.size};
        kept = span_take(&rest, "built\n")    ? FIRST_BAD_BUILT
               : span_take(&rest, "failed\n") ? FIRST_BAD_FAILED
                                              : FIRST_BAD_NOT_KEPT;
        bool same =
            line == NULL || (rest.size == strlen(line) && memcmp(rest.text, line, rest.size) == 0);
        kept = same ? kept : FIRST_BAD_NOT_KEPT;
    }
    buffer_free(&text);
    return kept;
}

static bool too_old(const struct entry *entry)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return entry->kept == FIRST_BAD_FAILED &&
           now.tv_sec - entry->used.tv_sec >= FAILURE_BELIEVED_SECONDS;
}

static void read_entry(const char *work, const char *name, const char *line, struct entry *entry)
{
    char outcome[PATH_SIZE];
    struct stat status;
    struct fault ignored;
    entry->kept = FIRST_BAD_NOT_KEPT;
    if (path_make(entry->path, &ignored, "%s/builds/%s", work, name) &&
        path_make(outcome, &ignored, "%s/outcome", entry->path) && stat(outcome, &status) == 0) {
        entry->kept = read_outcome(outcome, line);
        entry->used = status.st_mtim;
    }
    if (too_old(entry)) {
        entry->kept = FIRST_BAD_NOT_KEPT;
    }
}

/* The names in WORK/builds that begin so; they are to be freed, and the list. */
static size_t list_names(const char *work, const char *prefix, char **names)
{
    char path[PATH_SIZE];
    struct fault ignored;
    size_t count = 0;
    DIR *directory = path_make(path, &ignored, "%s/builds", work) ? opendir(path) : NULL;
    for (struct dirent *entry;
         directory != NULL && count < ENTRIES_MOST && (entry = readdir(directory)) != NULL;) {
        bool wanted =
            entry->d_name[0] != '.' && strncmp(entry->d_name, prefix, strlen(prefix)) == 0;
        names[count] = wanted ? strdup(entry->d_name) : NULL;
        count += names[count] != NULL;
    }
    if (directory != NULL) {
        closedir(directory);
    }
    return count;
}

/* So that it counts as used now. */
static void touch(const struct entry *entry)
{
    char outcome[PATH_SIZE];
    struct fault ignored;
    if (path_make(outcome, &ignored, "%s/outcome", entry->path)) {
        (void)utimensat(AT_FDCWD, outcome, NULL, 0);
    }
}

static bool has_target(const struct entry *entry, const char *target)
{
    char path[PATH_SIZE];
    struct fault ignored;
    return entry->kept == FIRST_BAD_BUILT &&
           path_make(path, &ignored, "%s/out/%s", entry->path, target) && access(path, X_OK) == 0;
}

enum first_bad_kept first_bad_cache_find(const char *work, const char *commit, const char *target,
                                         const char *line, char out[PATH_SIZE])
{
    char own[PATH_SIZE], *names[ENTRIES_MOST];
    struct entry found = {.kept = FIRST_BAD_NOT_KEPT};
    struct fault ignored;
    size_t count = first_bad_cache_entry(work, commit, target, own, &ignored)
                       ? list_names(work, commit, names)
                       : 0;
    for (size_t i = 0; i < count; i++) {
        struct entry entry;
        read_entry(work, names[i], line, &entry);
        bool does = has_target(&entry, target) || strcmp(entry.path, own) == 0;
        found = does && found.kept != FIRST_BAD_BUILT ? entry : found;
        free(names[i]);
    }
    if (found.kept == FIRST_BAD_BUILT) {
        touch(&found);
    }
    return found.kept == FIRST_BAD_BUILT && !path_make(out, &ignored, "%s/out", found.path)
               ? FIRST_BAD_NOT_KEPT
               : found.kept;
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

void first_bad_cache_sweep(const char *work)
{
    char *names[ENTRIES_MOST];
    size_t count = list_names(work, "", names), built = 0;
    struct entry *entries = calloc(count + 1, sizeof *entries);
    for (size_t i = 0; i < count; i++) {
        if (entries != NULL) {
            read_entry(work, names[i], NULL, &entries[i]);
        }
        free(names[i]);
    }
    if (entries != NULL) {
        qsort(entries, count, sizeof *entries, newest_first);
    }
    for (size_t i = 0; entries != NULL && i < count; i++) {
        built += entries[i].kept == FIRST_BAD_BUILT;
        bool many = entries[i].kept == FIRST_BAD_BUILT && built > BUILDS_KEPT;
        if (entries[i].kept == FIRST_BAD_NOT_KEPT || many) {
            checkout_discard(work, entries[i].path);
        }
    }
    free(entries);
}

bool first_bad_cache_keep(const char *work, const char *entry, bool built, const char *line,
                          struct fault *fault)
{
    char path[PATH_SIZE];
    struct buffer text = {0};
    buffer_text(&text, built ? "built\n" : "failed\n");
    buffer_text(&text, line);
    bool done = !text.failed || fault_set(fault, "%s: out of memory", entry);
    done = done && path_make(path, fault, "%s/outcome", entry) &&
           files_write(path, text.data, text.size, fault);
    buffer_free(&text);
    first_bad_cache_sweep(work);
    return done;
}
