/* herald.h -- functions of a project's own that end the program for others: die, fatal, panic */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_HERALD_H
#define VIGIL_CRASH_HERALD_H

#include <stdbool.h>
#include <stddef.h>

/*
 * nobody_data.h knows the machinery of well-known libraries. Most projects have some of their own,
 * and in words that no reader of logs knows: `die("short read")` prints and calls abort(). All
 * failures of such a program break at one line of one function, so neither that line nor its
 * innermost frames tell one from another; the first frame does that called a herald.
 */

/* Whether a program may have ended itself where it crashes by that kind: "abort", "trap", and
 * "segv" for those that write to an address of their choice. */
bool herald_kind(const char *kind);

/* Whether the function's name says that it ends the program: one of the words of the name, or of
 * those of its class, is "die", "fatal", "panic", "assert", "fail" or their like, or it is "check",
 * "ensure" or their like with one word more at most:
 *
 *     die   pk_vfatal   my_check_failed   base::LogMessage::Flush   xassertFail
 */
bool herald_is(const char *name, size_t size);

/* How many bytes of the folded stack "die|fatal|read_size|parse", of a crash of that kind, the
 * heralds at its beginning take: 10, so that "read_size|parse" is left. 0 where the kind is another
 * one, or nothing would be left. */
size_t herald_skip(const char *kind, const char *stack);

#endif
