/* tzdb_directory.c -- a zone directory: the names that it has, and its version */
/* SPDX-License-Identifier: MIT */
#include "tzdb_directory.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tzdb_posix.h"
#include "zonename.h"

/* ---- a list of names ---- */

bool tzdb_names_add(struct tzdb_names *names, const char *name)
{
    if (names->count == names->room) {
        size_t room = names->room ? 2 * names->room : 64;
        char **items =
            room <= SIZE_MAX / sizeof *items ? realloc(names->items, room * sizeof *items) : NULL;
        if (!items) {
            return false;
        }
        names->items = items;
        names->room = room;
    }
    size_t size = strlen(name) + 1;
    char *copy = malloc(size);
    if (!copy) {
        return false;
    }
    names->items[names->count++] = memcpy(copy, name, size);
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

static int compare(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

void tzdb_names_sort(struct tzdb_names *names)
{
    if (names->count > 0) {
        qsort(names->items, names->count, sizeof *names->items, compare);
    }
}

bool tzdb_names_have(const struct tzdb_names *names, size_t count, const char *name)
{
    return count > 0 && bsearch(&name, names->items, count, sizeof *names->items, compare) != NULL;
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

/* Case, and how words are joined, count for nothing. */
static char folded(char byte)
{
    return byte == ' ' || byte == '-' ? '_' : lower(byte);
}

static size_t least(size_t one, size_t two)
{
    return one < two ? one : two;
}

/* Bytes to insert, remove or replace to make one of the other (Levenshtein); `name` is a zone's. */
static size_t distance(const char *wanted, size_t size, const char *name)
{
    size_t
        row[TZDB_NAME_MAX_SIZE + 1]; /* from what is read of `wanted`, to each length of `name` */
    size_t name_size = strlen(name);
    for (size_t j = 0; j <= name_size; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= size; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= name_size; j++) {
            size_t replaced = diagonal + (folded(wanted[i - 1]) != folded(name[j - 1]));
            diagonal = row[j];
            row[j] = least(replaced, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[name_size];
}

/* The whole name counts, or its last part alone: people ask for "Paris". */
static size_t distance_of(const char *wanted, size_t size, const char *name)
{
    const char *slash = strrchr(name, '/');
    size_t whole = distance(wanted, size, name);
    return slash ? least(whole, distance(wanted, size, slash + 1)) : whole;
}

size_t tzdb_names_nearest(const struct tzdb_names *names, const char *name, size_t size,
                          const char *nearest[TZDB_NEAREST_MOST])
{
    size_t distances[TZDB_NEAREST_MOST];
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++) {
        size_t found = distance_of(name, size, names->items[i]);
        size_t place = count;
        while (place > 0 && distances[place - 1] > found) {
            place--;
        }
        if (found > size / 4 || place == TZDB_NEAREST_MOST) {
            continue;
        }
        count = least(count + 1, TZDB_NEAREST_MOST);
        memmove(nearest + place + 1, nearest + place, (count - 1 - place) * sizeof *nearest);
        memmove(distances + place + 1, distances + place, (count - 1 - place) * sizeof *distances);
        nearest[place] = names->items[i];
        distances[place] = found;
    }
    return count;
}

/* ---- the names of a directory ---- */

/* A directory that was found, and the one that it was found in. */
struct directory {
    char name[TZDB_NAME_MAX_SIZE + 1];
    uint64_t identity[2];
    size_t parent; /* the first is its own */
};

/*
 * A walk: the directories that were found wait until those before them are done. IANA's data has
 * 20 of them, and three times that with "posix" and "right"; links among directories could make
 * names without number.
 */
struct walk {
    const char *root;
    struct directory *directories;
    size_t count, room;
    size_t at; /* whose members are visited */
    struct tzdb_names *zones;
    bool whole; /* all could be seen so far */
    int reason; /* errno, where that first failed */
};

enum { DIRECTORIES_MAX = 4096 };

bool tzdb_directory_passes_over(const char *name)
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
static bool join(const char *directory, const char *entry, char name[TZDB_NAME_MAX_SIZE + 1])
{
    size_t above = strlen(directory), below = strlen(entry);
    if (above + 1 + below > TZDB_NAME_MAX_SIZE) {
        return false;
    }
    memcpy(name, directory, above + 1);
    if (above > 0) {
        name[above++] = '/';
    }
    memcpy(name + above, entry, below + 1);
    return fuseau_zonename_parse(name, above + below).error == FUSEAU_OK &&
           !tzdb_directory_passes_over(name);
}

/* Whether the directory at `at` is in one of this identity, or is it: a link has led back. */
static bool is_within(const struct walk *walk, size_t at, const uint64_t identity[2])
{
    for (;; at = walk->directories[at].parent) {
        const struct directory *directory = &walk->directories[at];
        if (directory->identity[0] == identity[0] && directory->identity[1] == identity[1]) {
            return true;
        }
        if (directory->parent == at) {
            return false;
        }
    }
}

/* Something could not be seen; errno says why. */
static void miss(struct walk *walk)
{
    walk->reason = walk->whole ? errno : walk->reason;
    walk->whole = false;
}

/* One more directory to visit. False: no memory. */
static bool add_directory(struct walk *walk, const char *name, const uint64_t identity[2])
{
    if (walk->count == DIRECTORIES_MAX) {
        errno = EOVERFLOW;
        miss(walk);
        return true;
    }
    if (walk->count == walk->room) {
        size_t room = walk->room ? 2 * walk->room : 32;
        struct directory *larger = realloc(walk->directories, room * sizeof *larger);
        if (!larger) {
            return false;
        }
        walk->directories = larger;
        walk->room = room;
    }
    struct directory *directory = &walk->directories[walk->count++];
    *directory = (struct directory){.identity = {identity[0], identity[1]}, .parent = walk->at};
    memcpy(directory->name, name, strlen(name) + 1);
    return true;
}

static bool visit_member(const char *member, void *context)
{
    struct walk *walk = context;
    char name[TZDB_NAME_MAX_SIZE + 1];
    uint64_t identity[2];
    if (!join(walk->directories[walk->at].name, member, name)) {
        return true;
    }
    switch (tzdb_posix_kind(walk->root, name, identity)) {
    case TZDB_POSIX_DIRECTORY:
        return is_within(walk, walk->at, identity) || add_directory(walk, name, identity);
    case TZDB_POSIX_ZONE:
        return tzdb_names_add(walk->zones, name);
    case TZDB_POSIX_UNREADABLE:
        miss(walk);
        return true;
    case TZDB_POSIX_OTHER:
    default:
        return true;
    }
}

enum fuseau_error tzdb_directory_names(const char *root, struct tzdb_names *names)
{
    struct walk walk = {.root = root, .zones = names, .whole = true};
    uint64_t identity[2];
    if (tzdb_posix_kind(root, "", identity) != TZDB_POSIX_DIRECTORY) {
        return FUSEAU_ERR_FILE_READ;
    }
    bool memory = add_directory(&walk, "", identity);
    for (; memory && walk.at < walk.count; walk.at++) {
        enum fuseau_error error =
            tzdb_posix_each(root, walk.directories[walk.at].name, visit_member, &walk);
        memory = error != FUSEAU_ERR_MEMORY;
        if (error == FUSEAU_ERR_FILE_READ) {
            miss(&walk);
        }
    }
    free(walk.directories);
    tzdb_names_sort(names);
    if (!memory) {
        return FUSEAU_ERR_MEMORY;
    }
    errno = walk.whole ? errno : walk.reason;
    return walk.whole ? FUSEAU_OK : FUSEAU_ERR_FILE_READ;
}

/* ---- its version ---- */

/* Where it stands: behind these words, at the beginning of these files. */
static const struct {
    const char *file;
    const char *words;
} places[] = {
    {"tzdata.zi", "# version "}, /* zic's input, in one file */
    {"+VERSION", ""},            /* BSD, macOS */
    {"version", ""},             /* the source distribution's */
};

/*
 * Copies the word that begins `text`, which may be of any bytes. False: it is no version. What is
 * one can be shown on a terminal and written into a C string as it is.
 */
static bool copy_word(const char *text, char version[TZDB_VERSION_MAX_SIZE + 1])
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  ".-+_";
    size_t size = strspn(text, letters);
    bool ends = text[size] == '\0' || text[size] == '\n' || text[size] == '\r' || text[size] == ' ';
    if (size == 0 || size > TZDB_VERSION_MAX_SIZE || !ends) {
        return false;
    }
    memcpy(version, text, size);
    version[size] = '\0';
    return true;
}

void tzdb_directory_version(const char *root, char version[TZDB_VERSION_MAX_SIZE + 1])
{
    bool found = false;
    for (size_t i = 0; !found && i < sizeof places / sizeof *places; i++) {
        struct tzdb_content content;
        size_t words = strlen(places[i].words);
        if (tzdb_posix_read(root, places[i].file, &content) == FUSEAU_OK) {
            found = strncmp(content.bytes, places[i].words, words) == 0 &&
                    copy_word(content.bytes + words, version);
            tzdb_content_free(&content);
        }
    }
    if (!found) {
        memcpy(version, "unknown", sizeof "unknown");
    }
}
