/* tzdb_posix.h -- (private) what the zone database asks of the system */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_TZDB_POSIX_H
#define FUSEAU_TZDB_POSIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "result.h"

enum {
    TZDB_FILE_MAX_SIZE = 1 << 20,    /* FUSEAU_TZDB_FILE_MAX_SIZE, as tzdb.c makes sure */
    TZDB_POSIX_PATH_MAX_SIZE = 4095, /* bytes of a path: what Linux opens */
};

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

/* Whether the program has more rights than its user, who then does not choose its files. */
bool tzdb_posix_is_privileged(void);

/* The directory that $TZDIR names, if that is set, not empty and to be trusted; or NULL. */
const char *tzdb_posix_wanted(void);

/* $TZ, or NULL. */
const char *tzdb_posix_tz(void);

/* The first there is of the system's directories, or NULL. */
const char *tzdb_posix_system(void);

/*
 * The directory `path` as a path that a later chdir() does not change; the caller frees it.
 * Errors: NOT_FOUND (there is no such directory), FILE_READ (errno says why), MEMORY.
 */
enum fuseau_error tzdb_posix_directory(const char *path, char **out);

/* Where the link at `path` leads, as it says itself. False: it is none. */
bool tzdb_posix_link(const char *path, char target[TZDB_POSIX_PATH_MAX_SIZE + 1]);

/* Where `path` leads after all links. Errors: NOT_FOUND (to nothing), MEMORY. */
enum fuseau_error tzdb_posix_resolve(const char *path, char target[TZDB_POSIX_PATH_MAX_SIZE + 1]);

bool tzdb_stamp_equal(const struct tzdb_stamp *left, const struct tzdb_stamp *right);

/*
 * Look at the file `name` below the directory `root`; if `root` is NULL, `name` is a path of its
 * own. Links are followed, wherever they lead.
 *
 * Errors: NOT_FOUND; FILE_KIND (it is no regular file, or behind too many links); FILE_SIZE;
 * FILE_READ (errno says why).
 */
enum fuseau_error tzdb_posix_look(const char *root, const char *name, struct tzdb_stamp *out);

/*
 * Read it whole, as it was at one time: if it changes meanwhile, or has just changed, it is read
 * again, for a quarter of a second or so. The caller frees it. Errors: as above,
 * FILE_CHANGED (each time it was tried), MEMORY.
 */
enum fuseau_error tzdb_posix_read(const char *root, const char *name, struct tzdb_content *out);

void tzdb_content_free(struct tzdb_content *content);

enum tzdb_posix_kind {
    TZDB_POSIX_OTHER, /* nothing, or nothing of these */
    TZDB_POSIX_DIRECTORY,
    TZDB_POSIX_ZONE,       /* a file that begins as a zone file does */
    TZDB_POSIX_UNREADABLE, /* the system does not let us see */
};

/* What `name` below `root` is, links followed. Of a directory, `identity` tells it from others. */
enum tzdb_posix_kind tzdb_posix_kind(const char *root, const char *name, uint64_t identity[2]);

/* Answers whether to go on. */
typedef bool tzdb_posix_visit(const char *member, void *context);

/*
 * Call `visit` for each member of the directory `name` below `root`; "" is `root` itself.
 * Errors: MEMORY (`visit` said not to go on), FILE_READ (there may be more members).
 */
enum fuseau_error tzdb_posix_each(const char *root, const char *name, tzdb_posix_visit *visit,
                                  void *context);

#pragma GCC visibility pop

#endif
