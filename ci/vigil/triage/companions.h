/* companions.h -- what lies beside a target and belongs to it: libraries, data, a symbolizer */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_COMPANIONS_H
#define VIGIL_TRIAGE_COMPANIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/files.h"
#include "target.h"

/* "$ORIGIN/lib/libdemo.so", a table that the target reads at its start: a file, or a link. */
struct companion {
    char *path;   /* below the target's directory: "lib/libdemo.so" */
    char *leads;  /* a link: to what, as a relative path that stays below; NULL: a file */
    bool program; /* a file that may be executed */
    uint64_t size;
};

struct companions {
    char directory[PATH_SIZE]; /* the target's, absolute and without links */
    struct companion *list;    /* in byte order of their paths */
    size_t count;
    uint64_t bytes; /* of the files */
    bool cut;       /* there was more than is kept, see below */
};

/* So much is kept of one target. */
#define COMPANIONS_MOST       2000
#define COMPANIONS_BYTES_MOST ((uint64_t)512 << 20)

/*
 * Finds what a target may need of its directory, the folders below it included: all but
 *
 * - the target itself, its options and its dictionary, which `struct target` names, and its seeds;
 * - other targets (target_is_program), what is named after them ("OTHER.options", "OTHER.dict",
 *   "OTHER_seed_corpus.zip"), and notes for a tracker (".labels", ".owners");
 * - what a build leaves (CMakeFiles, *.o, *.a, build.ninja, …), what a run leaves (crash-…, core,
 *   *.log, *.profraw), hidden files and folders, and a state directory of vigil's;
 * - what is no file and no link, or may not be read.
 *
 * A link that stays below the directory is kept as a link; of one that leads out of it the file
 * that it leads to. So what lies outside of the directory, as in $ORIGIN/../lib, is not found. Of
 * what is more than COMPANIONS_MOST, only shared libraries ("*.so", "*.so.*") and llvm-symbolizer
 * are kept, and of those none where they are too many themselves. A directory that holds exactly
 * what was found of another has the same companions.
 */
bool companions_find(const struct target *target, struct companions *found, struct fault *fault);
void companions_free(struct companions *found);

/* Whether the two hold the same files with the same bytes, and the same links. False too when one
 * of the files cannot be read. */
bool companions_are_same(const struct companions *left, const struct companions *right);

/* Whether the two are one program with the same companions, by their bytes, whatever their options:
 * a library beside it that was mended makes another target of it. False too when one of the files
 * cannot be read. */
bool companions_same_target(const struct target *left, const struct target *right);

/* Whether the two files hold the same bytes; false too when one cannot be read. */
bool companions_same_file(const char *left, const char *right);

#endif
