/* seeds.h -- what a target starts from, gathered in one flat directory */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_SEEDS_H
#define VIGIL_TRIAGE_SEEDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/files.h"

/*
 * Fills the directory `into` with links to the files, named 000000, 000001, … so that libFuzzer
 * sees one directory that may be thinned out (seeds_exclude) while the corpus itself is never
 * written to.
 */
bool seeds_link(const struct file_list *files, const char *into, struct fault *fault);

/*
 * Adds the entries of TARGET_seed_corpus.zip. An entry's name is not used, so none can lead
 * outside; only regular files count, each up to 1 MiB and all up to 256 MiB, which is more than
 * libFuzzer takes. Of a damaged archive the entries before the damage stay.
 */
bool seeds_unpack(const char *archive, const char *into, struct fault *fault);

/* What of an archive, or of a folder, is not run as a seed, or not whole. */
struct seeds_left {
    size_t too_large, too_much; /* over the limit of one; after the limit of all */
    char example[160];          /* the name of one; hostile */
};

/* As above; what is left out is counted. */
bool seeds_unpack_counting(const char *archive, const char *into, struct seeds_left *left,
                           struct fault *fault);

/* Counts the files of which libFuzzer reads only the beginning: those that are longer than
 * `most` bytes, or than 1 MiB. */
void seeds_count_long(const struct file_list *files, size_t most, struct seeds_left *left);

/* Removes the files that are, byte for byte, this input, so that a seed which crashes does not end
 * every run as it begins. Returns how many there were. */
size_t seeds_exclude(const char *directory, const void *data, size_t size);

#endif
