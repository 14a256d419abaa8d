/* terminal.h -- (private to verdict_text) hostile text on lines of a hundred columns */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_TERMINAL_H
#define VIGIL_VERDICT_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "verdict.h"

#define TERMINAL_COLUMNS 100
#define TERMINAL_PLAIN   "\x1b[0m"
#define TERMINAL_BOLD    "\x1b[1m"
#define TERMINAL_DIM     "\x1b[2m"
#define TERMINAL_RED     "\x1b[31m"
#define TERMINAL_GREEN   "\x1b[32m"
#define TERMINAL_YELLOW  "\x1b[33m"

struct terminal {
    struct buffer *into;
    bool coloured;
};

void terminal_colour(struct terminal *terminal, const char *sequence);

/* The text, made inert, broken between words; `at` columns of its first line are taken already, and
 * each further line is indented so far. Ends the line. */
void terminal_paragraph(struct terminal *terminal, size_t at, size_t indent, const char *text);

/* As printf, made inert, on one line; what does not fit is cut off. */
void terminal_line(struct terminal *terminal, size_t indent, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The last lines of the text, made inert, at most so many, each cut where it does not fit. */
void terminal_lines(struct terminal *terminal, size_t indent, const char *text, size_t most);

/* Without the blanks that it begins with. */
const char *terminal_trim(const char *text);

/* text.c */
void verdict_text_crashes(struct terminal *terminal, const struct verdict *report);
void verdict_text_targets(struct terminal *terminal, const struct verdict *report);

#endif
