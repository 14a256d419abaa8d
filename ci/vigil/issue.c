/* SPDX-License-Identifier: MIT */
#include "issue.h"

#include <string.h>

#include "ownframe.h"
#include "replay.h"
#include "safetext.h"

#define REPORT_LIMIT 12000
#define INPUT_LIMIT  1024
#define STACK_LIMIT  24

static void code(struct buffer *into, const char *text)
{
    safetext_code(into, text, strlen(text));
}

static void facts(const struct crash *crash, const char *seen, struct buffer *into)
{
    buffer_text(into, "# ");
    code(into, crash->signature.title);
    buffer_text(into, "\n\n| | |\n|---|---|\n| target | ");
    code(into, crash->target->name);
    buffer_format(into, " |\n| severity | %s |\n| found by | %s |\n",
                  signature_severity_name(crash->signature.severity),
                  sanlog_tool_name(crash->report.tool));
    buffer_format(into, "| reproduced | %u of %u |\n| first seen | %s |\n\n", crash->reproduced,
                  crash->replays, seen);
}

static void command(const struct crash *crash, const char *directory, struct buffer *into)
{
    struct buffer file = {0}, line = {0};
    buffer_format(&file, "%s/minimized", directory);
    if (!file.failed) {
        replay_command(crash->target, file.data, &line);
    }
    buffer_text(into, "## Reproduce\n\n");
    safetext_fenced(into, line.data == NULL ? "" : line.data, line.size);
    buffer_free(&file);
    buffer_free(&line);
}

static void frame_line(const struct sanlog_report *report, size_t number, struct buffer *lines)
{
    const struct sanlog_frame *frame = &report->frames[number];
    bool own = number < ownframe_count(report) && ownframe_is(frame);
    buffer_format(lines, "%c #%zu %s", own ? '>' : ' ', number,
                  frame->function[0] != '\0' ? frame->function : "?");
    if (frame->file[0] != '\0') {
        buffer_format(lines, "  %s:%u", frame->file, frame->line);
    } else if (frame->module[0] != '\0') {
        buffer_format(lines, "  (%s)", frame->module);
    }
    buffer_text(lines, "\n");
}

static void stack(const struct crash *crash, struct buffer *into)
{
    struct buffer lines = {0};
    size_t count = crash->report.frame_count;
    for (size_t i = 0; i < count && i < STACK_LIMIT; i++) {
        frame_line(&crash->report, i, &lines);
    }
    if (count > STACK_LIMIT) {
        buffer_format(&lines, "  … %zu more\n", count - STACK_LIMIT);
    }
    buffer_text(into, "\n## Stack\n\n`>` marks the project's own frames.\n\n");
    safetext_fenced(into, lines.data == NULL ? "" : lines.data, lines.size);
    buffer_free(&lines);
}

static void report(const struct crash *crash, const char *directory, struct buffer *into)
{
    size_t start = crash->report.offset < crash->log.size ? crash->report.offset : 0;
    size_t size = crash->log.size - start;
    buffer_text(into, "\n## Sanitizer report\n\n");
    if (size > REPORT_LIMIT) {
        size = REPORT_LIMIT;
        buffer_text(into, "Its beginning; the whole is in ");
        struct buffer path = {0};
        buffer_format(&path, "%s/report.txt", directory);
        code(into, path.data == NULL ? "" : path.data);
        buffer_text(into, ".\n\n");
        buffer_free(&path);
    }
    safetext_fenced(into, crash->log.data == NULL ? "" : crash->log.data + start, size);
}

static void input(const struct crash *crash, const char *directory, struct buffer *into)
{
    const struct buffer *bytes = &crash->minimised;
    struct buffer text = {0}, path = {0};
    buffer_format(&path, "%s/minimized", directory);
    buffer_format(into, "\n## Input\n\n%zu bytes, minimised from %zu: ", bytes->size,
                  crash->input.size);
    code(into, path.data == NULL ? "" : path.data);
    buffer_text(into, bytes->size > INPUT_LIMIT ? ". Its first 1024 bytes:\n\n" : ".\n\n");
    safetext_hexdump(&text, bytes->data, bytes->size, INPUT_LIMIT);
    safetext_fenced(into, text.data == NULL ? "" : text.data, text.size);
    text.size = 0;
    buffer_text(&text, "\"");
    safetext_escaped(&text, bytes->data, bytes->size, INPUT_LIMIT);
    buffer_text(&text, "\"");
    buffer_text(into, "\n");
    safetext_fenced(into, text.data == NULL ? "" : text.data, text.size);
    buffer_free(&text);
    buffer_free(&path);
}

void issue_body(const struct crash *crash, const char *directory, const char *seen,
                struct buffer *into)
{
    facts(crash, seen, into);
    command(crash, directory, into);
    stack(crash, into);
    report(crash, directory, into);
    input(crash, directory, into);
}
