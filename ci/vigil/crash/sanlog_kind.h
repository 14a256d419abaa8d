/* sanlog_kind.h -- (private) the wordings of each tool, and the one name each goes by */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_SANLOG_KIND_H
#define VIGIL_CRASH_SANLOG_KIND_H

#include <stdbool.h>

#include "base/span.h"

#define SANLOG_KIND_SIZE 48

/* "attempting double-free on 0x602…" -> "double-free"; a wording that is new to us becomes its own
 * name: "Some new thing (at 0x1)" -> "some-new-thing". Numbers never get in. */
void sanlog_kind_fatal(char kind[SANLOG_KIND_SIZE], struct span message);

/* "signed integer overflow: 2147483647 + 1 cannot be …" -> "signed-integer-overflow" */
void sanlog_kind_undefined(char kind[SANLOG_KIND_SIZE], struct span message);

/* "ubsan: mul-overflow", the whole report of -fsanitize-minimal-runtime. False for another line. */
bool sanlog_kind_minimal(char kind[SANLOG_KIND_SIZE], struct span line);

/* "Use After Free at 0x7f…", which follows GWP-ASan's header. False for another line. */
bool sanlog_kind_guarded(char kind[SANLOG_KIND_SIZE], struct span line);

/* A line by which libc, the C++ runtime or an allocator says why it is about to abort, and names no
 * condition: "free(): invalid pointer" -> "heap-corruption". False for any other line. */
bool sanlog_kind_abort_reason(char kind[SANLOG_KIND_SIZE], struct span line);

/* The words one of which each such line holds; NULL after the last. */
const char *sanlog_kind_abort_mark(size_t i);

#endif
