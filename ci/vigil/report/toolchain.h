/* toolchain.h -- pure: which versions built and ran this night, against those that were locked */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_TOOLCHAIN_H
#define VIGIL_REPORT_TOOLCHAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

struct toolchain_item {
    char name[64], locked[96], found[96]; /* versions; "": not on this side */
};

struct toolchain {
    struct toolchain_item *items; /* in byte order of their names */
    size_t count, mismatches;
};

/*
 * Two texts of lines "NAME VERSION", in any order; blank lines and those that begin with "#" are
 * passed over. A fault names the side ("locked", "found") and the line, which has no version, a
 * name that stood before, or is too long. *toolchain is to be freed in any case.
 */
bool toolchain_compare(const char *locked, size_t locked_size, const char *found, size_t found_size,
                       struct toolchain *toolchain, struct fault *fault);
void toolchain_free(struct toolchain *toolchain);

#endif
