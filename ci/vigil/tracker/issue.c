/* SPDX-License-Identifier: MIT */
#include "issue.h"

#include <string.h>

#include "base/handle.h"
#include "base/inert.h"
#include "base/span.h"
#include "crash/stack.h"
#include "tracker.h"
#include "triage/replay.h"

#define NOTE_MOST    (200 + 4 * ISSUE_TEXT) /* a path, each byte of which is shown as four at most */
#define REPORT_LIMIT 16384
#define LINE_LIMIT   500
#define INPUT_LIMIT  1024
#define PRINTF_LIMIT 512
#define STACK_LIMIT  24
#define MARKS_WIDTH  76 /* columns of a row of text that has marks below */

void issue_code(struct buffer *into, const char *text, size_t most)
{
    size_t size = strlen(text);
    inert_code(into, text, size < most ? size : most);
    buffer_text(into, size > most ? "…" : "");
}

void issue_cell(struct buffer *into, const char *text, size_t most)
{
    size_t size = strlen(text);
    inert_cell(into, text, size < most ? size : most);
    buffer_text(into, size > most ? "…" : "");
}

void issue_mention(struct buffer *into, const char *handle, bool wanted)
{
    if (wanted && handle_is_one((struct span){handle, strlen(handle)})) {
        buffer_format(into, "@%s", handle);
    } else {
        issue_cell(into, handle, ISSUE_WORD);
    }
}

static void row(struct buffer *into, const char *name, const char *value)
{
    buffer_format(into, "| %s | ", name);
    issue_cell(into, value, ISSUE_WORD);
    buffer_text(into, " |\n");
}

static void facts(const struct crash *crash, const struct issue_facts *about, struct buffer *into)
{
    buffer_format(into, "<!-- vigil:%s -->\n\n# ", about->marker);
    issue_code(into, crash->signature.title, ISSUE_TEXT);
    buffer_text(into, "\n");
    if (about->duty_handle != NULL && about->duty_handle[0] != '\0') {
        buffer_format(into, "\nOn duty for %s: ", about->duty_date);
        issue_mention(into, about->duty_handle, about->mentions);
        buffer_text(into, " (");
        issue_code(into, about->duty_name, ISSUE_WORD);
        buffer_text(into, ")\n");
    }
    buffer_text(into, "\n| | |\n|---|---|\n| target | ");
    issue_cell(into, crash->target->name, sizeof crash->target->name);
    buffer_text(into, " |\n");
    buffer_format(into, "| severity | %s |\n| class | %s |\n| found by | %s |\n",
                  signature_severity_name(crash->signature.severity),
                  signature_class_name(crash->signature.class),
                  sanlog_tool_name(crash->report.tool));
    buffer_format(into, "| reproduced | %u of %u: %s |\n", crash->reproduced, crash->replays,
                  crash->reproducibility == REPRODUCIBLE ? "reproducible"
                  : crash->reproducibility == FLAKY      ? "flaky"
                                                         : "not confirmed");
    row(into, "first seen", about->seen);
    if (about->nights > 0) {
        buffer_format(into, "| seen on | %u %s |\n", about->nights,
                      about->nights == 1 ? "night" : "nights");
    }
    if (about->revision[0] != '\0') {
        row(into, "revision", about->revision);
    }
    if (about->first_bad[0] != '\0') {
        buffer_text(into, "| first bad commit | ");
        issue_cell(into, about->first_bad, ISSUE_TEXT);
        if (about->handle[0] != '\0') {
            buffer_text(into, " Its author: ");
            issue_mention(into, about->handle, about->mentions);
        }
        buffer_text(into, " |\n");
    }
}

static void command(const struct crash *crash, const struct issue_facts *about, size_t room,
                    struct buffer *into)
{
    struct buffer file = {0}, line = {0}, fence = {0};
    buffer_format(&file, "%s/minimized", about->directory);
    if (!file.failed) {
        replay_command(crash->target, file.data, &line);
    }
    inert_fenced(&fence, line.data == NULL ? "" : line.data, line.size);
    buffer_text(into, "\n## Reproduce\n\n");
    if (fence.size < room) {
        buffer_add(into, fence.data, fence.size);
    } else {
        buffer_text(into, "The command is too long for this tracker.\n");
    }
    buffer_text(into, "\n");
    issue_code(into, about->directory, ISSUE_TEXT);
    buffer_text(into, " holds `minimized`, the `input` it was made from, and `report.txt`.\n");
    into->failed = into->failed || file.failed || line.failed || fence.failed;
    buffer_free(&file);
    buffer_free(&line);
    buffer_free(&fence);
}

/* Adds a fenced block to what `part` holds; where nothing of it fits, empties `part`. */
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

static bool stack(const struct crash *crash, size_t room, struct buffer *part)
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

static bool sanitizer_report(const struct crash *crash, size_t room, struct buffer *part)
{
    struct buffer lines = {0};
    struct span log = {crash->log.data, crash->log.size}, line;
    span_skip(&log, crash->report.offset < log.size ? crash->report.offset : 0);
    bool whole = log.size <= REPORT_LIMIT;
    log.size = whole ? log.size : REPORT_LIMIT;
    while (span_take_line(&log, &line)) {
        /* No line is longer than a page shows. */
        bool fits = line.size <= LINE_LIMIT;
        buffer_add(&lines, line.text, fits ? line.size : LINE_LIMIT);
        if (!fits) {
            buffer_format(&lines, " … and %zu bytes more", line.size - LINE_LIMIT);
        }
        buffer_text(&lines, "\n");
        whole = whole && fits;
    }
    buffer_text(part, "\n## Sanitizer report\n\n");
    whole = block(&lines, room, part) && whole;
    buffer_free(&lines);
    return whole;
}

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
    (void)block(&text, SIZE_MAX, part);
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
    (void)block(&text, SIZE_MAX, part);
    buffer_free(&text);
    show_text(crash, shown, part);
    if (bytes->size <= PRINTF_LIMIT && shown >= bytes->size) {
        /* A command by which a person without the state directory gets the input. */
        struct buffer line = {0};
        buffer_text(&line, "printf ");
        inert_printf(&line, bytes->data, bytes->size);
        buffer_text(&line, " >minimized\n");
        buffer_text(part, "\nThis makes it:\n\n");
        (void)block(&line, SIZE_MAX, part);
        buffer_free(&line);
    }
}

static bool input(const struct crash *crash, size_t room, struct buffer *part)
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

static void note(const struct issue_facts *about, bool stack_whole, bool report_whole,
                 bool input_whole, struct buffer *into)
{
    struct buffer path = {0};
    buffer_format(&path, "%s/report.txt", about->directory);
    buffer_format(into, "\nNot shown in full:%s%s%s. The whole log is ",
                  stack_whole ? "" : " stack", report_whole ? "" : " report",
                  input_whole ? "" : " input");
    issue_code(into, path.data == NULL ? "" : path.data, ISSUE_TEXT);
    buffer_text(into, ".\n");
    into->failed = into->failed || path.failed;
    buffer_free(&path);
}

static size_t less(size_t room, const struct buffer *part)
{
    return room > part->size ? room - part->size : 0;
}

void issue_body(const struct crash *crash, const struct issue_facts *about, struct buffer *into)
{
    /* In the order of the text; room is given to them in another order. */
    enum { FACTS, COMMAND, STACK, REPORT, INPUT, NOTE, PARTS };
    struct buffer parts[PARTS] = {0};
    bool report_whole = true, input_whole = true;
    facts(crash, about, &parts[FACTS]);
    if (about->withheld) {
        /* Nothing of the log is shown either: libFuzzer prints the input's bytes in three forms,
         * UBSan the values, and a target whatever it likes. */
        buffer_text(&parts[REPORT],
                    "\n## Withheld\n\nThis may be of use to an attacker, so the input and the "
                    "sanitizer's report are not shown here. They are in the directory named "
                    "above, on the machine where vigil runs.\n");
    }
    size_t fixed = NOTE_MOST + parts[FACTS].size + parts[REPORT].size;
    size_t room = about->limit > fixed ? about->limit - fixed : 0;
    command(crash, about, room > NOTE_MOST ? room - NOTE_MOST : 0, &parts[COMMAND]);
    room = less(room, &parts[COMMAND]);
    bool stack_whole = stack(crash, room, &parts[STACK]);
    room = stack_whole ? less(room, &parts[STACK]) : 0;
    if (!about->withheld) {
        input_whole = input(crash, room, &parts[INPUT]);
        report_whole = sanitizer_report(crash, less(room, &parts[INPUT]), &parts[REPORT]);
    }
    if (!stack_whole || !report_whole || !input_whole) {
        note(about, stack_whole, report_whole, input_whole, &parts[NOTE]);
    }
    for (size_t i = 0; i < PARTS; i++) {
        buffer_add(into, parts[i].data, parts[i].size);
        into->failed = into->failed || parts[i].failed;
        buffer_free(&parts[i]);
    }
}

size_t issue_labels(const struct signature *signature, const char *labels[])
{
    static const char *const severities[] = {
        [SEVERITY_LOW] = "severity-low",
        [SEVERITY_MEDIUM] = "severity-medium",
        [SEVERITY_HIGH] = "severity-high",
    };
    size_t count = 0;
    labels[count++] = severities[signature->severity];
    labels[count++] = signature_class_name(signature->class);
    if (signature_is_security(signature)) {
        labels[count++] = "security";
    }
    return count;
}

/* What is said when a crash is gone, and when it is back. */

/* The size of the commit, without the "-dirty" of a work tree with changes of its own. */
static size_t commit_size(const char *revision)
{
    return strcspn(revision, "-");
}

static void when(struct buffer *into, const char *time)
{
    if (time[0] != '\0') {
        buffer_text(into, " on ");
        inert_code(into, time, strlen(time));
    }
}

/* Says between which commits the cause lies. `what` is "what mended it", or the like. */
static void between(const struct issue_change *change, const char *then, const char *what,
                    struct buffer *into)
{
    size_t size = commit_size(change->tip);
    buffer_text(into, then);
    when(into, change->former_seen);
    if (change->former[0] == '\0' || change->tip[0] == '\0') {
        buffer_format(into, "; %s came between that night and this one", what);
        when(into, change->now);
        buffer_text(into, ", in which commit is not known.\n");
        return;
    }
    if (size == commit_size(change->former) && memcmp(change->tip, change->former, size) == 0) {
        buffer_text(into, ", at the same commit, ");
        inert_code(into, change->tip, size);
        buffer_format(into, ": %s is in no commit.", what);
    } else {
        buffer_format(into, "; %s is in the commits ", what);
        struct buffer range = {0}; /* "A..B" as git takes it */
        buffer_format(&range, "%.*s..%.*s", (int)commit_size(change->former), change->former,
                      (int)size, change->tip);
        inert_code(into, range.data == NULL ? "" : range.data, range.size);
        into->failed = into->failed || range.failed;
        buffer_free(&range);
        buffer_text(into, ".");
    }
    if (change->former[commit_size(change->former)] != '\0' || change->tip[size] != '\0') {
        buffer_text(into, " The sources had changes then that no commit holds.");
    }
    buffer_text(into, "\n");
}

void issue_fixed(const struct issue_change *change, struct buffer *into)
{
    buffer_format(into,
                  "Fixed: its input ran %u times without this crash. The build that used to crash, "
                  "run beside it tonight, still did, so the crash would have been seen. ",
                  change->replays);
    between(change, "It had crashed last", "what mended it", into);
}

/* Where the crash was never mended, a person closed the issue, perhaps in the hope that it was. */
void issue_returned(const struct issue_change *change, struct buffer *into)
{
    bool mended = change->former_seen[0] != '\0';
    buffer_text(into, mended ? "It is back" : "It still crashes");
    when(into, change->now);
    buffer_format(into, ": %u of %u replays crashed as before. ", change->reproduced,
                  change->replays);
    if (mended) {
        between(change, "It was gone", "what brought it back", into);
    } else {
        buffer_text(into, "An issue with the label wontfix is left closed.\n");
    }
}

void issue_digest(const struct issue_digest_line *lines, size_t count, unsigned limit,
                  size_t body_limit, struct buffer *into)
{
    size_t shown = 0, start = into->size;
    buffer_format(into,
                  "<!-- vigil:digest -->\n\n%zu new %s no issue yet: a night files %u at most, the "
                  "worst first. Each gets its own as soon as there is room; none is lost.\n\n",
                  count, count == 1 ? "crash has" : "crashes have", limit);
    buffer_text(into,
                "| severity | crash | target | signature | kept in |\n|---|---|---|---|---|\n");
    while (shown < count && !into->failed) {
        size_t before = into->size;
        const char *const cells[] = {lines[shown].severity, lines[shown].title, lines[shown].target,
                                     lines[shown].signature, lines[shown].directory};
        for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
            buffer_text(into, "| ");
            issue_cell(into, cells[i], ISSUE_TEXT);
            buffer_text(into, " ");
        }
        buffer_text(into, "|\n");
        if (into->size - start + 100 > body_limit) {
            into->size = before;
            break;
        }
        shown++;
    }
    if (shown < count) {
        buffer_format(into, "\n… and %zu more, in the state directory.\n", count - shown);
    }
}
