/* tzdb_posix.h -- (private) what the zone database asks of the system */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_TZDB_POSIX_H
#define FUSEAU_TZDB_POSIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "result.h"

enum { TZDB_FILE_MAX_SIZE = 1 << 20 }; /* FUSEAU_TZDB_FILE_MAX_SIZE, as tzdb.c makes sure */

/* What tells a file from another, and from itself at another time. */
struct tzdb_stamp {
    uint64_t device, inode;
    int64_t size; /* bytes */
    int64_t modified_seconds, modified_nanoseconds;
    int64_t changed_seconds, changed_nanoseconds;
};

/* What was in a file. */
struct tzdb_content {
    const char *bytes; /* of a file, a NUL follows, which is not counted */
    size_t size;
    struct tzdb_stamp stamp;
    char *heap; /* the same as `bytes`, or NULL if they are built in */
};

#pragma GCC visibility push(hidden)

/*
 * The directory that $TZDIR names, if that is set and not empty, and the program has no more rights
 * than its user; or else the first there is of the system's; or NULL.
 */
const char *tzdb_posix_default(void);

/*
 * The directory `path` as a path that a later chdir() does not change; the caller frees it.
 * Errors: NOT_FOUND (there is no such directory), MEMORY.
 */
enum fuseau_error tzdb_posix_directory(const char *path, char **out);

bool tzdb_stamp_equal(const struct tzdb_stamp *left, const struct tzdb_stamp *right);

/*
 * Look at the file `name` below the directory `root`. No symbolic link leads out of it.
 *
 * Errors: NOT_FOUND; FILE_KIND (it is no regular file, outside, or behind too many links);
 * FILE_SIZE; FILE_CHANGED (it turned into a link meanwhile); FILE_READ (errno says why).
 */
enum fuseau_error tzdb_posix_look(const char *root, const char *name, struct tzdb_stamp *out);

/*
 * Read it whole, as it was at one time: if it changes meanwhile, or has just changed, it is read
 * again, for a quarter of a second or so. The caller frees it. Errors: as above, MEMORY.
 */
enum fuseau_error tzdb_posix_read(const char *root, const char *name, struct tzdb_content *out);

void tzdb_content_free(struct tzdb_content *content);

/* Whether the file begins as a zone file does. */
bool tzdb_posix_is_zone(const char *root, const char *name);

/* Answers whether to go on. */
typedef bool tzdb_posix_visit(const char *member, bool is_directory, void *context);

/*
 * Call `visit` for each member of the directory `name` below `root`; "" is `root` itself. A link is
 * no directory, wherever it leads. One that cannot be read has no members. False: `visit` said so.
 */
bool tzdb_posix_each(const char *root, const char *name, tzdb_posix_visit *visit, void *context);

#pragma GCC visibility pop

#endif
