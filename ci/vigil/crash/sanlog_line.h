/* sanlog_line.h -- (private) lines of a log without what a terminal or a CI service put into them
 */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_SANLOG_LINE_H
#define VIGIL_CRASH_SANLOG_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

/* A line longer than this is no line of a report; its first bytes are read all the same. */
#define SANLOG_LINE_LIMIT 4096

/* Takes the next line of the log, without its end, and cut where it is too long. False at the end
 * of the log. */
bool sanlog_line_take(struct span *log, struct span *line);

/* Whether the text holds anything that sanlog_line_plain would leave out. */
bool sanlog_line_styled(struct span text);

/* Copies the text without escape sequences (colours, links, titles), the mark of byte order that
 * some services put before a log, and every "\r" that ends a line; the lines stay as many. The size
 * of the copy, which is never larger than the text. */
size_t sanlog_line_plain(struct span text, char *into);

#endif
