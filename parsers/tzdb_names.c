/* tzdb_names.c -- the names of a zone directory, in order */
/* SPDX-License-Identifier: MIT */
#include "tzdb_posix.h"

#include "tzdb_names.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tzdb.h"
#include "tzdb_file.h"
#include "tzdb_path.h"
#include "zonename.h"

static bool grow(struct tzdb_names *names)
{
    size_t room = names->room ? 2 * names->room : 64;
    if (room > SIZE_MAX / sizeof *names->items) {
        return false;
    }
    char **items = realloc(names->items, room * sizeof *items);
    if (!items) {
        return false;
    }
    names->items = items;
    names->room = room;
    return true;
}

bool tzdb_names_add(struct tzdb_names *names, const char *name)
{
    if (names->count == names->room && !grow(names)) {
        return false;
    }
    char *copy = strdup(name);
    if (!copy) {
        return false;
    }
    names->items[names->count++] = copy;
    return true;
}

void tzdb_names_free(struct tzdb_names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        free(names->items[i]);
    }
    free(names->items);
    *names = (struct tzdb_names){0};
}

/* A walk: the directories that were found wait until those before them are done. */
struct walk {
    const char *root;
    struct tzdb_names directories;
    struct tzdb_names *zones;
};

static bool is_passed_over(const char *name)
{
    static const char *const others[] = {"posix", "right", "localtime", "posixrules"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (strcmp(name, others[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* `directory` and `entry` with a "/" between them. False: no zone has such a name. */
static bool join(const char *directory, const char *entry, char name[FUSEAU_TZDB_NAME_MAX_SIZE + 1])
{
    size_t above = strlen(directory), below = strlen(entry);
    if (above + 1 + below > FUSEAU_TZDB_NAME_MAX_SIZE) {
        return false;
    }
    memcpy(name, directory, above + 1);
    if (above > 0) {
        name[above++] = '/';
    }
    memcpy(name + above, entry, below + 1);
    return fuseau_zonename_parse(name, above + below).error == FUSEAU_OK && !is_passed_over(name);
}

/* False: no memory. */
static bool visit_entry(struct walk *walk, const char *directory, int descriptor, const char *entry)
{
    char name[FUSEAU_TZDB_NAME_MAX_SIZE + 1];
    struct stat status = {0};
    if (!join(directory, entry, name) ||
        fstatat(descriptor, entry, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        return true;
    }
    if (S_ISDIR(status.st_mode)) {
        return tzdb_names_add(&walk->directories, name);
    }
    return !tzdb_file_is_zone(walk->root, name) || tzdb_names_add(walk->zones, name);
}

/* A directory that cannot be read has no zones that could be read either. False: no memory. */
static bool visit_directory(struct walk *walk, const char *directory)
{
    int descriptor;
    if (tzdb_path_open(walk->root, directory, &descriptor) != FUSEAU_OK) {
        return true;
    }
    DIR *stream = fdopendir(descriptor);
    if (!stream) {
        tzdb_path_close(descriptor);
        return true;
    }
    bool memory = true;
    const struct dirent *entry;
    while (memory && (entry = readdir(stream)) != NULL) {
        memory = visit_entry(walk, directory, descriptor, entry->d_name);
    }
    closedir(stream);
    return memory;
}

static int compare(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

bool tzdb_names_walk(struct tzdb_names *names, const char *root)
{
    struct walk walk = {.root = root, .zones = names};
    bool memory = tzdb_names_add(&walk.directories, "");
    for (size_t i = 0; memory && i < walk.directories.count; i++) {
        memory = visit_directory(&walk, walk.directories.items[i]);
    }
    tzdb_names_free(&walk.directories);
    if (names->count > 0) {
        qsort(names->items, names->count, sizeof *names->items, compare);
    }
    return memory;
}

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

static bool is_same_in_any_case(const char *left, const char *right, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (lower(left[i]) != lower(right[i])) {
            return false;
        }
    }
    return true;
}

/* Where several differ in their case alone, the one that is exact is meant, or else the first. */
const char *tzdb_names_spell(const struct tzdb_names *names, const char *name, size_t size)
{
    const char *first = NULL;
    for (size_t i = 0; i < names->count; i++) {
        const char *item = names->items[i];
        if (strlen(item) != size || !is_same_in_any_case(item, name, size)) {
            continue;
        }
        if (memcmp(item, name, size) == 0) {
            return item;
        }
        first = first ? first : item;
    }
    return first;
}
