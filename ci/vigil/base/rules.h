/* rules.h -- what a program may see and write, path by path */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_RULES_H
#define VIGIL_BASE_RULES_H

#include <stdbool.h>
#include <stddef.h>

/* What a program may do with a file or directory, and with what lies beneath it. Running a program
 * is reading it. */
enum confine_access { CONFINE_HIDDEN, CONFINE_READ, CONFINE_WRITE };

/* Of all rules whose path leads to a file the one with the longest path decides; what none leads to
 * is hidden. Starts as {0}. Once made it is only read, by any number of threads. */
struct confinement {
    struct confine_rule {
        char *path; /* absolute, without links */
        enum confine_access access;
    } * rules;
    size_t count;
};

/* Adds a rule for what the path names now, links followed; a path that names nothing is passed
 * over. A later rule for the same path takes the place of the earlier one. False when memory ran
 * out.
 *
 * Where the program has mounts of its own (mounts.h), what is hidden in a directory is covered, and
 * all else in it is as ever. Where there is only Landlock, the kernel grants, and what it grants on
 * a directory holds for all that is beneath. So above a path that may do less than what surrounds
 * it no directory is granted, but each of its other entries is: such a directory can be passed
 * through and cannot be listed, nothing can be made in it, and what somebody else makes in it while
 * the program runs, the program cannot open. A directory in which programs are to make files, such
 * as /tmp, had better have nothing hidden in it. */
bool confine_add(struct confinement *confinement, enum confine_access access, const char *path);

/* A copy, to add more rules to: what one run may touch beyond what all may. */
bool confine_copy(const struct confinement *from, struct confinement *to);
void confine_free(struct confinement *confinement);

/* What the rules say of a path, which is absolute and without links. */
enum confine_access confine_find(const struct confinement *confinement, const char *path);

#endif
