/* cdeclarator.h -- (private) the name that a declaration in a function gives, told by its form */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_CDECLARATOR_H
#define VIGIL_CHANGE_CDECLARATOR_H

#include "tokens.h"

struct cdeclarator {
    size_t name; /* a token; (size_t)-1: none that is known */
};

/* Of what begins there, `type name`, or `type (*name)(…)`. */
struct cdeclarator cdeclarator_first(const struct tokens *source, size_t at, size_t end,
                                     bool parameter);

/* Behind a comma: "*name". */
struct cdeclarator cdeclarator_further(const struct tokens *source, size_t at, size_t end);

#endif
