/* csame.h -- (private) whether two units do the same, but for names */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_CSAME_H
#define VIGIL_CHANGE_CSAME_H

#include <stdint.h>

#include "cwords.h"

/* A unit of a file. */
struct cplace {
    const struct ctext *text;
    const struct cunit *unit;
    size_t file;
};

struct csame {
    struct cwords *words;
    change_is_word *is_word; /* as change_find has it */
    void *context;
};

/*
 * Token by token, linkage and attributes that only warn or optimise left out. A word of head's may
 * be another than base's
 *
 * - where both are bound, to declarations at the same place;
 * - where it is a new name throughout: base declares the one and head the other, base has the other
 *   nowhere and head the one; of a name that one .c file keeps to itself, in that file.
 *
 * What one word became in one unit, it became in all: units that are the same are remembered so.
 */
bool csame(const struct csame *same, struct cplace base, struct cplace head);

/* The same of two that are the same, whatever their names. */
uint64_t csame_shape(struct cplace place);

#endif
