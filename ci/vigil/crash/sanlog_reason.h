/* sanlog_reason.h -- why a process failed that did not crash, in its own words */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_SANLOG_REASON_H
#define VIGIL_CRASH_SANLOG_REASON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/*
 * Adds one line, without its end: the one by which the process says why it failed, as a loader, a
 * sanitizer's runtime or libFuzzer words it, with the hint after it where there is one; else its
 * first line marked FATAL or ERROR; else its last line that says something. False, and nothing
 * added, where no line does.
 *
 * The text is hostile. What is added is inert (inert_line), without colours, without tabs, without
 * the process's number ("==7=="), and 400 bytes of the log at most.
 */
bool sanlog_reason(const char *text, size_t size, struct buffer *into);

#endif
