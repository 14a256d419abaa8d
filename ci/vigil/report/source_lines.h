/* source_lines.h -- the lines of the project's own source around a place that a stack names */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_SOURCE_LINES_H
#define VIGIL_REPORT_SOURCE_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "report.h"

/*
 * Reads the lines around the innermost own frames whose file lies within `root` and is a regular
 * one of the size of a source file. A stack is hostile text, and may name any file of this machine:
 * a file outside of the root, reached by ".." or by a link, is not read. Returns how many of
 * `sources`, room for REPORT_SOURCES, were filled; their texts are to be freed. An empty root:
 * none.
 */
size_t source_lines_read(const char *root, const struct sanlog_report *report,
                         struct report_source *sources);

#endif
