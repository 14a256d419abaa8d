/* SPDX-License-Identifier: MIT */
#include "page_crash.h"

#include <stdio.h>
#include <string.h>

#include "base/inert.h"
#include "base/span.h"
#include "outcome.h"
#include "page_bytes.h"
#include "page_html.h"
#include "page_stack.h"

#define LOG_LIMIT ((size_t)16384)

void page_crash_anchor(struct buffer *into, const struct report_crash *crash)
{
    buffer_text(into, "crash-");
    page_text(into, crash->id);
}

static void fact_begin(struct buffer *into, const char *name)
{
    buffer_format(into, "<div><dt>%s</dt><dd>", name);
}

static void fact_end(struct buffer *into)
{
    buffer_text(into, "</dd></div>\n");
}

static void replays(const struct report_crash *crash, struct buffer *into)
{
    fact_begin(into, "Reproduced");
    if (crash->crash == NULL || crash->crash->replays == 0) {
        buffer_text(into, "not known");
    } else {
        buffer_format(into, "%u of %u%s", crash->crash->reproduced, crash->crash->replays,
                      crash->crash->reproducibility == REPRODUCIBLE ? ""
                      : crash->crash->reproducibility == FLAKY      ? ": flaky"
                                                                    : ": not confirmed");
    }
    fact_end(into);
}

static void first_bad(const struct report_crash *crash, struct buffer *into)
{
    buffer_text(into, "<div class=\"broad\"><dt>First bad commit</dt><dd>");
    page_text(into, crash->first_bad[0] != '\0' ? crash->first_bad : "not known");
    if (crash->handle[0] != '\0') {
        buffer_text(into, " By <strong>");
        page_handle(into, crash->handle);
        buffer_text(into, "</strong>");
    }
    fact_end(into);
}

static void seen(const struct report_crash *crash, struct buffer *into)
{
    buffer_text(into, "<div class=\"broad\"><dt>Seen</dt><dd>");
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
    fact_end(into);
}

static void facts(const struct report_crash *crash, struct buffer *into)
{
    buffer_text(into, "<dl class=\"facts\">\n");
    fact_begin(into, "Owner");
    page_handle(into, crash->owner);
    fact_end(into);
    fact_begin(into, "Issue");
    page_issue(into, crash->issue, crash->issue_link);
    fact_end(into);
    fact_begin(into, "Target");
    page_text(into, crash->target);
    fact_end(into);
    fact_begin(into, "Class");
    buffer_text(into, signature_class_name(crash->class));
    fact_end(into);
    replays(crash, into);
    seen(crash, into);
    first_bad(crash, into);
    if (crash->note[0] != '\0') {
        buffer_text(into, "<div class=\"broad\"><dt>Note</dt><dd>");
        page_text(into, crash->note);
        fact_end(into);
    }
    buffer_text(into, "</dl>\n");
}

/* The button does nothing without the script, which is what shows it. */
static void command(const struct report_crash *crash, const char *label, struct buffer *into)
{
    buffer_text(into, "<h4>Reproduce</h4>\n");
    if (crash->command == NULL || crash->command[0] == '\0') {
        buffer_text(into, "<p>The command is not known.</p>\n");
        return;
    }
    buffer_text(into, "<div class=\"command\"><pre><code id=\"command-");
    page_text(into, crash->id);
    buffer_text(into, "\">");
    inert_html_lines(into, crash->command, strlen(crash->command));
    buffer_text(into, "</code></pre><button type=\"button\" hidden data-copies=\"command-");
    page_text(into, crash->id);
    buffer_format(into,
                  "\"><span>Copy</span><span class=\"hush\"> the command of %s</span>"
                  "</button></div>\n",
                  label);
}

static void input(const struct report_crash *crash, const char *label, struct buffer *into)
{
    const struct buffer *bytes = &crash->crash->minimised;
    buffer_text(into, "<h4>Input</h4>\n<p>");
    page_plural(into, bytes->size, "byte", "bytes");
    if (bytes->size < crash->crash->input.size) {
        buffer_text(into, ", minimised from ");
        outcome_digits(into, crash->crash->input.size);
    }
    buffer_text(into, ".</p>\n");
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

/* What the input is, and what would show it, is not for everybody who has the page: libFuzzer
 * prints the bytes, UBSan the values, and a target whatever it likes. */
static void withheld(struct buffer *into)
{
    buffer_text(into,
                "<h4>Input</h4>\n<p class=\"note\">Withheld: it may be of use to an attacker. "
                "The input and the log are on the machine where vigil runs, in the directory "
                "that the command names.</p>\n");
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
    page_stack(crash, label, into);
    if (crash->withheld) {
        withheld(into);
        return;
    }
    input(crash, label, into);
    sanitizer_log(crash->crash, label, into);
}

static void heading(const struct report_crash *crash, struct buffer *into)
{
    buffer_text(into, "<h3>");
    page_severity(into, crash->severity);
    buffer_text(into, " <span class=\"title\">");
    page_text(into, crash->title);
    buffer_text(into, "</span></h3>");
}

/* Open for what is to be worked on this morning; else folded, for its line says enough. */
static void crash_article(const struct report_crash *crash, size_t number, bool open,
                          struct buffer *into)
{
    char label[32];
    (void)snprintf(label, sizeof label, "crash %zu", number);
    buffer_format(into, "<article class=\"crash %s\" id=\"",
                  signature_severity_name(crash->severity));
    page_crash_anchor(into, crash);
    buffer_text(into, open ? "\">\n" : "\">\n<details><summary>");
    heading(crash, into);
    if (!open) {
        buffer_text(into, " <span class=\"aside\">");
        page_text(into, crash->target);
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

/* Known ones are here also when they were not seen: why they are not known to be mended. */
static bool belongs(const struct report_crash *crash, enum lifecycle_fate fate)
{
    return crash->fate == fate || outcome_counts(crash, fate);
}

static size_t count_of(const struct report *report, enum lifecycle_fate fate)
{
    size_t count = 0;
    for (size_t i = 0; i < report->crash_count; i++) {
        count += belongs(&report->crashes[i], fate);
    }
    return count;
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
        if (count_of(report, groups[g].fate) == 0) {
            continue;
        }
        page_section(into, groups[g].id, groups[g].heading);
        if (groups[g].words != NULL) {
            buffer_format(into, "<p class=\"soft\">%s</p>\n", groups[g].words);
        }
        for (size_t i = 0; i < report->crash_count; i++) {
            if (belongs(&report->crashes[i], groups[g].fate)) {
                crash_article(&report->crashes[i], ++number, groups[g].open, into);
            }
        }
        buffer_text(into, "</section>\n");
    }
}
