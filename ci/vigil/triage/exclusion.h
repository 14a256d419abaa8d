/* exclusion.h -- an input that crashes is taken out of a directory of inputs, however large */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_EXCLUSION_H
#define VIGIL_TRIAGE_EXCLUSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A file whose name does not tell what it holds. */
struct exclusion_file {
    char *path;
    uint64_t size, hash;
    bool hashed; /* the hash is known */
};

struct exclusion {
    const char *directory;        /* given; the rest starts as zeros */
    struct exclusion_file *files; /* in order of their sizes */
    size_t count;
    bool listed;
    unsigned searches;
    uint64_t *seen; /* hashes of what was taken out before */
    size_t seen_count;
};

/*
 * Removes the files of the directory that hold these bytes. libFuzzer names a file of its corpus
 * after the SHA-1 of what it holds, and what crashes too ("crash-SHA1": `path`, of which the bytes
 * were read), and the folder of seeds names by content as well (seed_folder.h): such files are
 * found by their names. Files of other names are listed once, and each is read at most once. Where
 * an input comes again that was taken out before, a name was not what it seemed, and all files are
 * searched, eight times at most. Returns how many were removed.
 */
size_t exclusion_take_out(struct exclusion *exclusion, const char *path, const void *data,
                          size_t size);

void exclusion_free(struct exclusion *exclusion);

#endif
