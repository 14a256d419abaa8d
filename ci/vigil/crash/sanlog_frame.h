/* sanlog_frame.h -- one frame of a stack, read from its line in a log */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_SANLOG_FRAME_H
#define VIGIL_CRASH_SANLOG_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

/* "#1 0x4f2 in read_field /src/parse.c:21:9 (offset+0x4f2)". What the log does not say is empty or
 * 0: without a symbolizer only `module` is there. */
struct sanlog_frame {
    char function[128];
    char file[128];
    char module[64];
    uint64_t offset; /* in the module: "(offset+0x4f2)"; 0: not said */
    unsigned line;
};

/* "    #3 0x55d in parse(char const*) /src/parse.c:12:3 (target+0x1) (BuildId: 1f)"; TSan leaves
 * out the address, gcc the column, and without a symbolizer the module is all there is. False for a
 * line that is no frame. */
bool sanlog_frame_read(struct span line, uint64_t *number, struct sanlog_frame *frame);

/* "/src/parse.c:12:3" or "parse.c:12" into file and line; the file alone where no number ends it.
 */
void sanlog_frame_location(struct span text, struct sanlog_frame *frame);

#endif
