/* ownframe.h -- which frames of a stack are the project's own, and by what name they go */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_OWNFRAME_H
#define VIGIL_OWNFRAME_H

#include <stdbool.h>

#include "sanlog.h"

#define OWNFRAME_NAME_SIZE 128

/* False for the frames of sanitizers, libc, the allocator, the C++ library, the fuzzer and its
 * entry LLVMFuzzerTestOneInput; and for a frame of which nothing is known but an address. Names
 * count only whole, or by a prefix that is reserved: `free` is dropped, `free_zone` is not. */
bool ownframe_is(const struct sanlog_frame *frame);

/* Whether this is LLVMFuzzerTestOneInput, or a function of libFuzzer's that calls it: what it
 * called is where a target begins. */
bool ownframe_is_entry(const struct sanlog_frame *frame);

/* How many frames lie between the crash and that entry; all, where it is not there. */
size_t ownframe_count(const struct sanlog_report *report);

/* Which of the report's frames are own in their place: beyond the entry of a stack all are the
 * fuzzer's. Marks frame_count of them. */
void ownframe_mark(const struct sanlog_report *report, bool own[SANLOG_FRAMES]);

/* The function without what compilers and overloads add, which two builds need not share:
 * "parse.part.0" -> "parse", "zone::read<int>(char const*) const" -> "zone::read". Where only the
 * file is known, its base name: "parse.c". */
void ownframe_name(const struct sanlog_frame *frame, char name[OWNFRAME_NAME_SIZE]);

#endif
