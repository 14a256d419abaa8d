/* SPDX-License-Identifier: MIT */
#include "page_stack.h"

#include <string.h>

#include "base/inert.h"
#include "base/span.h"
#include "crash/stack.h"
#include "page_html.h"

/* Of each stack; what lies beyond them is the way from main(). */
#define FRAMES 24

/* "→ 21 │ if (at < size)": the arrow, and not colour alone, tells which line it was. */
static void source_line(unsigned number, bool here, struct span line, struct buffer *into)
{
    buffer_format(into, "%s<span class=\"at\">%s%5u │ </span>", here ? "<mark class=\"here\">" : "",
                  here ? "→" : " ", number);
    inert_html_lines(into, line.text, line.size);
    buffer_text(into, here ? "</mark>\n" : "\n");
}

static void source(const struct report_source *source, const char *label, struct buffer *into)
{
    struct span text = {source->text.data, source->text.size}, line;
    buffer_format(into,
                  "<pre class=\"source\" role=\"group\" tabindex=\"0\" aria-label=\"Source "
                  "around line %u, frame %u, %s\"><code>",
                  source->line, source->frame, label);
    for (unsigned number = source->first; span_take_line(&text, &line); number++) {
        source_line(number, number == source->line, line, into);
    }
    buffer_text(into, "</code></pre>\n");
}

static void place(const struct sanlog_frame *frame, struct buffer *into)
{
    buffer_text(into, " <span class=\"path\">");
    page_text(into, frame->file[0] != '\0' ? frame->file : frame->module);
    if (frame->file[0] != '\0' && frame->line > 0) {
        buffer_format(into, ":%u", frame->line);
    }
    buffer_text(into, "</span>");
}

static void frame_item(const struct report_crash *crash, size_t index, bool own, const char *label,
                       struct buffer *into)
{
    const struct sanlog_report *report = &crash->crash->report;
    const struct sanlog_frame *frame = &report->frames[index];
    size_t number = index < report->second || report->second == 0 ? index : index - report->second;
    buffer_format(into, "<li%s><span class=\"at\">#%zu</span> %s<code>",
                  own ? " class=\"own\"" : "", number,
                  own ? "<span class=\"tag\">own</span> " : "");
    page_text(into, frame->function[0] != '\0' ? frame->function : "?");
    buffer_text(into, "</code>");
    place(frame, into);
    for (size_t i = 0; i < crash->source_count && i < REPORT_SOURCES; i++) {
        if (crash->sources[i].frame == index) {
            source(&crash->sources[i], label, into);
        }
    }
    buffer_text(into, "</li>\n");
}

static void frames(const struct report_crash *crash, size_t first, size_t end, const char *label,
                   struct buffer *into)
{
    bool own[SANLOG_FRAMES];
    size_t shown = end - first < FRAMES ? end : first + FRAMES;
    stack_mark_own(&crash->crash->report, own);
    buffer_text(into, "<ol class=\"stack\">\n");
    for (size_t i = first; i < shown; i++) {
        frame_item(crash, i, own[i], label, into);
    }
    buffer_text(into, "</ol>\n");
    if (shown < end) {
        buffer_format(into, "<p class=\"soft\">%zu more frames.</p>\n", end - shown);
    }
}

void page_stack(const struct report_crash *crash, const char *label, struct buffer *into)
{
    const struct sanlog_report *report = &crash->crash->report;
    size_t end = report->second > 0 ? report->second : report->frame_count;
    buffer_text(into, "<h4>Stack</h4>\n");
    if (report->frame_count == 0) {
        buffer_text(into, "<p>The sanitizer printed none.</p>\n");
        return;
    }
    frames(crash, 0, end, label, into);
    if (report->second > 0) {
        buffer_text(into, "<h4>The other stack</h4>\n");
        frames(crash, report->second, report->frame_count, label, into);
    }
}
