/* seed_folder.h -- a target's seeds in one flat folder, which is kept from night to night */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_SEED_FOLDER_H
#define VIGIL_TRIAGE_SEED_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/files.h"
#include "seeds.h"

struct seed_folder {
    /* given */
    const char *folder;            /* an absolute path */
    const struct file_list *files; /* absolute or not; never written to */
    const char *archive;           /* TARGET_seed_corpus.zip; "": none */
    size_t most;                   /* bytes of a file that libFuzzer reads; 0: it does not say */
    /* found */
    size_t seeds;   /* in the folder, no two of them the same */
    size_t looked;  /* files whose bytes were read, since they are not known from the last night */
    size_t changed; /* names that were added to the folder, or removed */
    struct seeds_left longer;   /* files of which only the beginning is run */
    struct seeds_left archived; /* of the archive, what is not taken */
};

/*
 * Makes the folder hold one name for each content among the files and the archive's entries, so
 * that libFuzzer sees one directory, runs no input twice, and a seed that crashes can be taken out
 * while the files themselves are never written to.
 *
 * A file is linked to; from another disk, where it cannot be, by a symbolic link. Nothing is done
 * for what has not changed since the last time: a file is known by device, inode, size and time of
 * change, the archive too. What vanished is removed, and what was taken out (seed_folder_exclude)
 * is put back, since it may be mended. The names in the folder are made of the contents
 * ("HASH-SIZE"), so a folder that a kill left half made is mended by the next call, and the notes
 * beside it,
 * `.NAME.known`, may be lost, cut or old: then all is read again. `.NAME.aside` holds what was
 * taken out.
 *
 * False, with a fault that names one of them, where some files could not be taken in, or not all of
 * the archive; all others are there. After process_interrupt() it stops early, and nothing that was
 * in the folder is removed.
 */
bool seed_folder_gather(struct seed_folder *seeds, struct fault *fault);

/* Takes the input out of the folder until it is gathered again. Returns how many there were. The
 * cost does not depend on the size of the folder. */
size_t seed_folder_exclude(const char *folder, const void *data, size_t size);

/* Whether the name is of the form that seed_folder_gather gives. */
bool seed_folder_is_name(const char *name);

#endif
