/* SPDX-License-Identifier: MIT */
#include "kept.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"

#define FILE_MOST ((size_t)64 << 20)

static bool write_one(const char *directory, const char *name, const void *data, size_t size,
                      struct fault *fault)
{
    char path[PATH_SIZE];
    return path_make(path, fault, "%s/%s", directory, name) &&
           files_write(path, size == 0 ? "" : data, size, fault);
}

static bool remove_one(const char *directory, const char *name, struct fault *fault)
{
    char path[PATH_SIZE];
    return path_make(path, fault, "%s/%s", directory, name) &&
           (unlink(path) == 0 || errno == ENOENT || fault_errno(fault, "%s", path));
}

bool kept_set_unstudied(const char *directory, struct fault *fault)
{
    return write_one(directory, "unstudied", "", 0, fault);
}

bool kept_is_unstudied(const char *directory)
{
    char path[PATH_SIZE];
    struct fault ignored;
    return path_make(path, &ignored, "%s/unstudied", directory) && access(path, F_OK) == 0;
}

static bool write_runs(const struct crash *crash, const char *directory, struct fault *fault)
{
    char runs[64];
    (void)snprintf(runs, sizeof runs, "%u of %u\n", crash->reproduced, crash->replays);
    return remove_one(directory, "input", fault) && remove_one(directory, "minimized", fault) &&
           write_one(directory, "runs", runs, strlen(runs), fault);
}

static bool write_inputs(const struct crash *crash, const char *directory, struct fault *fault)
{
    return write_one(directory, "input", crash->input.data, crash->input.size, fault) &&
           write_one(directory, "minimized", crash->minimised.data, crash->minimised.size, fault) &&
           remove_one(directory, "runs", fault) &&
           (crash->marks.size == 0 ||
            write_one(directory, "marks", crash->marks.data, crash->marks.size, fault));
}

/* Marks must never stand beside an input that is not theirs: the old ones are removed before the
 * input is written, and the new ones are written after it. */
bool kept_write(const struct crash *crash, const char *directory, struct fault *fault)
{
    const char *target = crash->target->name;
    return files_make_directory(directory, fault) && remove_one(directory, "marks", fault) &&
           (crash->unfinished ? kept_set_unstudied(directory, fault)
                              : remove_one(directory, "unstudied", fault)) &&
           (crash->inputless ? write_runs : write_inputs)(crash, directory, fault) &&
           write_one(directory, "target", target, strlen(target), fault) &&
           write_one(directory, "report.txt", crash->log.data, crash->log.size, fault);
}

static bool read_one(const char *directory, const char *name, struct buffer *into,
                     struct fault *fault)
{
    char path[PATH_SIZE];
    return path_make(path, fault, "%s/%s", directory, name) &&
           files_read(path, FILE_MOST, into, fault);
}

/* Where no input shows the crash, how often it came. */
static bool read_runs(const char *directory, struct crash *crash)
{
    struct buffer runs = {0};
    struct fault ignored;
    crash->inputless =
        read_one(directory, "runs", &runs, &ignored) && runs.size > 0 &&
        sscanf(runs.data, "%9u of %9u", &crash->reproduced, &crash->replays) == 2; /* NOLINT */
    buffer_free(&runs);
    return crash->inputless;
}

bool kept_read(const struct target *target, const char *directory,
               const struct signature *signature, struct crash *crash, struct fault *fault)
{
    memset(crash, 0, sizeof *crash);
    crash->target = target;
    crash->signature = *signature;
    crash->reproducibility = UNCONFIRMED;
    bool done = (read_runs(directory, crash) ||
                 (read_one(directory, "input", &crash->input, fault) &&
                  read_one(directory, "minimized", &crash->minimised, fault))) &&
                read_one(directory, "report.txt", &crash->log, fault) &&
                (sanlog_read(crash->log.data, crash->log.size, &crash->report) ||
                 fault_set(fault, "%s/report.txt: tells of no crash", directory));
    ignore_mark(target->ignore, &crash->report);
    /* Marks are optional: they only help to read the input, and older nights kept none. */
    struct fault ignored;
    if (!read_one(directory, "marks", &crash->marks, &ignored) ||
        crash->marks.size != crash->minimised.size) {
        crash->marks.size = 0;
    }
    return done;
}

/* Further inputs. */

/* The target's name at the end of a further input's path, after "NUMBER-HASH."; NULL: it is none.
 */
static const char *more_target(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
    bool is_one = strspn(name, "0123456789") == 8 && name[8] == '-' &&
                  strspn(name + 9, "0123456789abcdef") == 16 && name[25] == '.';
    return is_one ? name + 26 : NULL;
}

static bool list_more(const char *directory, struct file_list *files, struct fault *fault)
{
    char more[PATH_SIZE];
    return path_make(more, fault, "%s/more", directory) && files_list(more, files, fault);
}

static bool is_kept(const char *directory, const char *name, struct span input)
{
    char path[PATH_SIZE];
    struct fault ignored;
    return path_make(path, &ignored, "%s/%s", directory, name) &&
           files_equal(path, input.text, input.size);
}

/* Whether `input` and `minimized` are for this target. */
static bool is_shown_with(const char *directory, const char *target)
{
    char path[PATH_SIZE];
    struct fault ignored;
    return path_make(path, &ignored, "%s/target", directory) &&
           (access(path, F_OK) != 0 || files_equal(path, target, strlen(target)));
}

static bool is_of(const char *path, const char *target)
{
    const char *of = more_target(path);
    return of != NULL && strcmp(of, target) == 0;
}

static bool is_among(const struct file_list *files, const char *target, struct span input)
{
    bool found = false;
    for (size_t i = 0; !found && i < files->count; i++) {
        found =
            is_of(files->paths[i], target) && files_equal(files->paths[i], input.text, input.size);
    }
    return found;
}

static size_t size_of(const char *path)
{
    struct buffer content = {0};
    struct fault ignored;
    size_t size = files_read(path, KEPT_BYTES, &content, &ignored) ? content.size : KEPT_BYTES;
    buffer_free(&content);
    return size;
}

/* Removes the oldest until there is room for one more of `size` bytes. */
static bool make_room(const struct file_list *files, size_t size, struct fault *fault)
{
    size_t count = 1, bytes = size;
    for (size_t i = files->count; i > 0; i--) {
        const char *path = files->paths[i - 1];
        if (more_target(path) == NULL) {
            continue;
        }
        bytes += size_of(path);
        if (++count > KEPT_MORE || bytes > KEPT_BYTES) {
            bytes = KEPT_BYTES; /* nor is any older one kept, however small */
            if (unlink(path) != 0 && errno != ENOENT) {
                return fault_errno(fault, "%s", path);
            }
        }
    }
    return true;
}

/* The new one is written before an old one is removed. */
static bool add(const char *directory, const char *target, struct span input, struct fault *fault)
{
    char name[PATH_SIZE];
    unsigned long last = 0;
    struct file_list list = {0}, *files = &list;
    bool done = list_more(directory, files, fault);
    bool wanted = done && input.size < KEPT_BYTES && !is_among(files, target, input);
    for (size_t i = 0; i < files->count; i++) {
        if (more_target(files->paths[i]) != NULL) {
            last = strtoul(strrchr(files->paths[i], '/') + 1, NULL, 10);
        }
    }
    if (wanted) {
        uint64_t hash = fnv_add(FNV_START, input.text, input.size);
        done = path_make(name, fault, "%s/more", directory) && files_make_directory(name, fault) &&
               path_make(name, fault, "more/%08lu-%016llx.%s", last + 1, (unsigned long long)hash,
                         target) &&
               write_one(directory, name, input.text, input.size, fault) &&
               make_room(files, input.size, fault);
    }
    files_list_free(files);
    return done;
}

bool kept_add(const char *directory, const char *target, struct span input, struct fault *fault)
{
    bool is_shown = is_shown_with(directory, target) &&
                    (is_kept(directory, "input", input) || is_kept(directory, "minimized", input));
    return is_shown || add(directory, target, input, fault);
}

bool kept_put_aside(const char *directory, struct fault *fault)
{
    static const char *const names[] = {"input", "minimized"};
    struct buffer target = {0};
    bool done = read_one(directory, "target", &target, fault);
    for (size_t i = 0; done && target.size > 0 && i < sizeof names / sizeof *names; i++) {
        struct buffer content = {0};
        struct fault ignored;
        if (read_one(directory, names[i], &content, &ignored)) {
            const struct span input = {content.data == NULL ? "" : content.data, content.size};
            done = add(directory, target.data, input, fault);
        }
        buffer_free(&content);
    }
    buffer_free(&target);
    return done;
}

static bool add_shown(const char *directory, struct file_list *list, struct fault *fault)
{
    char minimized[PATH_SIZE], input[PATH_SIZE];
    struct buffer content = {0};
    struct fault ignored;
    bool done = path_make(minimized, fault, "%s/minimized", directory) &&
                path_make(input, fault, "%s/input", directory) &&
                (access(minimized, R_OK) != 0 || files_list_add(list, minimized, fault));
    if (done && access(input, R_OK) == 0 &&
        (!files_read(minimized, FILE_MOST, &content, &ignored) ||
         !files_equal(input, content.data == NULL ? "" : content.data, content.size))) {
        done = files_list_add(list, input, fault);
    }
    buffer_free(&content);
    return done;
}

bool kept_list(const char *directory, const char *target, struct file_list *list,
               struct fault *fault)
{
    struct file_list files = {0};
    bool done = (!is_shown_with(directory, target) || add_shown(directory, list, fault)) &&
                list_more(directory, &files, fault);
    for (size_t i = files.count; done && i > 0; i--) {
        done =
            !is_of(files.paths[i - 1], target) || files_list_add(list, files.paths[i - 1], fault);
    }
    files_list_free(&files);
    return done;
}

bool kept_has_more(const char *directory, const char *target)
{
    struct file_list files = {0};
    struct fault ignored;
    bool found = false;
    if (list_more(directory, &files, &ignored)) {
        for (size_t i = 0; !found && i < files.count; i++) {
            found = is_of(files.paths[i], target);
        }
    }
    files_list_free(&files);
    return found;
}

bool kept_set_crash(const char *directory, const char *crash, struct fault *fault)
{
    return crash[0] == '\0' ? remove_one(directory, "crash", fault)
                            : write_one(directory, "crash", crash, strlen(crash), fault);
}

void kept_crash(const char *directory, char crash[17])
{
    struct buffer id = {0};
    struct fault ignored;
    bool known = read_one(directory, "crash", &id, &ignored) && id.size == 16 &&
                 strspn(id.data, "0123456789abcdef") == 16;
    (void)snprintf(crash, 17, "%s", known ? id.data : "");
    buffer_free(&id);
}
