/* SPDX-License-Identifier: MIT */
#include "sanlog_line.h"

#include <string.h>

#define ESCAPE     '\x1b'
#define BYTE_ORDER "\xef\xbb\xbf"

bool sanlog_line_take(struct span *log, struct span *line)
{
    if (!span_take_line(log, line)) {
        return false;
    }
    if (line->size > SANLOG_LINE_LIMIT) {
        line->size = SANLOG_LINE_LIMIT;
    }
    return true;
}

static bool holds(struct span text, const char *words)
{
    return span_find(text, words) < text.size;
}

bool sanlog_line_styled(struct span text)
{
    return holds(text, "\x1b") || holds(text, "\r") || holds(text, BYTE_ORDER) ||
           holds(text, "[0m") || holds(text, "[1m");
}

/* The size of a colour whose ESC was lost on the way, or shown as "^[": "[1m", "[0;31m". 0 where
 * there is none. */
static size_t bare_colour(struct span text)
{
    size_t whole = text.size;
    (void)span_take(&text, "^[");
    if (!span_take(&text, "[")) {
        return 0;
    }
    while (text.size > 0 && (span_is_digit(text.text[0]) || text.text[0] == ';')) {
        span_skip(&text, 1);
    }
    size_t size = whole - text.size;
    return size > 1 && size <= 10 && span_take(&text, "m") ? size + 1 : 0;
}

static bool within(char letter, char first, char last)
{
    return letter >= first && letter <= last;
}

/* The size of the control string "]8;;https://…\x07", which the line has to end; 0 if it does not.
 */
static size_t control_string(struct span text)
{
    for (size_t i = 1; i < text.size && text.text[i] != '\n'; i++) {
        if (text.text[i] == '\a') {
            return i + 1;
        }
        if (text.text[i] == ESCAPE && i + 1 < text.size && text.text[i + 1] == '\\') {
            return i + 2;
        }
    }
    return 0;
}

/* How many bytes after an ESC belong to it (ECMA-48 s. 5.3 to 5.6). */
static size_t escape_size(struct span text)
{
    if (text.size == 0) {
        return 0;
    }
    if (strchr("]_P^X", text.text[0]) != NULL && text.text[0] != '\0') {
        return control_string(text);
    }
    bool sequence = text.text[0] == '[';
    size_t size = sequence ? 1 : 0;
    while (size < text.size && within(text.text[size], ' ', sequence ? '?' : '/')) {
        size++;
    }
    bool ended = size < text.size && within(text.text[size], sequence ? '@' : '0', '~');
    return ended ? size + 1 : 0;
}

size_t sanlog_line_plain(struct span text, char *into)
{
    size_t used = 0;
    bool begins = true;
    while (text.size > 0) {
        if (begins && span_take(&text, BYTE_ORDER)) {
            continue;
        }
        char letter = text.text[0];
        size_t colour = letter == '[' || letter == '^' ? bare_colour(text) : 0;
        if (colour > 0) {
            span_skip(&text, colour);
            continue;
        }
        span_skip(&text, 1);
        size_t sequence = letter == ESCAPE ? escape_size(text) : 0;
        if (sequence > 0) { /* an ESC that begins none is the program's own */
            span_skip(&text, sequence);
            continue;
        }
        if (letter == '\r') {
            size_t more = 0;
            while (more < text.size && text.text[more] == '\r') {
                more++;
            }
            if (more == text.size || text.text[more] == '\n') {
                span_skip(&text, more);
                continue;
            }
        }
        into[used++] = letter;
        begins = letter == '\n';
    }
    return used;
}
