/* zonefiles.h -- every zone file of a directory, for tests that leave out none */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_ZONEFILES_H
#define FUSEAU_ZONEFILES_H

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Where Debian's tzdata package puts its files. */
#define ZONEFILES_SYSTEM "/usr/share/zoneinfo"

struct zonefile {
    const char *name; /* below the directory: "America/New_York" */
    const char *path;
    const char *bytes; /* exactly `size` on the heap */
    size_t size;
};

typedef void zonefile_action(const struct zonefile *file, void *context);

/* The bytes of a file that begins as a zone file does, or NULL. Freed by the caller. */
static inline char *zonefile_bytes(const char *path, size_t *size)
{
    struct stat status;
    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size < 44) {
        return NULL;
    }
    *size = (size_t)status.st_size;
    char *bytes = malloc(*size);
    FILE *file = fopen(path, "rb");
    bool read = bytes && file && fread(bytes, 1, *size, file) == *size;
    if (file) {
        fclose(file);
    }
    if (!read || memcmp(bytes, "TZif", 4) != 0) {
        free(bytes);
        return NULL;
    }
    return bytes;
}

/* Freed by the caller. */
static inline char *zonefile_path(const char *directory, const char *name)
{
    size_t room = strlen(directory) + strlen(name) + 2;
    char *path = malloc(room);
    if (path == NULL) {
        abort();
    }
    snprintf(path, room, "%.2000s/%.2000s", directory, name); /* gcc wants to see a limit */
    return path;
}

static inline int zonefile_is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/*
 * Calls `action` for each zone file below `directory`, links included, and in the order of their
 * names; `skip_from` is the length of the part of the path that is no name. Returns how many.
 */
static inline size_t zonefiles_below(const char *directory, size_t skip_from,
                                     zonefile_action *action, void *context)
{
    struct dirent **entries;
    size_t found = 0;
    int count = scandir(directory, &entries, zonefile_is_visible, alphasort);
    for (int i = 0; i < count; i++) {
        struct stat status;
        char *path = zonefile_path(directory, entries[i]->d_name);
        size_t size = 0;
        char *bytes = zonefile_bytes(path, &size);
        if (bytes) {
            action(&(struct zonefile){path + skip_from, path, bytes, size}, context);
            free(bytes);
            found++;
        } else if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
            found += zonefiles_below(path, skip_from, action, context);
        }
        free(path);
        free(entries[i]);
    }
    if (count >= 0) {
        free(entries);
    }
    return found;
}

static inline size_t zonefiles_each(const char *directory, zonefile_action *action, void *context)
{
    return zonefiles_below(directory, strlen(directory) + 1, action, context);
}

#endif
