/* sanlog_report.h -- what a log tells of a crash: tool, kind, message, frames */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_SANLOG_REPORT_H
#define VIGIL_CRASH_SANLOG_REPORT_H

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
    SANLOG_HWASAN,    /* "==7==ERROR: HWAddressSanitizer: tag-mismatch on address …" */
    SANLOG_RTSAN,     /* "==7==ERROR: RealtimeSanitizer: unsafe-library-call" */
    SANLOG_TYSAN,     /* "==7==ERROR: TypeSanitizer: type-aliasing-violation on address …" */
    SANLOG_NSAN,      /* "WARNING: NumericalStabilitySanitizer: inconsistent shadow results …" */
    SANLOG_GWP_ASAN,  /* "*** GWP-ASan detected a memory error ***" */
    SANLOG_SCUDO,     /* "Scudo ERROR: invalid chunk state …" */
    SANLOG_VALGRIND,  /* "==7== Invalid read of size 4" */
    SANLOG_RUST,      /* "thread 'main' panicked at src/x.rs:3:5:", and nothing else */
    SANLOG_GO,        /* "panic: …", and "goroutine 1 [running]:" */
    SANLOG_VIGIL,     /* "==0==ERROR: vigil: the target was killed by SIGSYS" (sanlog_end.h) */
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

/* "AddressSanitizer"; "" for SANLOG_NONE. Static storage. */
const char *sanlog_tool_name(enum sanlog_tool tool);

#endif
