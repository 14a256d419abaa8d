/* change.h -- pure: which definitions a change changes, comments and renames left out */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_CHANGE_H
#define VIGIL_CHANGE_CHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "tokens.h"

/* A file as both commits have it; hostile. NULL: that commit has no such file. */
struct change_file {
    const char *base_path, *head_path;
    const char *base, *head;
    size_t base_size, head_size;
};

struct change_unit {
    char *path; /* the head's */
    char name[128];
    enum cunit_kind kind;
    unsigned first, last; /* lines of the head's file */
    bool is_new;          /* base has none of that name in that file */
};

struct change_units {
    struct change_unit *list;
    size_t count;
};

/*
 * Of the C files among `files` (names ending in .c or .h) the units whose tokens, with the type
 * before the name, differ from the base's of that kind and name in that file, in the order of files
 * and lines. Of several of one name, under conditions, the first is the first. Not counted are
 *
 * - comments, blanks and line breaks; the order of definitions; a file's new name;
 * - linkage, and attributes that only warn or optimise;
 * - a definition that is gone: what used it has changed;
 * - a definition that moved, with the same tokens, to another file of the change, or has another
 *   name there: one for each that is gone;
 * - the new name of a parameter, a local, a label or a macro's parameter: it is declared at the
 * same place as the old one, and each use means that declaration;
 * - the new name of anything else, if it is new throughout: base declares the old one and head the
 *   new one in `files`, base has the new one nowhere and head the old one nowhere, and in every
 *   unit that is the same otherwise the one became the other. Of what one .c file keeps to itself
 *   (static, a macro, a member, a constant) that file alone is asked.
 *
 * So `min(a, b)` -> `max(a, b)` is a change, and `localtime` -> `gmtime`, which nobody declares, is
 * one even where it is the only one. `is_word` tells whether base's code has the word in C files
 * that are not given; NULL: all are given. It is asked of few words.
 */
typedef bool change_is_word(void *context, const char *word, size_t size);

bool change_find(const struct change_file *files, size_t count, change_is_word *is_word,
                 void *context, struct change_units *units);
void change_units_free(struct change_units *units);

#endif
