/* SPDX-License-Identifier: MIT */
#include "terminal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/inert.h"
#include "base/span.h"
#include "fields_text.h"

#define PARAGRAPH_MOST 2000

void terminal_colour(struct terminal *terminal, const char *sequence)
{
    buffer_text(terminal->into, terminal->coloured ? sequence : "");
}

/* How many bytes of the text are so many columns, one a character. */
static size_t bytes_of(struct span text, size_t columns)
{
    size_t size = 0;
    for (; size < text.size; size++) {
        bool begins = ((unsigned char)text.text[size] & 0xc0) != 0x80;
        if (begins && columns-- == 0) {
            break;
        }
    }
    return size;
}

static size_t columns_of(struct span text)
{
    size_t columns = 0;
    for (size_t i = 0; i < text.size; i++) {
        columns += ((unsigned char)text.text[i] & 0xc0) != 0x80 ? 1 : 0;
    }
    return columns;
}

static void add_cut(struct buffer *into, struct span text, size_t room)
{
    bool fits = columns_of(text) <= room;
    buffer_add(into, text.text, fits ? text.size : bytes_of(text, room - 3));
    buffer_text(into, fits ? "\n" : "...\n");
}

/* The bytes of the first line: up to the last blank that fits, or what fits of a longer word. */
static size_t line_size(struct span text, size_t room)
{
    size_t size = bytes_of(text, room);
    if (size == text.size || text.text[size] == ' ') {
        return size;
    }
    size_t end = size;
    while (end > 0 && text.text[end - 1] != ' ') {
        end--;
    }
    while (end > 0 && text.text[end - 1] == ' ') {
        end--;
    }
    return end > 0 ? end : size;
}

void terminal_paragraph(struct terminal *terminal, size_t at, size_t indent, const char *text)
{
    struct buffer inert = {0};
    buffer_text(&inert, "");
    inert_line(&inert, text, strlen(text));
    field_shorten(&inert, PARAGRAPH_MOST);
    struct span left = {inert.data == NULL ? "" : inert.data, inert.size};
    for (bool first = true; first || left.size > 0; first = false) {
        size_t size = line_size(left, TERMINAL_COLUMNS - (first ? at : indent));
        buffer_format(terminal->into, "%*s%.*s\n", first ? 0 : (int)indent, "", (int)size,
                      left.text);
        span_skip(&left, size);
        span_skip(&left, strspn(left.size > 0 ? left.text : "", " "));
    }
    terminal->into->failed = terminal->into->failed || inert.failed;
    buffer_free(&inert);
}

void terminal_line(struct terminal *terminal, size_t indent, const char *format, ...)
{
    struct buffer inert = {0};
    char *made = NULL;
    va_list values;
    va_start(values, format);
    int size = vasprintf(&made, format, values);
    va_end(values);
    if (size < 0) {
        terminal->into->failed = true;
        return;
    }
    inert_line(&inert, made, (size_t)size);
    buffer_format(terminal->into, "%*s", (int)indent, "");
    add_cut(terminal->into, (struct span){inert.data, inert.size}, TERMINAL_COLUMNS - indent);
    buffer_free(&inert);
    free(made);
}

static size_t count_lines(struct span text)
{
    struct span line;
    size_t count = 0;
    while (span_take_line(&text, &line)) {
        count++;
    }
    return count;
}

void terminal_lines(struct terminal *terminal, size_t indent, const char *text, size_t most)
{
    struct buffer inert = {0};
    inert_lines(&inert, text, strlen(text));
    struct span left = {inert.data, inert.size}, line;
    size_t count = count_lines(left), skipped = count > most ? count - most : 0;
    if (skipped > 0) {
        buffer_format(terminal->into, "%*s(%zu lines before)\n", (int)indent, "", skipped);
    }
    for (size_t i = 0; span_take_line(&left, &line); i++) {
        if (i >= skipped) {
            buffer_format(terminal->into, "%*s", (int)indent, "");
            add_cut(terminal->into, line, TERMINAL_COLUMNS - indent);
        }
    }
    terminal->into->failed = terminal->into->failed || inert.failed;
    buffer_free(&inert);
}

const char *terminal_trim(const char *text)
{
    return text + strspn(text, " \t");
}
