/* diff.h -- pure: what `git diff` says of two commits, read: files, and each file's new lines */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_DIFF_H
#define VIGIL_CHANGE_DIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

enum diff_kind { DIFF_MODIFIED, DIFF_ADDED, DIFF_DELETED, DIFF_RENAMED };

/* Lines first … first + count - 1 of the head's file, count not 0. */
struct diff_range {
    unsigned first, count;
};

struct diff_file {
    char *base, *head; /* paths from the top of the repository; the same unless it was renamed (or
                          copied: DIFF_ADDED); hostile */
    enum diff_kind kind;
    bool binary; /* then there are no ranges */
    struct diff_range *added;
    size_t added_count;
};

struct diff {
    struct diff_file *files; /* in git's order */
    size_t count;
};

/*
 * Reads the output of
 *
 *     git -c core.quotePath=false diff --no-color --no-ext-diff --no-textconv --no-relative \
 *         --src-prefix=a/ --dst-prefix=b/ --submodule=short --unified=0 -M BASE HEAD
 *
 * (what a user may have set otherwise is all said there). Paths that git quotes as C strings are
 * unquoted. Text that git would not write is a fault that names the line. *diff is to be
 * freed in any case.
 */
bool diff_read(const char *text, size_t size, struct diff *diff, struct fault *fault);
void diff_free(struct diff *diff);

/* Whether the line of the head's file is a new one. A file that is wholly new has all its lines in
 * `added`. */
bool diff_has_line(const struct diff_file *file, unsigned line);

#endif
