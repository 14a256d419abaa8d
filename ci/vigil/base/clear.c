/* SPDX-License-Identifier: MIT */
#include "clear.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

void clear_away(const char *path)
{
    empty(open_directory(AT_FDCWD, path));
    (void)unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}
