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

/* Removes the files that are, byte for byte, this input, so that a seed which crashes does not end
 * every run as it begins. Returns how many there were. */
size_t seeds_exclude(const char *directory, const void *data, size_t size);

#endif
