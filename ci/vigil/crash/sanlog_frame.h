/* sanlog_frame.h -- one frame of a stack, read from its line in a log */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_SANLOG_FRAME_H
#define VIGIL_CRASH_SANLOG_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

/* "#1 0x4f2 in read_field /src/parse.c:21:9 (offset+0x4f2)". What the log does not say is empty or
 * 0: without a symbolizer only `module` and `offset` are there. */
struct sanlog_frame {
    char function[128];
    char file[128];
    char module[64];
    uint64_t offset; /* in the module: "(offset+0x4f2)"; 0: not said */
    unsigned line;
    bool ignored; /* the project says that it is nobody's fault (ignore.h) */
};

/* What the line says of the stack that the frame stands in. */
struct sanlog_frame_line {
    uint64_t number; /* of the frame; 0 begins a stack */
    bool unnumbered; /* it is one more, whatever its number would be */
    bool open;       /* no place follows the name: the log may have been cut within the name */
};

/*
 * As the sanitizers print it, "    #3 0x55d in parse(char const*) /src/parse.c:12:3 (target+0x1)
 * (BuildId: 1f)"; TSan leaves out the address, gcc the column, and without a symbolizer the module
 * is all there is. The usual forms of their option stack_trace_format are read too: "#3 in parse
 * parse.c:12", "    3 0x55d in parse parse.c:12", "[frame=3, function=parse, location=parse.c:12]".
 * So are those of others: gdb's "#3  0x55d in parse (text=0x0) at parse.c:12", Valgrind's
 * "==7==    by 0x55d: parse (parse.c:12)", glibc's "  #3 /out/target(parse+0x4) [0x55d]".
 * False for a line that is no frame.
 */
bool sanlog_frame_read(struct span line, struct sanlog_frame_line *said,
                       struct sanlog_frame *frame);

/* "/src/parse.c:12:3" or "parse.c:12" into file and line; the file alone where no number ends it.
 */
void sanlog_frame_location(struct span text, struct sanlog_frame *frame);

#endif
