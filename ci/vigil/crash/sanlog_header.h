/* sanlog_header.h -- (private) the line that begins a tool's report */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_SANLOG_HEADER_H
#define VIGIL_CRASH_SANLOG_HEADER_H

#include <stdbool.h>

#include "base/span.h"
#include "sanlog_report.h"

/* Whether the line, which `after` follows, begins the report of a crash that a tool tells of. Then
 * the report's tool, kind, access and message are set as far as the header says, and nothing else
 * of it. A header may stand in the middle of a line that the program did not end. */
bool sanlog_header_fatal(struct span line, struct span after, struct sanlog_report *report);

/* Whether the header names an address that is not near the first page, whatever a hint says. */
bool sanlog_header_is_far(struct span line);

/* "FILE:LINE:COLUMN: runtime error: MESSAGE", clang's and gcc's alike. */
bool sanlog_header_undefined(struct span line, struct sanlog_frame *at, struct span *message);

/* The words one of which each line holds that begins a report, but for Valgrind's; NULL after the
 * last. */
const char *sanlog_header_mark(size_t i);

#endif
