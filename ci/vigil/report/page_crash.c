/* SPDX-License-Identifier: MIT */
#include "page_part.h"

#include <stdio.h>
#include <string.h>

#include "base/inert.h"
#include "base/span.h"
#include "crash/stack.h"
#include "outcome.h"

#define LOG_LIMIT ((size_t)16384)
/* Later frames of a stack are not shown: they only lead there from main(). */
#define FRAMES    24

static void facts(const struct report_crash *crash, struct buffer *into)
{
    const struct crash *found = crash->crash;
    buffer_text(into, "<dl class=\"facts\">\n<div><dt>Owner</dt><dd>");
    page_handle(into, crash->owner);
    buffer_text(into, "</dd></div>\n<div><dt>Issue</dt><dd>");
    if (crash->issue == 0 && crash->waits) {
        buffer_text(into, "waits to be filed");
    } else {
        page_issue(into, crash->issue, crash->issue_link);
    }
    page_format(into,
                "</dd></div>\n<div><dt>Target</dt><dd>%s</dd></div>\n"
                "<div><dt>Class</dt><dd>%s</dd></div>\n<div><dt>Reproduced</dt><dd>",
                crash->target, signature_class_name(crash->class));
    if (found == NULL || found->replays == 0) {
        buffer_text(into, crash->unstudied ? "not replayed yet" : "not known");
    } else if (crash->unstudied) {
        buffer_format(into, "%u of %u so far", found->reproduced, found->replays);
    } else {
        buffer_format(into, "%u of %u%s", found->reproduced, found->replays,
                      found->reproducibility == REPRODUCIBLE ? ""
                      : found->reproducibility == FLAKY      ? ": flaky"
                                                             : ": not confirmed");
    }
    buffer_text(into, "</dd></div>\n<div class=\"broad\"><dt>Seen</dt><dd>");
    if (crash->nights > 1) {
        buffer_format(into, "%u nights, since ", crash->nights);
    }
    page_date(into, crash->first_seen);
    if (crash->seen) {
        buffer_text(into, ", this night ");
        page_plural(into, crash->times, "time", "times");
    } else {
        buffer_text(into, ", last ");
        page_date(into, crash->last_seen);
    }
    page_format(into, "</dd></div>\n<div class=\"broad\"><dt>First bad commit</dt><dd>%s",
                crash->first_bad[0] != '\0' ? crash->first_bad : "not known");
    if (crash->handle[0] != '\0') {
        page_format(into, " By <strong>@%s</strong>", crash->handle);
    }
    buffer_text(into, "</dd></div>\n");
    if (crash->note[0] != '\0') {
        page_format(into, "<div class=\"broad\"><dt>Note</dt><dd>%s</dd></div>\n", crash->note);
    }
    buffer_text(into, "</dl>\n");
}

/* The button is hidden until the script, without which it would do nothing, shows it. */
static void command(const struct report_crash *crash, const char *label, struct buffer *into)
{
    buffer_text(into, "<h4>Reproduce</h4>\n");
    if (crash->command == NULL || crash->command[0] == '\0') {
        buffer_text(into, "<p>The command is not known.</p>\n");
        return;
    }
    page_format(into, "<div class=\"command\"><pre><code id=\"command-%s\">", crash->id);
    inert_html_lines(into, crash->command, strlen(crash->command));
    page_format(into,
                "</code></pre><button type=\"button\" hidden data-copies=\"command-%s\">"
                "<span>Copy</span><span class=\"hush\"> the command of %s</span></button></div>\n",
                crash->id, label);
}

/* "→ 21 │ if (at < size)": the arrow, and not colour alone, tells which line it was. */
static void source(const struct report_source *source, const char *label, struct buffer *into)
{
    struct span text = {source->text.data, source->text.size}, line;
    buffer_format(into,
                  "<pre class=\"source\" role=\"group\" tabindex=\"0\" aria-label=\"Source "
                  "around line %u, frame %u, %s\"><code>",
                  source->line, source->frame, label);
    for (unsigned number = source->first; span_take_line(&text, &line); number++) {
        bool here = number == source->line;
        buffer_format(into, "%s<span class=\"at\">%s%5u │ </span>",
                      here ? "<mark class=\"here\">" : "", here ? "→" : " ", number);
        inert_html_lines(into, line.text, line.size);
        buffer_text(into, here ? "</mark>\n" : "\n");
    }
    buffer_text(into, "</code></pre>\n");
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
    page_format(into, "%s</code> <span class=\"path\">%s",
                frame->function[0] != '\0' ? frame->function : "?",
                frame->file[0] != '\0' ? frame->file : frame->module);
    if (frame->file[0] != '\0' && frame->line > 0) {
        buffer_format(into, ":%u", frame->line);
    }
    buffer_text(into, "</span>");
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

static void stacks(const struct report_crash *crash, const char *label, struct buffer *into)
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

static void input(const struct report_crash *crash, const char *label, struct buffer *into)
{
    const struct buffer *bytes = &crash->crash->minimised;
    buffer_text(into, "<h4>Input</h4>\n<p>");
    page_plural(into, bytes->size, "byte", "bytes");
    if (bytes->size < crash->crash->input.size) {
        buffer_text(into, ", minimised from ");
        buffer_count(into, crash->crash->input.size);
    }
    buffer_text(into, crash->unstudied ? "; not yet minimised.</p>\n" : ".</p>\n");
    page_bytes(bytes->data, bytes->size, crash->marks == NULL ? "" : crash->marks, label, into);
}

static void sanitizer_log(const struct crash *crash, const char *label, struct buffer *into)
{
    struct span log = {crash->log.data, crash->log.size};
    span_skip(&log, crash->report.offset < log.size ? crash->report.offset : 0);
    size_t shown = log.size < LOG_LIMIT ? log.size : LOG_LIMIT;
    if (log.size == 0) {
        return;
    }
    buffer_format(into, "<details><summary>What %s printed, ",
                  crash->report.tool == SANLOG_NONE ? "it" : sanlog_tool_name(crash->report.tool));
    page_plural(into, log.size, "byte", "bytes");
    buffer_format(into,
                  "</summary>\n<pre class=\"log\" role=\"group\" tabindex=\"0\" "
                  "aria-label=\"Log, %s\"><code>",
                  label);
    inert_html_lines(into, log.text, shown);
    if (shown < log.size) {
        buffer_format(into, "\n… %zu bytes more", log.size - shown);
    }
    buffer_text(into, "</code></pre></details>\n");
}

static void body(const struct report_crash *crash, const char *label, struct buffer *into)
{
    facts(crash, into);
    command(crash, label, into);
    if (crash->crash == NULL) {
        buffer_text(into, "<p class=\"note\">What was kept of it cannot be read, so there is no "
                          "stack and no input here.</p>\n");
        return;
    }
    stacks(crash, label, into);
    if (crash->withheld) {
        /* What the input is, and what would show it, is not for everybody who has the page:
         * libFuzzer prints the bytes, UBSan the values, and a target whatever it likes. */
        buffer_text(into,
                    "<h4>Input</h4>\n<p class=\"note\">Withheld: it may be of use to an attacker. "
                    "The input and the log are on the machine where vigil runs, in the directory "
                    "that the command names.</p>\n");
        return;
    }
    input(crash, label, into);
    sanitizer_log(crash->crash, label, into);
}

/* An article that is open if the crash is to be worked on this morning, else folded. */
static void crash_article(const struct report_crash *crash, size_t number, bool open,
                          struct buffer *into)
{
    char label[32];
    (void)snprintf(label, sizeof label, "crash %zu", number);
    page_format(into, "<article class=\"crash %s\" id=\"crash-%s\">\n",
                signature_severity_name(crash->severity), crash->id);
    buffer_text(into, open ? "<h3>" : "<details><summary><h3>");
    page_severity(into, crash->severity);
    page_format(into, " <span class=\"title\">%s</span></h3>", crash->title);
    if (!open) {
        page_format(into, " <span class=\"aside\">%s", crash->target);
        if (crash->issue > 0) {
            buffer_format(into, ", issue %llu", (unsigned long long)crash->issue);
        }
        bool missed = !crash->seen && crash->fate != FATE_MENDED;
        buffer_text(into, missed ? ", not seen</span></summary>" : "</span></summary>");
    }
    buffer_text(into, "\n");
    body(crash, label, into);
    buffer_text(into, open ? "</article>\n" : "</details></article>\n");
}

/* A known crash that was not seen this night is shown as well, with the reason why it is not known
 * to be mended. */
static bool belongs(const struct report_crash *crash, enum lifecycle_fate fate)
{
    return crash->fate == fate || outcome_counts(crash, fate);
}

void page_crashes(const struct report *report, struct buffer *into)
{
    static const struct {
        enum lifecycle_fate fate;
        bool open;
        const char *id, *heading, *words;
    } groups[] = {
        {FATE_NEW, true, "new", "New crashes", NULL},
        {FATE_RETURNED, true, "back", "Came back", "Mended once, and seen again."},
        {FATE_FLAKY, false, "flaky", "Flaky",
         "These come less than every second time, and get an issue when they were seen on three "
         "nights."},
        {FATE_KNOWN, false, "known", "Known", "Each has its issue; nothing new was found out."},
        {FATE_MENDED, false, "mended", "Fixed", "None of their inputs crashes any more."},
        {FATE_UNCONFIRMED, false, "unconfirmed", "Not confirmed",
         "Time or memory ran out once, and did not when they had the machine to themselves."},
        {FATE_DECLINED, false, "declined", "Declined", "Somebody said not to work on these."},
    };
    size_t number = 0;
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        size_t before = number;
        for (size_t i = 0; i < report->crash_count; i++) {
            if (!belongs(&report->crashes[i], groups[g].fate)) {
                continue;
            }
            if (number == before) {
                page_section(into, groups[g].id, groups[g].heading);
            }
            if (number == before && groups[g].words != NULL) {
                buffer_format(into, "<p class=\"soft\">%s</p>\n", groups[g].words);
            }
            crash_article(&report->crashes[i], ++number, groups[g].open, into);
        }
        buffer_text(into, number > before ? "</section>\n" : "");
    }
}
