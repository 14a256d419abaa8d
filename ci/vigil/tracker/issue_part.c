/* SPDX-License-Identifier: MIT */
#include "issue_part.h"

#include <string.h>

#include "base/handle.h"
#include "base/inert.h"
#include "base/span.h"
#include "crash/stack.h"

#define REPORT_LIMIT 16384
#define LINE_LIMIT   500
#define INPUT_LIMIT  1024
#define PRINTF_LIMIT 512
#define STACK_LIMIT  24
#define MARKS_WIDTH  76 /* columns of a row of text that has marks below */

typedef void writer(struct buffer *into, const char *text, size_t size);

static void clip(writer *write, struct buffer *into, const char *text, size_t most)
{
    size_t size = strlen(text);
    write(into, text, size < most ? size : most);
    buffer_text(into, size > most ? "…" : "");
}

void issue_code(struct buffer *into, const char *text, size_t most)
{
    clip(inert_code, into, text, most);
}

void issue_cell(struct buffer *into, const char *text, size_t most)
{
    clip(inert_cell, into, text, most);
}

void issue_mention(struct buffer *into, const char *handle, bool wanted)
{
    if (wanted && handle_is_one((struct span){handle, strlen(handle)})) {
        buffer_format(into, "@%s", handle);
    } else {
        issue_cell(into, handle, ISSUE_WORD);
    }
}

/* A fenced block below what `part` holds. Where nothing of it fits, the part goes too. */
static bool block(const struct buffer *text, size_t room, struct buffer *part)
{
    size_t above = part->size;
    bool whole = above < room && inert_fenced_within(part, text->data == NULL ? "" : text->data,
                                                     text->size, room - above);
    part->failed = part->failed || text->failed;
    if (part->size == above) {
        part->size = 0;
    }
    return whole;
}

/* One line a frame, whatever its names hold. */
static void frame_line(const struct sanlog_report *report, size_t number, struct buffer *lines)
{
    const struct sanlog_frame *frame = &report->frames[number];
    bool own = number < stack_count(report) && stack_is_own(frame);
    const char *function = frame->function[0] != '\0' ? frame->function : "?";
    buffer_format(lines, "%c #%zu ", own ? '>' : ' ', number);
    inert_line(lines, function, strlen(function));
    buffer_text(lines, "  ");
    if (frame->file[0] != '\0') {
        inert_line(lines, frame->file, strlen(frame->file));
        buffer_format(lines, ":%u", frame->line);
    } else {
        inert_line(lines, frame->module, strlen(frame->module));
    }
    buffer_text(lines, "\n");
}

bool issue_stack(const struct crash *crash, size_t room, struct buffer *part)
{
    struct buffer lines = {0};
    size_t count = crash->report.frame_count;
    for (size_t i = 0; i < count && i < STACK_LIMIT; i++) {
        frame_line(&crash->report, i, &lines);
    }
    if (count > STACK_LIMIT) {
        buffer_format(&lines, "  … %zu more\n", count - STACK_LIMIT);
    }
    buffer_text(&lines, count == 0 ? "none\n" : "");
    buffer_text(part, "\n## Stack\n\n`>` marks the project's own frames.\n\n");
    bool whole = block(&lines, room, part);
    buffer_free(&lines);
    return whole;
}

/* No line is longer than a page shows. */
static bool cut_lines(struct span text, struct buffer *lines)
{
    struct span line;
    bool whole = true;
    while (span_take_line(&text, &line)) {
        bool fits = line.size <= LINE_LIMIT;
        buffer_add(lines, line.text, fits ? line.size : LINE_LIMIT);
        if (!fits) {
            buffer_format(lines, " … and %zu bytes more", line.size - LINE_LIMIT);
        }
        buffer_text(lines, "\n");
        whole = whole && fits;
    }
    return whole;
}

bool issue_report(const struct crash *crash, size_t room, struct buffer *part)
{
    struct buffer lines = {0};
    struct span log = {crash->log.data, crash->log.size};
    span_skip(&log, crash->report.offset < log.size ? crash->report.offset : 0);
    bool whole = log.size <= REPORT_LIMIT;
    log.size = whole ? log.size : REPORT_LIMIT;
    whole = cut_lines(log, &lines) && whole;
    buffer_text(part, "\n## Sanitizer report\n\n");
    whole = block(&lines, room, part) && whole;
    buffer_free(&lines);
    return whole;
}

/* What a person without the state directory types to have the input. */
static void add_printf(const struct buffer *bytes, size_t room, struct buffer *part)
{
    struct buffer line = {0};
    buffer_text(&line, "printf ");
    inert_printf(&line, bytes->data, bytes->size);
    buffer_text(&line, " >minimized\n");
    buffer_text(part, "\nThis makes it:\n\n");
    (void)block(&line, room, part);
    buffer_free(&line);
}

static bool is_marked(const struct crash *crash, char mark)
{
    return memchr(crash->marks.data, mark, crash->marks.size) != NULL;
}

/* Whether something is known of what each byte is to the crash. */
static bool has_marks(const struct crash *crash)
{
    return crash->marks.size > 0 && crash->marks.size == crash->minimised.size &&
           (is_marked(crash, '^') || is_marked(crash, ' '));
}

/* A row of text, and below it its marks, where it has any. */
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

/* A byte may be four columns wide: "\xff", and so is its mark. */
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

static void explain_marks(const struct crash *crash, struct buffer *part)
{
    buffer_text(part, is_marked(crash, '^')
                          ? "\n`^`: with another byte there, this crash does not come."
                          : "\nThe crash comes with another byte in each place that was tried.");
    buffer_text(part, is_marked(crash, '?') ? " `?`: not known.\n" : "\n");
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
    (void)block(&text, SIZE_MAX, part);
    if (marked) {
        explain_marks(crash, part);
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
    (void)block(&text, SIZE_MAX, part);
    buffer_free(&text);
    show_text(crash, shown, part);
    if (bytes->size <= PRINTF_LIMIT && shown >= bytes->size) {
        add_printf(bytes, SIZE_MAX, part);
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
