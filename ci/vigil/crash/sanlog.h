/* sanlog.h -- what a sanitizer, libFuzzer or libc printed as a program died, read */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_SANLOG_H
#define VIGIL_CRASH_SANLOG_H

#include <stdbool.h>
#include <stddef.h>

#include "sanlog_report.h"

/*
 * Whether the log tells of a crash; then what it tells. Else *report is all zero.
 *
 * The text is hostile (the program under test wrote into it) and may be cut anywhere. Only the
 * first fatal report counts: a sanitizer stops there, and what follows describes the same death. A
 * `runtime error:` counts only where no fatal report stands, for UBSan may have been told to go on.
 * A report that vigil wrote itself (sanlog_end.h) counts only where the log has no other.
 * A report may begin in the middle of a line that the program did not end, if a stack follows; one
 * that is indented, or quoted within a line, does not count. Of leaks the first direct one counts.
 * After a jump to a place without code the stack begins at the function that jumped.
 * Colours and other escape sequences are left out, and what a CI service puts before each line of
 * the report, if it stands before the next lines alike: "2026-11-30T06:00:00.123Z ", "fuzz-1  | ".
 * What a program said before it aborted (an assertion, a failed check, a panic) is the crash's kind
 * and message; it is a crash by itself if a program never goes on after such words.
 * Every string ends in a NUL, and holds what the log held: it is not safe to print (inert.h).
 */
bool sanlog_read(const char *text, size_t size, struct sanlog_report *report);

#endif
