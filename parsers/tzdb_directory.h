/* tzdb_directory.h -- (private) a zone directory: the names that it has, and its version */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_TZDB_DIRECTORY_H
#define FUSEAU_TZDB_DIRECTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "result.h"

/* The same as in tzdb.h, as tzdb.c makes sure. */
enum { TZDB_NAME_MAX_SIZE = 255, TZDB_VERSION_MAX_SIZE = 31, TZDB_NEAREST_MOST = 3 };

/* Names of zones, in the order of strcmp; all zero: none. */
struct tzdb_names {
    char **items;
    size_t count;
    size_t room;
};

#pragma GCC visibility push(hidden)

/* Adds a copy of `name`, which comes behind the others. False: no memory. */
bool tzdb_names_add(struct tzdb_names *names, const char *name);

void tzdb_names_sort(struct tzdb_names *names);

/* Whether `name` is one of the first `count`, which are in order. */
bool tzdb_names_have(const struct tzdb_names *names, size_t count, const char *name);

/*
 * Adds the names of the zone files below `root`, those in linked directories too, and sorts them.
 *
 * Passed over are names that fuseau_zonename_parse refuses, files that do not begin as TZif,
 * directories that lead back into one they are in, and the names of tzdb_directory_passes_over.
 *
 * Errors: MEMORY; FILE_READ (some of it could not be read, or there are thousands of directories;
 * all names that could be had were added).
 */
enum fuseau_error tzdb_directory_names(const char *root, struct tzdb_names *names);

/*
 * Whether `name` is one of four at the top of a directory that name no zone of their own: "posix"
 * and "right" have the zones once more, "localtime" and "posixrules" say which zone a system takes
 * for want of another.
 */
bool tzdb_directory_passes_over(const char *name);

/* The name that is the `size` bytes at `name` but for the case of letters, or NULL. */
const char *tzdb_names_spell(const struct tzdb_names *names, const char *name, size_t size);

/*
 * The names that come nearest to the `size` bytes at `name`, as fuseau_tzdb_nearest has it, the
 * nearest first. Returns how many there are.
 */
size_t tzdb_names_nearest(const struct tzdb_names *names, const char *name, size_t size,
                          const char *nearest[TZDB_NEAREST_MOST]);

void tzdb_names_free(struct tzdb_names *names);

/* The version of the data below `root`: "2025b", or "unknown", with a NUL. */
void tzdb_directory_version(const char *root, char version[TZDB_VERSION_MAX_SIZE + 1]);

#pragma GCC visibility pop

#endif
