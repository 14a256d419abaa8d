/* summary.h -- a CI job's summary: a file to which each step adds Markdown */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_SUMMARY_H
#define VIGIL_BASE_SUMMARY_H

#include <stdbool.h>

#include "buffer.h"
#include "fault.h"

/* Adds the text to the file, made where there is none. False, with a fault, where it cannot be
 * written, or memory ran out for the text. */
bool summary_add(const char *path, const struct buffer *text, struct fault *fault);

#endif
