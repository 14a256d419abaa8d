/* affected.h -- pure: which targets a change can affect, by what each of them links and covers */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATE_AFFECTED_H
#define VIGIL_GATE_AFFECTED_H

#include <stdbool.h>
#include <stddef.h>

#include "change/change.h"
#include "change/diff.h"

struct affected_function {
    char file[256],
        name[128]; /* file: from the top of the tree, or absolute where it is not in it */
    bool covered;  /* by the seeds */
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

struct affected_target {
    /* given */
    const char *name;
    struct affected_functions functions; /* none: not known, and any change may affect it */
    bool is_new;                         /* base does not have it */
    /* found */
    bool affected;
    unsigned weight;        /* its share of the time against others: 1, or 4 where the change is */
    unsigned covers, links; /* so many changed definitions its seeds run; are in it and not run */
    const char *why;        /* static storage */
};

/* Where things lie in the repository (settings.h); each a list of directories with blanks between.
 */
struct affected_places {
    const char *sources, *corpus, *examples;
};

/* Whether the file is for people to read and no build has it: *.md, man pages, a licence. */
bool affected_is_for_people(const char *path);

/*
 * A definition in a file whose functions a target names affects that target: by its own name, else
 * (it was inlined, or is no function) by its file. One that is in no target affects none if it is
 * outside of the sources and in no header (a test, a tool), and else all: a header may be anywhere.
 * `declared`, one a file of the diff, says that something outside of definitions changed (a struct,
 * a prototype): as a definition without a name, and where other files may see it (a header, a
 * module of Rust or Go), everybody. Seeds and a dictionary affect the target they are of; texts for
 * people
 * (*.md, *.rst, man pages) nobody; every other file everybody. Where nobody would be left, all are:
 * never none.
 */
void affected_judge(struct affected_target *targets, size_t count, const struct diff *diff,
                    const bool *declared, const struct change_units *units,
                    const struct affected_places *places);

#endif
