/* sanlog_glance.h -- (private) at one glance over a log, the lines that may begin a report */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_SANLOG_GLANCE_H
#define VIGIL_CRASH_SANLOG_GLANCE_H

#include <stdbool.h>

#include "base/span.h"

/* Skips the lines of the log up to the first that holds a mark: words without which no reader of
 * sanlog.c takes a line for anything, prefixed or not. A line that holds one may still say nothing.
 * `log` begins with a line. False, and the log empty, where no line holds any. */
bool sanlog_glance(struct span *log);

#endif
