/* tzdb_file.h -- (private) one file of a zone directory, read whole or refused */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_TZDB_FILE_H
#define FUSEAU_TZDB_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "result.h"

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

bool tzdb_stamp_equal(const struct tzdb_stamp *left, const struct tzdb_stamp *right);

/* Look at the file `name` below `root`. Errors: those of tzdb_path_open; FILE_KIND, FILE_SIZE. */
enum fuseau_error tzdb_file_look(const char *root, const char *name, struct tzdb_stamp *out);

/*
 * Read it whole, as it was at one time: if it changes meanwhile, or has just changed, it is read
 * again, for a quarter of a second or so. The caller frees it. Errors: as above, FILE_CHANGED,
 * FILE_READ, MEMORY.
 */
enum fuseau_error tzdb_file_read(const char *root, const char *name, struct tzdb_content *out);

void tzdb_content_free(struct tzdb_content *content);

/* Whether it begins as a zone file does. */
bool tzdb_file_is_zone(const char *root, const char *name);

#pragma GCC visibility pop

#endif
