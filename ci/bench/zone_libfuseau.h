/* zone_libfuseau.h -- libfuseau as a keeper of zones: this tree's, or that of a revision */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_ZONE_LIBFUSEAU_H
#define FUSEAU_BENCH_ZONE_LIBFUSEAU_H

#include "zone_contender.h"

extern const struct keeper libfuseau_keeper;         /* on the files of the system */
extern const struct keeper libfuseau_keeper_bundled; /* on its built-in copy, if it has one */
bool libfuseau_has_bundled(void);

#endif
