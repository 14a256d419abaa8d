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

/* The name is hashed too: one program may be two targets. An absent file of options counts as
 * none. */
static bool make_id(const char *program, const char *name, char id[CONTROL_ID_SIZE],
                    struct fault *fault)
{
    char options[PATH_SIZE];
    uint64_t hash = fnv_add_text(FNV_START, name);
    if (!path_make(options, fault, "%s.options", program)) {
        return false;
    }
    if (!fnv_add_file(&hash, program) || (!fnv_add_file(&hash, options) && errno != ENOENT)) {
        return fault_errno(fault, "%s: cannot read it or its options", program);
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

/* Copies the program, its options and its dictionary into an empty directory. */
static bool fill(const struct target *target, const char *directory, struct fault *fault)
{
    char from[PATH_SIZE], program[PATH_SIZE], options[PATH_SIZE], dictionary[PATH_SIZE];
    const char *slash = strrchr(target->dictionary, '/');
    return path_make(program, fault, "%s/%s", directory, target->name) &&
           path_make(from, fault, "%s.options", target->path) &&
           path_make(options, fault, "%s/%s.options", directory, target->name) &&
           copy_file(target->path, program, 0755, fault) &&
           (access(from, F_OK) != 0 || copy_file(from, options, 0644, fault)) &&
           (slash == NULL || access(target->dictionary, F_OK) != 0 ||
            (path_make(dictionary, fault, "%s%s", directory, slash) &&
             copy_file(target->dictionary, dictionary, 0644, fault))) &&
           sync_directory(directory, fault);
}

static bool keep_new(const char *controls, const struct target *target, const char *id,
                     struct fault *fault)
{
    char temporary[PATH_SIZE], program[PATH_SIZE], final[PATH_SIZE], copied[CONTROL_ID_SIZE];
    struct fault ignored;
    if (!path_make(temporary, fault, "%s/new.XXXXXX", controls) ||
        !path_make(final, fault, "%s/%s", controls, id)) {
        return false;
    }
    if (mkdtemp(temporary) == NULL) {
        return fault_errno(fault, "%s: cannot make this directory", temporary);
    }
    bool done = fill(target, temporary, fault) &&
                path_make(program, fault, "%s/%s", temporary, target->name) &&
                make_id(program, target->name, copied, fault);
    if (done && strcmp(copied, id) != 0) {
        done = fault_set(fault, "%s: changed while it was copied", target->path);
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
    if (!make_id(target->path, target->name, id, fault) ||
        !path_make(controls, fault, "%s/controls", state) ||
        !path_make(kept, fault, "%s/%s/%s", controls, id, target->name)) {
        return false;
    }
    return access(kept, X_OK) == 0 ||
           (files_make_directory(controls, fault) && keep_new(controls, target, id, fault));
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
        /* What a kill left half made is named "new.…", not for an id. */
        bool is_id = strlen(name) == CONTROL_ID_SIZE - 1 &&
                     strspn(name, "0123456789abcdef") == CONTROL_ID_SIZE - 1;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
            !(is_id && wanted(context, name))) {
            done =
                path_make(path, fault, "%s/%s", controls, name) && files_remove_tree(path, fault);
        }
    }
    closedir(directory);
    return done;
}
