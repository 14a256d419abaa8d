/* rfc3339_libfuseau.h -- libfuseau as a reader of texts: this tree's, or that of a revision */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_BENCH_RFC3339_LIBFUSEAU_H
#define FUSEAU_BENCH_RFC3339_LIBFUSEAU_H

#include "rfc3339_contender.h"

extern const struct reader libfuseau_reader;

#endif
