/* seed_notes.h -- (private) what is known of the files that a folder of seeds was gathered from */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_SEED_NOTES_H
#define VIGIL_TRIAGE_SEED_NOTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "base/files.h"
#include "seeds.h"

struct content {
    uint64_t hash, size;
    uint64_t number;
};

/* A file as it was when it was read. Whole numbers of eight bytes each, so that no byte of it is
 * left to chance on the disk. */
struct known {
    uint64_t device, inode;
    int64_t seconds, nanoseconds;
    struct content content;
};

struct known_head {
    char magic[8];
    size_t files, entries;
    uint64_t check;       /* FNV-1a of what follows the head */
    struct known archive; /* of its content only the size counts */
    struct seeds_left left;
};

/* What the last time left, or what this time leaves. Starts as {0}. */
struct seed_notes {
    struct known_head head;
    struct known *files, *entries; /* in order of the files; of the archive */
    struct buffer text;            /* which holds both lists, where they were read */
};

/* The path beside the folder: ".known" -> "STATE/seeds/.NAME.known". No target's name begins with a
 * dot. */
bool seed_notes_beside(const char *folder, const char *suffix, char path[PATH_SIZE],
                       struct fault *fault);

/* Reads the notes beside the folder. None, or damaged ones: nothing is known. */
void seed_notes_read(const char *folder, struct seed_notes *notes);

/* Writes the notes: the head's archive and what is left of it, and the lists, which are put in
 * order and of which a file that is named twice is noted once. `former`: what was read; where
 * nothing has changed nothing is written. */
bool seed_notes_write(const char *folder, struct seed_notes *notes, const struct seed_notes *former,
                      struct fault *fault);

/* Whether the two are one file, and it has not changed. */
bool seed_notes_are_same(const struct known *left, const struct known *right);

/* What is known of the file; NULL: nothing, or it has changed. */
const struct known *seed_notes_recall(const struct seed_notes *notes, const struct known *file);

#endif
