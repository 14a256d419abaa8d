/* sanlog_valgrind.h -- (private) the reports of Valgrind's memcheck */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_SANLOG_VALGRIND_H
#define VIGIL_CRASH_SANLOG_VALGRIND_H

#include <stdbool.h>

#include "base/span.h"
#include "sanlog_report.h"

/* Whether the line begins one: "==7== Invalid read of size 4", and a stack follows. Then its tool,
 * kind and access are set. Kinds are those of ASan, by what memcheck says of the address: "0 bytes
 * after a block of size 4 alloc'd" is a heap-buffer-overflow. */
bool sanlog_valgrind_header(struct span line, struct span after, struct sanlog_report *report);

/* The words one of which each such line holds; NULL after the last. */
const char *sanlog_valgrind_mark(size_t i);

#endif
