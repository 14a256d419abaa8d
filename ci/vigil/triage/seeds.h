/* seeds.h -- what a target starts from, and what of it is not taken */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_SEEDS_H
#define VIGIL_TRIAGE_SEEDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/files.h"

/*
 * Adds the files of TARGET_seed_corpus.zip, one after the other. An entry's name is not used, so
 * none can lead outside; only regular files count, each up to 1 MiB and all up to 256 MiB, which is
 * more than libFuzzer takes. Of a damaged archive the entries before the damage come.
 */
typedef bool seeds_entry(void *context, const char *data, size_t size, struct fault *fault);

/* What of an archive, or of a folder, is not run as a seed, or not whole. */
struct seeds_left {
    size_t too_large, too_much; /* over the limit of one; after the limit of all */
    char example[160];          /* the name of one; hostile */
};

/* Hands each entry to `take`; what is left out is counted. */
bool seeds_unpack_each(const char *archive, seeds_entry *take, void *context,
                       struct seeds_left *left, struct fault *fault);

/* Counts a file of which libFuzzer reads only the beginning: one that is longer than `most`. */
void seeds_count_long(const char *path, uintmax_t size, size_t most, struct seeds_left *left);

#endif
