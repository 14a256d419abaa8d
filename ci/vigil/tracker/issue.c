/* SPDX-License-Identifier: MIT */
#include "issue.h"

#include <string.h>

#include "base/handle.h"
#include "base/inert.h"
#include "base/span.h"
#include "crash/stack.h"
#include "issue_part.h"
#include "tracker.h"
#include "triage/replay.h"

#define NOTE_MOST    (200 + 4 * ISSUE_TEXT) /* a path, each byte of which is shown as four at most */
#define REPORT_LIMIT 16384
#define LINE_LIMIT   500
#define STACK_LIMIT  24
#define ENDED_MOST   160 /* bytes of how a target ended */
#define WAY_INPUT    48  /* bytes of another way's input */
#define MESSAGE_MOST 120 /* bytes of what a condition or a panic says */
#define TARGETS_SIZE 400 /* where the list of targets is as long, it ends */

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

/* "| also in | `b`, `c`, and 3 more |": the other targets that showed it. */
static void other_targets(const struct crash *crash, const char *targets, struct buffer *into)
{
    struct span text = {targets, targets == NULL ? 0 : strlen(targets)}, name;
    size_t shown = 0, left_out = 0, start = into->size;
    while (span_take_line(&text, &name)) {
        struct buffer cell = {0};
        if (name.size == 0 || span_is(name, crash->target->name)) {
            continue;
        }
        inert_cell(&cell, name.text, name.size);
        if (left_out > 0 || into->size - start + cell.size > TARGETS_SIZE) {
            left_out++;
        } else {
            buffer_text(into, shown++ == 0 ? "| also in | " : ", ");
            buffer_add(into, cell.data, cell.size);
        }
        into->failed = into->failed || cell.failed;
        buffer_free(&cell);
    }
    if (shown == 0 && left_out > 0) {
        buffer_text(into, "| also in | targets with names too long for here,");
    }
    if (left_out > 0) {
        buffer_format(into, " and %zu more", left_out);
    }
    buffer_text(into, shown + left_out > 0 ? " |\n" : "");
}

/* Whether the stack is known by places in a program only, since no symbolizer or no symbols were
 * there. */
static bool lacks_symbols(const struct sanlog_report *report)
{
    bool nameless = false;
    for (size_t i = 0; i < stack_count(report); i++) {
        const struct sanlog_frame *frame = &report->frames[i];
        bool named = frame->function[0] != '\0' || frame->file[0] != '\0';
        if (named && stack_is_own(frame)) {
            return false;
        }
        nameless = nameless || !named;
    }
    return nameless;
}

/* What vigil's own report says: "the target ended the process with status 0, in 3 of 5 runs". */
static struct span how_it_ended(const struct crash *crash)
{
    struct span log = {crash->log.data, crash->log.data == NULL ? 0 : crash->log.size}, line = {0};
    span_skip(&log, crash->report.offset < log.size ? crash->report.offset : log.size);
    if (crash->report.tool == SANLOG_VIGIL && span_take_line(&log, &line)) {
        span_skip(&line, span_find(line, "vigil: "));
        (void)span_take(&line, "vigil: ");
    }
    return line;
}

static void reproduced(const struct crash *crash, const struct issue_facts *about,
                       struct buffer *into)
{
    if (about->corpus != NULL) {
        buffer_format(into, "| happened | in %u of %u runs of the target, with no input of its own",
                      crash->reproduced, crash->replays);
    } else if (crash->unfinished && crash->replays == 0) {
        buffer_text(into, "| reproduced | not replayed yet");
    } else if (crash->unfinished) {
        buffer_format(into, "| reproduced | %u of %u so far", crash->reproduced, crash->replays);
    } else {
        buffer_format(into, "| reproduced | %u of %u: %s", crash->reproduced, crash->replays,
                      crash->reproducibility == REPRODUCIBLE ? "reproducible"
                      : crash->reproducibility == FLAKY      ? "flaky"
                                                             : "not confirmed");
    }
    buffer_text(into, " |\n");
}

/* What is known of how it broke, where that is more than a stack. */
static void what_broke(const struct crash *crash, const struct issue_facts *about,
                       struct buffer *into)
{
    struct span ended = how_it_ended(crash);
    /* The text as it stands may hold what the input held; with its values masked it does not. */
    const char *message = about->withheld ? crash->signature.message : crash->report.message;
    if (ended.size > 0) {
        buffer_text(into, "| how it ended | ");
        inert_cell(into, ended.text, ended.size < ENDED_MOST ? ended.size : ENDED_MOST);
        buffer_text(into, " |\n");
    } else if (message[0] != '\0') {
        buffer_text(into, "| it says | ");
        issue_cell(into, message, MESSAGE_MOST);
        buffer_text(into, " |\n");
    }
    if (lacks_symbols(&crash->report)) {
        buffer_text(into, "| symbols | missing: functions are known by their place in the program. "
                          "Build with `-g`, and have llvm-symbolizer in PATH |\n");
    }
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
    other_targets(crash, about->targets, into);
    buffer_format(into, "| severity | %s |\n| class | %s |\n| found by | %s |\n",
                  signature_severity_name(crash->signature.severity),
                  signature_class_name(crash->signature.class),
                  sanlog_tool_name(crash->report.tool));
    what_broke(crash, about, into);
    reproduced(crash, about, into);
    if (crash->unfinished) {
        buffer_text(into, "| studied | not yet minimised: the night had no time left for it. A "
                          "later one goes on, and says here what it shows |\n");
    }
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

/* Adds the command's line, and what the directory holds. `file`: what the target is run on. */
static void command(const struct crash *crash, const char *file, const char *directory,
                    const char *holds, size_t room, struct buffer *into)
{
    struct buffer line = {0}, fence = {0};
    replay_command(crash->target, file, &line);
    inert_fenced(&fence, line.data == NULL ? "" : line.data, line.size);
    if (fence.size < room) {
        buffer_add(into, fence.data, fence.size);
    } else {
        buffer_text(into, "The command is too long for this tracker.\n");
    }
    buffer_text(into, "\n");
    issue_code(into, directory, ISSUE_TEXT);
    buffer_format(into, " holds %s.\n", holds);
    into->failed = into->failed || line.failed || fence.failed;
    buffer_free(&line);
    buffer_free(&fence);
}

void issue_command(const struct crash *crash, const char *directory, size_t room,
                   struct buffer *into)
{
    struct buffer file = {0};
    buffer_format(&file, "%s/minimized", directory);
    buffer_text(into, "\n## Reproduce\n\n");
    command(crash, file.data == NULL ? "" : file.data, directory,
            "`minimized`, the `input` it was made from, and `report.txt`", room, into);
    into->failed = into->failed || file.failed;
    buffer_free(&file);
}

/* Where no input shows it, a person can do no better than the night did. */
static void run_command(const struct crash *crash, const struct issue_facts *about, size_t room,
                        struct buffer *into)
{
    buffer_text(into, "\n## Reproduce\n\nNo input shows it. This runs the target as the night did, "
                      "on its corpus:\n\n");
    command(crash, about->corpus, about->directory, "`report.txt`", room, into);
}

/* Adds a fenced block to what `part` holds; where nothing of it fits, empties `part`. */
bool issue_block(const struct buffer *text, size_t room, struct buffer *part)
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
    bool whole = issue_block(&lines, room, part);
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
    whole = issue_block(&lines, room, part) && whole;
    buffer_free(&lines);
    return whole;
}

/* "`put_digit` ← `long_form` ← `format`" */
static void chain(const char *stack, struct buffer *into)
{
    struct span rest = {stack, strlen(stack)};
    struct buffer text = {0};
    for (size_t shown = 0; rest.size > 0 && text.size < ISSUE_TEXT; shown++) {
        size_t size = span_find(rest, "|");
        buffer_text(&text, shown > 0 ? " ← " : "");
        buffer_add(&text, rest.text, size);
        span_skip(&rest, size + 1);
    }
    buffer_text(&text, rest.size > 0 ? " ← …" : text.size == 0 ? "no functions known" : "");
    inert_code(into, text.data == NULL ? "" : text.data, text.size);
    into->failed = into->failed || text.failed;
    buffer_free(&text);
}

static void one_way(const struct issue_way *way, bool withheld, struct buffer *into)
{
    buffer_text(into, "- ");
    chain(way->stack, into);
    buffer_text(into, ": ");
    issue_code(into, way->title, ISSUE_TEXT);
    buffer_text(into, " in ");
    issue_code(into, way->target, ISSUE_WORD);
    if (!withheld) {
        struct buffer text = {0};
        buffer_text(&text, "\"");
        inert_escaped(&text, way->input.text, way->input.size, WAY_INPUT);
        buffer_text(&text, way->input.size > WAY_INPUT ? "\"…" : "\"");
        buffer_format(into, ", with %zu %s, ", way->input.size,
                      way->input.size == 1 ? "byte" : "bytes");
        inert_code(into, text.data == NULL ? "" : text.data, text.size);
        into->failed = into->failed || text.failed;
        buffer_free(&text);
    }
    buffer_text(into, ", kept in ");
    issue_code(into, way->directory, ISSUE_TEXT);
    buffer_text(into, "\n");
}

static bool ways(const struct issue_facts *about, size_t room, struct buffer *part)
{
    size_t shown = 0;
    if (about->way_count == 0) {
        return true;
    }
    buffer_text(part, "\n## Other ways to it\n\nWhat mends the first need not mend these.\n\n");
    while (shown < about->way_count) {
        size_t before = part->size;
        one_way(&about->ways[shown], about->withheld, part);
        if (part->size > room) {
            part->size = before;
            break;
        }
        shown++;
    }
    part->size = shown == 0 ? 0 : part->size;
    return shown == about->way_count;
}

/* What of the body was not shown in full. */
struct whole {
    bool stack, ways, report, input;
};

static void note(const struct issue_facts *about, const struct whole *whole, struct buffer *into)
{
    struct buffer path = {0};
    buffer_format(&path, "%s/report.txt", about->directory);
    buffer_format(into, "\nNot shown in full:%s%s%s%s. The whole log is ",
                  whole->stack ? "" : " stack", whole->ways ? "" : " ways",
                  whole->report ? "" : " report", whole->input ? "" : " input");
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
    enum { FACTS, COMMAND, STACK, WAYS, REPORT, INPUT, NOTE, PARTS };
    struct buffer parts[PARTS] = {0};
    struct whole whole = {true, true, true, true};
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
    size_t for_command = room > NOTE_MOST ? room - NOTE_MOST : 0;
    if (about->corpus == NULL) {
        issue_command(crash, about->directory, for_command, &parts[COMMAND]);
    } else {
        run_command(crash, about, for_command, &parts[COMMAND]);
    }
    room = less(room, &parts[COMMAND]);
    whole.stack = issue_stack(crash, room, &parts[STACK]);
    room = whole.stack ? less(room, &parts[STACK]) : 0;
    whole.ways = ways(about, room, &parts[WAYS]);
    room = whole.ways ? less(room, &parts[WAYS]) : 0;
    if (!about->withheld) {
        whole.input = about->corpus != NULL || issue_input(crash, room, &parts[INPUT]);
        whole.report = sanitizer_report(crash, less(room, &parts[INPUT]), &parts[REPORT]);
    }
    if (!whole.stack || !whole.ways || !whole.report || !whole.input) {
        note(about, &whole, &parts[NOTE]);
    }
    for (size_t i = 0; i < PARTS; i++) {
        buffer_add(into, parts[i].data, parts[i].size);
        into->failed = into->failed || parts[i].failed;
        buffer_free(&parts[i]);
    }
}
