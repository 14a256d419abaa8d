/* sanframe.h -- (private to sanlog) one line of a stack */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_SANFRAME_H
#define VIGIL_SANFRAME_H

#include "sanlog.h"
#include "span.h"

/* "    #3 0x55d in parse(char const*) /src/parse.c:12:3 (target+0x1) (BuildId: 1f)"; TSan leaves
 * out the address, gcc the column, and without a symbolizer the module is all there is. */
bool sanframe_read(struct span line, uint64_t *number, struct sanlog_frame *frame);

/* "/src/parse.c:12:3" or "parse.c:12" into file and line; the file alone where no number ends it.
 */
void sanframe_location(struct span text, struct sanlog_frame *frame);

#endif
