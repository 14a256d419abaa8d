/* sanlog.h -- what a sanitizer, libFuzzer or libc printed as a program died, read */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_SANLOG_H
#define VIGIL_CRASH_SANLOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sanlog_frame.h"

/* The frames nearest the crash are kept; ASan itself prints no more than these. */
#define SANLOG_FRAMES 256

enum sanlog_tool {
    SANLOG_NONE,      /* no crash */
    SANLOG_LIBC,      /* an assertion or an abort message, and nothing else */
    SANLOG_LIBFUZZER, /* "==7== ERROR: libFuzzer: timeout after 2 seconds" */
    SANLOG_ASAN,      /* "==7==ERROR: AddressSanitizer: heap-buffer-overflow on …" */
    SANLOG_LSAN,      /* "==7==ERROR: LeakSanitizer: detected memory leaks" */
    SANLOG_MSAN,      /* "==7==WARNING: MemorySanitizer: use-of-uninitialized-value" */
    SANLOG_TSAN,      /* "WARNING: ThreadSanitizer: data race (pid=7)" */
    SANLOG_UBSAN,     /* "parse.c:3:5: runtime error: signed integer overflow: …" */
};

enum sanlog_access { SANLOG_ACCESS_NONE, SANLOG_READ, SANLOG_WRITE };

struct sanlog_report {
    enum sanlog_tool tool;
    char kind[48]; /* "heap-buffer-overflow", "memory-leak", "timeout", "assertion-failure" */
    enum sanlog_access access; /* NONE for a data race, which has two in either order */
    uint64_t access_size;      /* bytes; 0: not said */
    char message[256];         /* the condition that failed or what a panic said, as it stands
                                  there: "index < size"; "" where the log has none */
    size_t offset;             /* of the report's header in the log */
    size_t frame_count;        /* frames of its first stack, innermost first, then of its second */
    size_t second; /* where in `frames` the second stack begins; 0: there is none. It is the other
                      side of a data race, or of two locks taken in two orders */
    struct sanlog_frame frames[SANLOG_FRAMES];
};

/*
 * Whether the log tells of a crash; then what it tells. Else *report is all zero.
 *
 * The text is hostile (the program under test wrote into it) and may be cut anywhere. Only the
 * first fatal report counts: a sanitizer stops there, and what follows describes the same death. A
 * `runtime error:` counts only where no fatal report stands, for UBSan may have been told to go on.
 * A report may begin in the middle of a line that the program did not end, if a stack follows; one
 * that is indented, or quoted within a line, does not count. Of a leak report the first leak
 * counts. After a jump to a place without code the stack begins at the function that jumped.
 * Every string ends in a NUL, and holds what the log held: it is not safe to print (inert.h).
 */
bool sanlog_read(const char *text, size_t size, struct sanlog_report *report);

/* "AddressSanitizer"; "" for SANLOG_NONE. Static storage. */
const char *sanlog_tool_name(enum sanlog_tool tool);

#endif
