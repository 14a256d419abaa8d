/* stack.h -- which frames of a stack are the project's own, and by what name they go */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_STACK_H
#define VIGIL_CRASH_STACK_H

#include <stdbool.h>
#include <stddef.h>

#include "sanlog.h"

#define STACK_NAME_SIZE 128

/* False for the frames of sanitizers, libc, the allocator, the fuzzer and its entry
 * LLVMFuzzerTestOneInput, for the libraries of C++, Rust and Go, inlined or not, and for those that
 * report a failed check or a panic (nobody_data.h is the table); for what the project ignores
 * (ignore.h); and for a frame of which nothing is known but an address. Names count only whole, or
 * by a pattern that its library owns: `free` is dropped, `free_zone` is not. */
bool stack_is_own(const struct sanlog_frame *frame);

/* Whether this is LLVMFuzzerTestOneInput, or a function of libFuzzer's that calls it. The target
 * begins with the frame that this one called. */
bool stack_is_entry(const struct sanlog_frame *frame);

/* How many frames lie between the crash and that entry; all of them where the entry is missing. */
size_t stack_count(const struct sanlog_report *report);

/* Sets own[i] for each of the report's frame_count frames: whether it is the project's own. None is
 * that lies beyond the entry of its stack, where all are the fuzzer's. */
void stack_mark_own(const struct sanlog_report *report, bool own[SANLOG_FRAMES]);

/* The function without what compilers, builds and overloads add (frame_name.h): "parse.part.0" ->
 * "parse", "onion::peel::{{closure}}::h0123456789abcdef" -> "onion::peel". Where only the file is
 * known, its base name: "parse.c". */
void stack_function_name(const struct sanlog_frame *frame, char name[STACK_NAME_SIZE]);

#define STACK_FRAMES 32

struct own_stack {
    char name[STACK_FRAMES][STACK_NAME_SIZE];
    unsigned times[STACK_FRAMES];
    size_t count;
};

/*
 * Each own function once, innermost first. What lies beyond LLVMFuzzerTestOneInput is the fuzzer's,
 * its main() too; where no fuzzer is in the stack, main() is the program's own.
 *
 * A race has two stacks, reported in the order in which its two sides happened to run. So that the
 * result does not depend on that order, the stack whose names come first in byte order is taken as
 * the first, and the functions alternate: the innermost of the first stack, the innermost of the
 * second, then the caller of each, and so on outwards.
 */
void stack_read(const struct sanlog_report *report, struct own_stack *stack);

/* The innermost own frame of that function, of either stack; NULL where there is none. */
const struct sanlog_frame *stack_find(const struct sanlog_report *report, const char *name);

/*
 * Names by module and offset, "offset+0x4f2", where the target was not symbolised: those of the
 * frames, innermost first, that are of no runtime's module and lie before the entry. After
 * libFuzzer caught a signal or an exit its own frames come first, then those of libc that called
 * it: they are left out. Nothing where a frame of the project's is known by name, or no frame by
 * its offset.
 */
void stack_read_offsets(const struct sanlog_report *report, struct own_stack *stack);

/* Keeps only the functions that call each other again and again, in order of their names; all of
 * them where none does. */
void stack_keep_cycle(struct own_stack *stack);

/* Leaves only the own function that LLVMFuzzerTestOneInput called, or nothing. */
void stack_keep_entry(const struct sanlog_report *report, struct own_stack *stack);

#endif
