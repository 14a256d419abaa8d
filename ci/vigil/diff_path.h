/* diff_path.h -- (private) a path as git writes it in a diff, quoted where it has to be */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_DIFF_PATH_H
#define VIGIL_DIFF_PATH_H

#include "span.h"

/* "a/src/x.c" or "\"a/tab\\there\"", without the prefix ("a/"). NULL: that is no path, or memory
 * ran out. To be freed. */
char *diff_path_read(struct span text, const char *prefix);

#endif
