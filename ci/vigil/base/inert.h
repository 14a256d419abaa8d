/* inert.h -- hostile text made inert for Markdown, HTML and the terminal */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_INERT_H
#define VIGIL_BASE_INERT_H

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"

/*
 * An input that crashed a parser, and the log it left, were written by nobody we trust. Whatever
 * these functions add to `into` is valid UTF-8 and cannot move a cursor, reorder what is read, end
 * the block it stands in, mention a person or refer to an issue. A byte that could is shown as
 * \xNN: "\x1b" for ESC. A NUL does not end their text.
 *
 * What cannot be seen is shown too: controls, format and default-ignorable characters (joiners,
 * selectors, fillers, tags), line and paragraph separators, each blank but " ", private use and
 * what is no character, all of Unicode 17.0's. Letters and marks of every script stand, and a line
 * that holds letters of one written from right to left is laid out as Unicode says.
 *
 * They never write "<!--", nor its end where `into` already ends in its beginning. So the comment
 * that vigil hides in an issue to know it again cannot be forged by what a program printed.
 */

/* "\\x1b" for ESC, whatever the byte. */
void inert_escape(struct buffer *into, unsigned char byte);

/* For one line of a terminal or a log: newline and tab are escaped too. "a\x0ab" */
void inert_line(struct buffer *into, const char *text, size_t size);

/* For many lines: newline and tab are kept, "\r\n" becomes "\n", and escape sequences that are
 * whole (colours, cursor moves, titles, links) are left out; the rest as in inert_line. */
void inert_lines(struct buffer *into, const char *text, size_t size);

/* For a title or a label, within a line, with no code marks around it: "in f\x40plt", "\x23 12".
 * Letters, digits and marks are kept, unless they could become a link, a reference, a commit, an
 * entity, an emoji or code; "*", "_" and "~" can at most slant or strike. */
void inert_title(struct buffer *into, const char *text, size_t size);

/* As inert_title, for the text of a condition, whose operators and indices stay readable where they
 * can neither open a tag, a link or an image nor close a comment: "d[1] < 200 or p->next != q". A
 * blank is added where one has to stand, both double quotes and backticks become ' and "||" "or".
 */
void inert_condition(struct buffer *into, const char *text, size_t size);

/* Inline code, on one line: `a`, or ``a`b`` where the text holds a backtick. Of a run of more than
 * 60 backticks every 61st is escaped, here and in a fence: renderers count only so many. */
void inert_code(struct buffer *into, const char *text, size_t size);

/* Inline code for a cell of a table: "a|b" is `a\|b`, which is shown as a|b. */
void inert_cell(struct buffer *into, const char *text, size_t size);

/* A fenced block of lines; the fence is longer than every run of backticks within. */
void inert_fenced(struct buffer *into, const char *text, size_t size);

/* As above in at most `room` bytes: the lines that fit, from the first on; nothing where not one
 * byte fits. False when something was left out. */
bool inert_fenced_within(struct buffer *into, const char *text, size_t size, size_t room);

/* As inert_line, and as inert_lines, for HTML: "&", "<", ">" and both quotes are entities, so
 * that it is text between tags and within a quoted attribute alike. */
void inert_html_line(struct buffer *into, const char *text, size_t size);
void inert_html_lines(struct buffer *into, const char *text, size_t size);

/* The first `limit` bytes as a C string literal without its quotes: "2024-\x00\n"; only ASCII. */
void inert_escaped(struct buffer *into, const void *data, size_t size, size_t limit);

/* All of the bytes as a format for printf(1), quoted for sh: '2024-\000\047'; only ASCII. */
void inert_printf(struct buffer *into, const void *data, size_t size);

/* The first `limit` bytes, sixteen a line:
 * "00000000  32 30 32 34 2d 30 37 2d  31 31 54 30 31 3a 31 34  |2024-07-11T01:14|" */
void inert_hexdump(struct buffer *into, const void *data, size_t size, size_t limit);

#endif
