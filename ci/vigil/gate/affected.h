/* affected.h -- pure: which targets a change can affect, by what each of them links and covers */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATE_AFFECTED_H
#define VIGIL_GATE_AFFECTED_H

#include <stdbool.h>
#include <stddef.h>

#include "change/change.h"
#include "change/diff.h"

struct affected_function {
    /* file: from the top of the tree, or absolute where it is not in it */
    char file[256], name[128];
    bool covered; /* by the seeds */
};

struct affected_functions {
    struct affected_function *list;
    size_t count;
};

/* Adds what libFuzzer's -print_coverage=1 printed. Functions of a file below `root` only: no change
 * touches others. False when memory ran out. To be freed in any case. */
bool affected_read(const char *text, size_t size, const char *root,
                   struct affected_functions *functions);
void affected_free(struct affected_functions *functions);

/* Whether there is a function of this name in this file; name "": of any name. */
bool affected_has(const struct affected_functions *functions, const char *file, const char *name);

struct affected_target {
    /* given */
    const char *name;
    struct affected_functions functions; /* none: not known, and any change may affect it */
    bool is_new;                         /* base does not have it */
    /* found */
    bool affected;
    unsigned weight;        /* its share of the time against others: 1, or 4 where the change is */
    unsigned covers, links; /* changed definitions in it: run by its seeds; not run by them */
    const char *why;        /* static storage */
};

/* Where things lie in the repository (settings.h); each a list of directories with blanks between.
 */
struct affected_places {
    const char *sources, *corpus, *examples;
};

/* Whether the file is for people to read and part of no build: *.md, man pages, a licence. */
bool affected_is_for_people(const char *path);

/*
 * Finds which targets the change affects:
 *
 * - A changed definition affects each target that has functions of its file: by the definition's
 *   name, else (it was inlined, or is no function) by its file. One whose file is in no target
 *   affects none if it is outside of the sources and in no header (a test, a tool) or among the
 *   examples, and else all: a header may be anywhere.
 * - `declared`, one for each file of the diff, says that something outside of definitions changed:
 *   a struct, a prototype. It counts as a definition without a name; where other files may see it
 *   (a header, a module of Rust or Go) it affects all.
 * - Seeds and a dictionary affect the target they are of; texts for people (*.md, *.rst, man pages)
 *   none; every other file that is no source all.
 *
 * Where no target would be affected, all are.
 */
void affected_judge(struct affected_target *targets, size_t count, const struct diff *diff,
                    const bool *declared, const struct change_units *units,
                    const struct affected_places *places);

#endif
