/* SPDX-License-Identifier: MIT */
/* The input of an issue: as hexdump and as text, with marks, and as a command that makes it. */
#include "issue_part.h"

#include <stdint.h>
#include <string.h>

#include "base/inert.h"

#define INPUT_LIMIT  1024
#define PRINTF_LIMIT 512
#define MARKS_WIDTH  76 /* columns of a row of text that has marks below */

static bool is_marked(const struct crash *crash, char mark)
{
    return memchr(crash->marks.data, mark, crash->marks.size) != NULL;
}

/* Whether it is known of any byte whether the crash depends on it. */
static bool has_marks(const struct crash *crash)
{
    return crash->marks.size > 0 && crash->marks.size == crash->minimised.size &&
           (is_marked(crash, '^') || is_marked(crash, ' '));
}

/* Adds a row of text, and its marks below where it has any; begins the next row. */
static void end_row(struct buffer *text, struct buffer *marks, struct buffer *lines)
{
    while (marks->size > 0 && marks->data[marks->size - 1] == ' ') {
        marks->size--;
    }
    buffer_add(lines, text->data, text->size);
    buffer_text(lines, "\n");
    if (marks->size > 0) {
        buffer_add(lines, marks->data, marks->size);
        buffer_text(lines, "\n");
    }
    lines->failed = lines->failed || text->failed || marks->failed;
    text->size = marks->size = 0;
    buffer_text(text, " ");
    buffer_text(marks, " ");
}

/* A byte may be four columns wide, "\xff", and then its mark is, too. */
static void marked_text(const struct crash *crash, struct buffer *lines)
{
    const struct buffer *bytes = &crash->minimised;
    struct buffer text = {0}, marks = {0};
    buffer_text(&text, "\"");
    buffer_text(&marks, " ");
    for (size_t i = 0; i < bytes->size; i++) {
        char mark = crash->marks.data[i];
        if (text.size > MARKS_WIDTH) {
            end_row(&text, &marks, lines);
        }
        inert_escaped(&text, bytes->data + i, 1, 1);
        while (marks.size < text.size && !marks.failed) {
            buffer_text(&marks, mark == '^' ? "^" : mark == '?' ? "?" : " ");
        }
    }
    buffer_text(&text, "\"");
    end_row(&text, &marks, lines);
    buffer_free(&text);
    buffer_free(&marks);
}

static void show_text(const struct crash *crash, size_t shown, struct buffer *part)
{
    const struct buffer *bytes = &crash->minimised;
    struct buffer text = {0};
    bool marked = shown >= bytes->size && has_marks(crash);
    if (marked) {
        marked_text(crash, &text);
    } else {
        buffer_text(&text, "\"");
        inert_escaped(&text, bytes->data, bytes->size, shown);
        buffer_text(&text, "\"");
    }
    buffer_text(part, "\n");
    (void)issue_block(&text, SIZE_MAX, part);
    if (marked) {
        buffer_text(part,
                    is_marked(crash, '^')
                        ? "\n`^`: with another byte there, this crash does not come."
                        : "\nThe crash comes with another byte in each place that was tried.");
        buffer_text(part, is_marked(crash, '?') ? " `?`: not known.\n" : "\n");
    }
    buffer_free(&text);
}

static void show_input(const struct crash *crash, size_t shown, struct buffer *part)
{
    const struct buffer *bytes = &crash->minimised;
    struct buffer text = {0};
    buffer_format(part, "\n## Input\n\n%zu %s", bytes->size, bytes->size == 1 ? "byte" : "bytes");
    if (bytes->size < crash->input.size) {
        buffer_format(part, ", minimised from %zu", crash->input.size);
    }
    if (shown < bytes->size) {
        buffer_format(part, ". The first %zu:\n\n", shown);
    } else {
        buffer_text(part, ":\n\n");
    }
    inert_hexdump(&text, bytes->data, bytes->size, shown);
    (void)issue_block(&text, SIZE_MAX, part);
    buffer_free(&text);
    show_text(crash, shown, part);
    if (bytes->size <= PRINTF_LIMIT && shown >= bytes->size) {
        /* A command by which a person without the state directory gets the input. */
        struct buffer line = {0};
        buffer_text(&line, "printf ");
        inert_printf(&line, bytes->data, bytes->size);
        buffer_text(&line, " >minimized\n");
        buffer_text(part, "\nThis makes it:\n\n");
        (void)issue_block(&line, SIZE_MAX, part);
        buffer_free(&line);
    }
}

bool issue_input(const struct crash *crash, size_t room, struct buffer *part)
{
    for (size_t shown = INPUT_LIMIT; shown >= 16; shown /= 4) {
        part->size = 0;
        show_input(crash, shown, part);
        if (part->size <= room) {
            return shown >= crash->minimised.size;
        }
    }
    part->size = 0;
    return false;
}
