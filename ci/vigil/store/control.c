/* SPDX-License-Identifier: MIT */
#include "control.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "triage/companions.h"

#define BLOBS "blobs" /* below STATE/controls */

static bool hash_companion(const struct companions *beside, const struct companion *companion,
                           uint64_t *hash, struct fault *fault)
{
    char path[PATH_SIZE];
    *hash = fnv_add_text(*hash, companion->path);
    *hash = fnv_add(*hash, companion->leads != NULL ? "l" : companion->program ? "x" : "f", 1);
    if (companion->leads != NULL) {
        *hash = fnv_add_text(*hash, companion->leads);
        return true;
    }
    return path_make(path, fault, "%s/%s", beside->directory, companion->path) &&
           (fnv_add_file(hash, path) || fault_errno(fault, "%s: cannot read", path));
}

/* The name is hashed too: one program may be two targets. An absent file of options counts as none.
 * Without companions the id is what it was before there were any. */
static bool make_id(const struct target *target, const struct companions *beside,
                    char id[CONTROL_ID_SIZE], struct fault *fault)
{
    char options[PATH_SIZE];
    uint64_t hash = fnv_add_text(FNV_START, target->name);
    if (!path_make(options, fault, "%s.options", target->path)) {
        return false;
    }
    if (!fnv_add_file(&hash, target->path) || (!fnv_add_file(&hash, options) && errno != ENOENT)) {
        return fault_errno(fault, "%s: cannot read it or its options", target->path);
    }
    for (size_t i = 0; i < beside->count; i++) {
        if (!hash_companion(beside, &beside->list[i], &hash, fault)) {
            return false;
        }
    }
    (void)snprintf(id, CONTROL_ID_SIZE, "%016llx", (unsigned long long)hash);
    return true;
}

static bool write_all(int to, const char *data, ssize_t size)
{
    while (size > 0) {
        ssize_t wrote = write(to, data, (size_t)size);
        if (wrote < 0 && errno != EINTR) {
            return false;
        }
        data += wrote > 0 ? wrote : 0;
        size -= wrote > 0 ? wrote : 0;
    }
    return true;
}

/* The kernel's own copy shares the blocks where the file system can; where it cannot copy between
 * the two at all it says so at once, with nothing copied yet. */
static bool copy_bytes(int from, int to)
{
    char chunk[65536];
    ssize_t got;
    do {
        got = copy_file_range(from, NULL, to, NULL, (size_t)1 << 30, 0);
    } while (got > 0 || (got < 0 && errno == EINTR));
    if (got == 0) {
        return true;
    }
    while ((got = read(from, chunk, sizeof chunk)) > 0 || (got < 0 && errno == EINTR)) {
        if (got > 0 && !write_all(to, chunk, got)) {
            return false;
        }
    }
    return got == 0;
}

static bool copy_file(const char *from, const char *to, mode_t mode, struct fault *fault)
{
    int input = open(from, O_RDONLY | O_CLOEXEC);
    if (input < 0) {
        return fault_errno(fault, "%s: cannot open", from);
    }
    int output = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    bool done =
        output >= 0 && copy_bytes(input, output) && fchmod(output, mode) == 0 && fsync(output) == 0;
    done = (output < 0 || close(output) == 0) && done;
    if (!done) {
        fault_errno(fault, "%s: cannot copy to %s", from, to);
    }
    close(input);
    return done;
}

static bool sync_directory(const char *path, struct fault *fault)
{
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = descriptor >= 0 && fsync(descriptor) == 0;
    if (!done) {
        fault_errno(fault, "%s: cannot be made to last", path);
    }
    if (descriptor >= 0) {
        close(descriptor);
    }
    return done;
}

/* Copies the file into the blobs, unless its content is there; `blob` is then its path. Where the
 * name is taken by other content, which has the same hash, `blob` is "". */
static bool keep_blob(const char *controls, const char *from, mode_t mode, char blob[PATH_SIZE],
                      struct fault *fault)
{
    char temporary[PATH_SIZE];
    uint64_t hash = FNV_START;
    if (!fnv_add_file(&hash, from)) {
        return fault_errno(fault, "%s: cannot read", from);
    }
    if (!path_make(blob, fault, "%s/" BLOBS "/%016llx%s", controls, (unsigned long long)hash,
                   (mode & S_IXUSR) != 0 ? "x" : "") ||
        !path_make(temporary, fault, "%s/" BLOBS "/new.XXXXXX", controls)) {
        return false;
    }
    if (access(blob, F_OK) != 0) {
        /* A directory, since its name is then free for sure, whoever else is at work. */
        char copy[PATH_SIZE];
        struct fault ignored;
        if (mkdtemp(temporary) == NULL) {
            return fault_errno(fault, "%s: cannot make this directory", temporary);
        }
        bool done =
            path_make(copy, fault, "%s/copy", temporary) && copy_file(from, copy, mode, fault) &&
            (rename(copy, blob) == 0 || fault_errno(fault, "%s: cannot put in place", blob));
        (void)files_remove_tree(temporary, &ignored);
        if (!done) {
            return false;
        }
    }
    if (!companions_same_file(from, blob)) {
        blob[0] = '\0';
    }
    return true;
}

/* Makes the directories above `path`. */
static bool make_above(const char *path, struct fault *fault)
{
    char above[PATH_SIZE];
    const char *slash = strrchr(path, '/');
    return path_make(above, fault, "%.*s", (int)(slash - path), path) &&
           files_make_directory(above, fault);
}

/* Puts the file's content at `to`: a link to its blob, or a copy where there can be no link (no
 * hard links here, too many of this one already, or two contents with one hash). */
static bool put_file(const char *controls, const char *from, const char *to, mode_t mode,
                     struct fault *fault)
{
    char blob[PATH_SIZE] = "";
    return make_above(to, fault) && keep_blob(controls, from, mode, blob, fault) &&
           ((blob[0] != '\0' && link(blob, to) == 0) || copy_file(from, to, mode, fault));
}

static bool put_companion(const char *controls, const struct companions *beside,
                          const struct companion *companion, const char *directory,
                          struct fault *fault)
{
    char from[PATH_SIZE], to[PATH_SIZE];
    if (!path_make(from, fault, "%s/%s", beside->directory, companion->path) ||
        !path_make(to, fault, "%s/%s", directory, companion->path)) {
        return false;
    }
    if (companion->leads == NULL) {
        return put_file(controls, from, to, companion->program ? 0755 : 0644, fault);
    }
    return make_above(to, fault) && (symlink(companion->leads, to) == 0 ||
                                     fault_errno(fault, "%s: cannot make this link", to));
}

/* A program that is a link into a folder beside it stays one: $ORIGIN is where it leads to. */
static bool put_program(const char *controls, const struct target *target,
                        const struct companions *beside, const char *to, struct fault *fault)
{
    char real[PATH_SIZE];
    struct stat status;
    size_t size = strlen(beside->directory);
    bool is_link = lstat(target->path, &status) == 0 && S_ISLNK(status.st_mode) &&
                   realpath(target->path, real) != NULL &&
                   strncmp(real, beside->directory, size) == 0 && real[size] == '/';
    for (size_t i = 0; is_link && i < beside->count; i++) {
        if (strcmp(beside->list[i].path, real + size + 1) == 0) {
            return symlink(real + size + 1, to) == 0 ||
                   fault_errno(fault, "%s: cannot make this link", to);
        }
    }
    return put_file(controls, target->path, to, 0755, fault);
}

/* Copies the program, its options, its dictionary and its companions into an empty directory. */
static bool fill(const char *controls, const struct target *target, const struct companions *beside,
                 const char *directory, struct fault *fault)
{
    char from[PATH_SIZE], program[PATH_SIZE], options[PATH_SIZE], dictionary[PATH_SIZE];
    const char *slash = strrchr(target->dictionary, '/');
    bool done = path_make(program, fault, "%s/%s", directory, target->name) &&
                path_make(from, fault, "%s.options", target->path) &&
                path_make(options, fault, "%s/%s.options", directory, target->name) &&
                put_program(controls, target, beside, program, fault) &&
                (access(from, F_OK) != 0 || put_file(controls, from, options, 0644, fault)) &&
                (slash == NULL || access(target->dictionary, F_OK) != 0 ||
                 (path_make(dictionary, fault, "%s%s", directory, slash) &&
                  put_file(controls, target->dictionary, dictionary, 0644, fault)));
    for (size_t i = 0; done && i < beside->count; i++) {
        done = put_companion(controls, beside, &beside->list[i], directory, fault);
    }
    return done;
}

/* Directories are on the disk only once they are told to be. */
static bool sync_folders(const struct companions *beside, const char *directory,
                         struct fault *fault)
{
    char folder[PATH_SIZE];
    bool done = true;
    for (size_t i = 0; done && i < beside->count; i++) {
        const char *path = beside->list[i].path;
        for (const char *slash = strchr(path, '/'); done && slash != NULL;
             slash = strchr(slash + 1, '/')) {
            size_t size = (size_t)(slash - path) + 1;
            bool told = i > 0 && strncmp(beside->list[i - 1].path, path, size) == 0;
            done = told || (path_make(folder, fault, "%s/%.*s", directory, (int)size, path) &&
                            sync_directory(folder, fault));
        }
    }
    return done && sync_directory(directory, fault);
}

/* The id of what was copied. */
static bool make_copy_id(const struct target *target, const char *directory,
                         char id[CONTROL_ID_SIZE], struct fault *fault)
{
    struct companions beside = {.count = 0};
    struct target copy = *target;
    const char *slash = strrchr(target->dictionary, '/');
    bool done = path_make(copy.path, fault, "%s/%s", directory, target->name) &&
                path_make(copy.dictionary, fault, "%s%s", directory, slash == NULL ? "" : slash) &&
                companions_find(&copy, &beside, fault) && make_id(&copy, &beside, id, fault);
    companions_free(&beside);
    return done;
}

static bool keep_new(const char *controls, const struct target *target,
                     const struct companions *beside, const char *id, struct fault *fault)
{
    char temporary[PATH_SIZE], final[PATH_SIZE], blobs[PATH_SIZE], copied[CONTROL_ID_SIZE];
    struct fault ignored;
    if (!path_make(temporary, fault, "%s/new.XXXXXX", controls) ||
        !path_make(final, fault, "%s/%s", controls, id) ||
        !path_make(blobs, fault, "%s/" BLOBS, controls) || !files_make_directory(blobs, fault)) {
        return false;
    }
    if (mkdtemp(temporary) == NULL) {
        return fault_errno(fault, "%s: cannot make this directory", temporary);
    }
    bool done = fill(controls, target, beside, temporary, fault) &&
                sync_folders(beside, temporary, fault) && sync_directory(blobs, fault) &&
                make_copy_id(target, temporary, copied, fault);
    if (done && strcmp(copied, id) != 0) {
        done = fault_set(fault, "%s: it, or what lies beside it, changed while it was copied",
                         target->path);
    }
    /* It is fine if another process has put the same control in place meanwhile. */
    if (done && rename(temporary, final) != 0 && errno != EEXIST && errno != ENOTEMPTY) {
        done = fault_errno(fault, "%s: cannot put in place", final);
    }
    done = done && sync_directory(controls, fault);
    (void)files_remove_tree(temporary, &ignored); /* already gone where the rename succeeded */
    return done;
}

bool control_keep(const char *state, const struct target *target, char id[CONTROL_ID_SIZE],
                  struct fault *fault)
{
    char controls[PATH_SIZE], kept[PATH_SIZE];
    struct companions beside = {.count = 0};
    bool done = companions_find(target, &beside, fault) && make_id(target, &beside, id, fault) &&
                path_make(controls, fault, "%s/controls", state) &&
                path_make(kept, fault, "%s/%s/%s", controls, id, target->name);
    if (done && access(kept, X_OK) != 0) {
        done =
            files_make_directory(controls, fault) && keep_new(controls, target, &beside, id, fault);
    }
    companions_free(&beside);
    return done;
}

bool control_find(const char *state, const char *id, const struct target *like,
                  struct target *control)
{
    char options[PATH_SIZE];
    struct fault ignored;
    *control = *like;
    control->fault.text[0] = control->seeds[0] = control->dictionary[0] = '\0';
    if (!path_make(control->path, &ignored, "%s/controls/%s/%s", state, id, like->name) ||
        access(control->path, X_OK) != 0 ||
        !path_make(options, &ignored, "%s.options", control->path) ||
        !target_options_read(options, &control->options, &ignored)) {
        return false;
    }
    const char *name = control->options.dictionary;
    bool made = name[0] != '\0'
                    ? path_make(control->dictionary, &ignored, "%s/controls/%s/%s", state, id, name)
                    : path_make(control->dictionary, &ignored, "%s.dict", control->path);
    if (!made || access(control->dictionary, R_OK) != 0) {
        control->dictionary[0] = '\0';
    }
    return true;
}

/* What a kill left half made is named "new.…", not for an id. */
static bool is_kept(const char *name, control_wanted *wanted, void *context)
{
    bool is_id = strlen(name) == CONTROL_ID_SIZE - 1 &&
                 strspn(name, "0123456789abcdef") == CONTROL_ID_SIZE - 1;
    return strcmp(name, BLOBS) == 0 || (is_id && wanted(context, name));
}

/* Removes the blobs that no control has a link to. */
static bool sweep_blobs(const char *controls, struct fault *fault)
{
    char path[PATH_SIZE];
    struct stat status;
    if (!path_make(path, fault, "%s/" BLOBS, controls)) {
        return false;
    }
    DIR *directory = opendir(path);
    if (directory == NULL) {
        return errno == ENOENT || fault_errno(fault, "%s: cannot read this directory", path);
    }
    bool done = true;
    for (struct dirent *entry; done && (entry = readdir(directory)) != NULL;) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            done = path_make(path, fault, "%s/" BLOBS "/%s", controls, entry->d_name);
            if (done && lstat(path, &status) == 0 &&
                (S_ISDIR(status.st_mode) || status.st_nlink == 1)) {
                done = files_remove_tree(path, fault);
            }
        }
    }
    closedir(directory);
    return done;
}

bool control_sweep(const char *state, control_wanted *wanted, void *context, struct fault *fault)
{
    char controls[PATH_SIZE];
    if (!path_make(controls, fault, "%s/controls", state)) {
        return false;
    }
    DIR *directory = opendir(controls);
    if (directory == NULL) {
        return errno == ENOENT || fault_errno(fault, "%s: cannot read this directory", controls);
    }
    bool done = true;
    for (struct dirent *entry; done && (entry = readdir(directory)) != NULL;) {
        char path[PATH_SIZE];
        const char *name = entry->d_name;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && !is_kept(name, wanted, context)) {
            done =
                path_make(path, fault, "%s/%s", controls, name) && files_remove_tree(path, fault);
        }
    }
    closedir(directory);
    return done && sweep_blobs(controls, fault);
}
