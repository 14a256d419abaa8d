/* safetext.h -- hostile text made inert for Markdown and the terminal */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_SAFETEXT_H
#define VIGIL_SAFETEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"

/*
 * An input that crashed a parser, and the log it left, were written by nobody we trust. Whatever
 * these functions add to `into` is valid UTF-8 and cannot move a cursor, reorder what is read, end
 * the block it stands in, mention a person or refer to an issue. A byte that could is shown as
 * \xNN: "\x1b" for ESC. None of them reads a NUL as an end.
 */

/* For one line of a terminal or a log: newline and tab are escaped too. "a\x0ab" */
void safetext_line(struct buffer *into, const char *text, size_t size);

/* For many lines: newline and tab stand, "\r\n" becomes "\n"; the rest as in safetext_line. */
void safetext_lines(struct buffer *into, const char *text, size_t size);

/* For a title or a label, anywhere, with no code marks around it: "in f\x40plt", "\x23 12". Only
 * letters, digits and marks that mean nothing to Markdown or to a forge stand. */
void safetext_title(struct buffer *into, const char *text, size_t size);

/* Inline code, on one line: `a`, or ``a`b`` where the text holds a backtick. */
void safetext_code(struct buffer *into, const char *text, size_t size);

/* A fenced block of lines; the fence is longer than every run of backticks within. */
void safetext_fenced(struct buffer *into, const char *text, size_t size);

/* The first `limit` bytes as a C string literal without its quotes: "2024-\x00\n"; only ASCII. */
void safetext_escaped(struct buffer *into, const void *data, size_t size, size_t limit);

/* The first `limit` bytes, sixteen a line:
 * "00000000  32 30 32 34 2d 30 37 2d  31 31 54 30 31 3a 31 34  |2024-07-11T01:14|" */
void safetext_hexdump(struct buffer *into, const void *data, size_t size, size_t limit);

#endif
