/* cattribute.h -- (private) attributes that change nothing but warnings, speed and linkage */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_CATTRIBUTE_H
#define VIGIL_CHANGE_CATTRIBUTE_H

#include "tokens.h"

/* Behind `__attribute__((unused))` or `[[maybe_unused]]`, and `at` itself where no such attribute
 * begins: packed, aligned, constructor, cleanup and what is unknown may well change something. */
size_t cattribute_over(const struct tokens *source, size_t at, size_t end);

#endif
