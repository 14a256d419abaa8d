/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX "vigil-run-"

bool scratch_open(const char *beneath, char path[PATH_SIZE], struct fault *fault)
{
    const char *usual = getenv("TMPDIR");
    usual = usual == NULL || usual[0] == '\0' ? "/tmp" : usual;
    if (beneath[0] != '\0' && access(beneath, F_OK) != 0 && !files_make_directory(beneath, fault)) {
        return false;
    }
    char *absolute = realpath(beneath[0] == '\0' ? usual : beneath, NULL);
    if (absolute == NULL) {
        return fault_errno(fault, "%s: cannot be found", beneath[0] == '\0' ? usual : beneath);
    }
    bool done = path_make(path, fault, "%s/" PREFIX "XXXXXX", absolute) &&
                (mkdtemp(path) != NULL ||
                 fault_errno(fault, "%s: cannot make a directory to work in", absolute));
    free(absolute);
    return done;
}

/* Opens the directory, also one that its owner may not look into. NULL for anything else. */
static DIR *open_directory(int parent, const char *name)
{
    const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    struct stat status;
    if (fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISDIR(status.st_mode)) {
        return NULL;
    }
    if ((status.st_mode & S_IRWXU) != S_IRWXU) {
        (void)fchmodat(parent, name, S_IRWXU, 0);
    }
    int descriptor = openat(parent, name, flags);
    DIR *directory = descriptor < 0 ? NULL : fdopendir(descriptor);
    if (descriptor >= 0 && directory == NULL) {
        (void)close(descriptor);
    }
    return directory;
}

/* The next entry's name, NULL after the last one. */
static const char *next(DIR *directory)
{
    const struct dirent *entry;
    do {
        entry = readdir(directory);
    } while (entry != NULL &&
             (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0));
    return entry == NULL ? NULL : entry->d_name;
}

/* Removes a file, a link or an empty directory. */
static bool remove_one(int parent, const char *name)
{
    return unlinkat(parent, name, 0) == 0 || unlinkat(parent, name, AT_REMOVEDIR) == 0;
}

/* Removes what can be removed at once. Returns the first directory that cannot, opened; else NULL,
 * with `clean` false where something is left that is no directory to look into. */
static DIR *remove_entries(DIR *directory, bool *clean)
{
    DIR *inner = NULL;
    *clean = true;
    for (const char *name; inner == NULL && (name = next(directory)) != NULL;) {
        if (!remove_one(dirfd(directory), name)) {
            inner = open_directory(dirfd(directory), name);
            *clean = *clean && inner != NULL;
        }
    }
    return inner;
}

/* Goes down to where a directory can be emptied, up by "..", and down again: only one directory is
 * open and no path is kept, however deep they stand in each other. `directory` is closed. */
static void empty(DIR *directory)
{
    size_t depth = 0;
    bool clean = true;
    while (directory != NULL) {
        DIR *to = remove_entries(directory, &clean);
        if (to != NULL) {
            depth++;
        } else if (clean && depth > 0) {
            to = open_directory(dirfd(directory), "..");
            depth--;
        }
        (void)closedir(directory);
        directory = to;
    }
}

void scratch_close(const char *path)
{
    empty(open_directory(AT_FDCWD, path));
    (void)unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

void scratch_sweep(const char *beneath)
{
    char path[PATH_SIZE];
    struct fault ignored;
    DIR *directory = opendir(beneath);
    for (const char *name; directory != NULL && (name = next(directory)) != NULL;) {
        if (strncmp(name, PREFIX, strlen(PREFIX)) == 0 &&
            path_make(path, &ignored, "%s/%s", beneath, name)) {
            scratch_close(path);
        }
    }
    if (directory != NULL) {
        (void)closedir(directory);
    }
}
