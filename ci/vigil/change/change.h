/* change.h -- pure: which definitions a change changes, comments and blanks left out */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_CHANGE_H
#define VIGIL_CHANGE_CHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "definitions.h"

/* A file as both commits have it; hostile. NULL: that commit has no such file. */
struct change_file {
    const char *base_path, *head_path;
    const char *base, *head;
    size_t base_size, head_size;
};

/* Its definitions as both commits have them. */
struct change_sides {
    struct definitions base, head;
};

struct change_unit {
    char *path; /* the head's */
    char name[128];
    enum definition_kind kind;
    unsigned first, last; /* lines of the head's file */
    bool is_new;          /* base has none of that name in that file */
};

struct change_units {
    struct change_unit *list;
    size_t count;
};

/*
 * The definitions of head whose tokens differ from those of base's definition of that kind and name
 * in that file, or that base does not have there; in the order of files and lines. Of several of
 * one name, as overloads and conditions have them, the first is compared with the first, the second
 * with the second. In Go, where a line's end may end a statement, line ends are compared too. Not
 * counted are
 *
 * - comments, blanks and line breaks; the order of definitions; a file's new name;
 * - a definition that is gone: what used it has changed;
 * - a definition that moved, with the same tokens and the same name, to another file of the change;
 *   each that is gone accounts for one that moved.
 *
 * A new name always counts: nothing here tells a rename from a change, and a change that is taken
 * for a rename would ask for no examples. False when memory ran out; `units` is to be freed in any
 * case.
 */
bool change_find(const struct change_file *files, const struct change_sides *sides, size_t count,
                 struct change_units *units);
void change_units_free(struct change_units *units);

/* Whether anything that is in no definition differs: a prototype, a type, an include, a condition.
 */
bool change_is_declared(const struct change_sides *sides);

#endif
