/* SPDX-License-Identifier: MIT */
#include "sanlog_stack.h"

#include <stdio.h>
#include <string.h>

#include "sanlog_kind.h"
#include "sanlog_line.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

bool sanlog_stack_follows(struct span log)
{
    struct span line;
    struct sanlog_frame frame;
    struct sanlog_frame_line said;
    return sanlog_line_take(&log, &line) && sanlog_frame_read(line, &said, &frame) &&
           said.number == 0 && !said.unnumbered;
}

static bool says(struct span line, const char *words)
{
    return span_find(line, words) < line.size;
}

static bool is_kind(const struct sanlog_report *report, const char *kind)
{
    return strcmp(report->kind, kind) == 0;
}

static void rename_kind(struct sanlog_report *report, const char *kind)
{
    span_copy(report->kind, sizeof report->kind, (struct span){kind, strlen(kind)});
}

/* A signal gives only its name; the lines after it may say what caused it. */
static void read_hint(struct span line, struct sanlog_report *report)
{
    static const struct {
        const char *words, *kind;
    } hints[] = {
        {"Hint: pc points to the zero page", "null-call"},
        {"Hint: PC is at a non-executable region", "wild-jump"},
        {"Hint: address points to the zero page.", "null-dereference"},
        {"Hint: this fault was caused by a dereference of a high value address", "segv"},
    };
    bool may_change = is_kind(report, "segv") || is_kind(report, "null-dereference");
    for (size_t i = 0; may_change && i < COUNT(hints); i++) {
        if (says(line, hints[i].words)) {
            rename_kind(report, hints[i].kind);
        }
    }
}

/* "READ of size 4 at …", TSan's "  Write of size 8 at …", "…caused by a WRITE memory access." */
static void read_access(struct span line, struct sanlog_report *report)
{
    static const struct {
        const char *words;
        enum sanlog_access access;
    } wordings[] = {
        {"READ of size ", SANLOG_READ},
        {"WRITE of size ", SANLOG_WRITE},
        {"  Read of size ", SANLOG_READ},
        {"  Write of size ", SANLOG_WRITE},
    };
    for (size_t i = 0; i < COUNT(wordings); i++) {
        struct span rest = line;
        if (report->access == SANLOG_ACCESS_NONE && span_take(&rest, wordings[i].words)) {
            report->access = wordings[i].access;
            (void)span_take_digits(&rest, &report->access_size);
        }
    }
    if (says(line, "The signal is caused by a READ ")) {
        report->access = SANLOG_READ;
    } else if (says(line, "The signal is caused by a WRITE ")) {
        report->access = SANLOG_WRITE;
    }
}

/* The line above the stack of a race's other side, or of locks taken in the other order. */
static bool begins_second(struct span line, const struct sanlog_report *report)
{
    bool race = strncmp(report->kind, "data-race", 9) == 0;
    bool locks = is_kind(report, "lock-order-inversion");
    return report->tool == SANLOG_TSAN && ((race && span_take(&line, "  Previous ")) ||
                                           (locks && says(line, " acquired here while holding ")));
}

bool sanlog_stack_is_empty(struct span line)
{
    while (span_take(&line, " ")) {}
    return span_take(&line, "<empty stack>") || span_take(&line, "[failed to restore the stack]");
}

/* A line after which a stack is not that of the crash: of the memory's life, or of another report.
 */
static bool ends_report(struct span line)
{
    static const char *const words[] = {
        "freed by thread ",         "allocated by thread ", "SUMMARY: ",     ": runtime error: ",
        "Uninitialized value was ", "Shadow bytes around ", " created by T",
    };
    for (size_t i = 0; i < COUNT(words); i++) {
        if (says(line, words[i])) {
            return true;
        }
    }
    return false;
}

static void add(struct sanlog_report *report, const struct sanlog_frame *frame)
{
    if (report->frame_count < SANLOG_FRAMES) {
        report->frames[report->frame_count++] = *frame;
    }
}

/* From the first "#0" until the numbers stop rising. Lines of others between two frames are passed
 * over, since a target may print while it dies. A name without a place counts where another frame
 * follows it: else the log may have been cut within the name. */
static void read_stack(struct span *log, size_t most, struct sanlog_report *report)
{
    struct span line, before = *log;
    uint64_t last = 0;
    bool started = false, open = false;
    for (; report->frame_count < most && sanlog_line_take(log, &line); before = *log) {
        struct sanlog_frame frame;
        struct sanlog_frame_line said;
        bool is_frame = sanlog_frame_read(line, &said, &frame);
        if (is_frame && said.unnumbered) {
            is_frame = started;
            said.number = last + 1;
        }
        if (!is_frame && !started) {
            read_hint(line, report);
            read_access(line, report);
        }
        bool ended = is_frame  ? (started ? said.number <= last : said.number != 0)
                     : started ? begins_second(line, report)
                               : sanlog_stack_is_empty(line) || ends_report(line);
        if (ended) {
            *log = before;
            break;
        }
        if (is_frame) {
            started = true;
            open = said.open;
            last = said.number;
            add(report, &frame);
        }
    }
    if (open && report->frame_count > 0 && report->frame_count < most) {
        struct sanlog_frame *cut = &report->frames[report->frame_count - 1];
        memset(cut->function, 0, sizeof cut->function);
    }
}

/* The other side of a race. It is the only one where the stack of the first could not be restored.
 */
static void read_second(struct span log, struct sanlog_report *report)
{
    struct span line;
    size_t first = report->frame_count;
    bool begun = false;
    while (!begun && sanlog_line_take(&log, &line) && !span_take(&line, "SUMMARY: ")) {
        begun = begins_second(line, report);
    }
    if (begun && sanlog_stack_follows(log)) {
        read_stack(&log, SANLOG_FRAMES, report);
        report->second = first;
    }
}

static void drop_first(struct sanlog_report *report)
{
    if (report->frame_count > 0) {
        report->frame_count--;
        memmove(report->frames, report->frames + 1, report->frame_count * sizeof *report->frames);
        memset(report->frames + report->frame_count, 0, sizeof *report->frames);
    }
}

/* HWASan's check of an access, which is no interceptor: where code was compiled to call one, the
 * access is of the frame that called it. */
static bool is_tag_check(const struct sanlog_frame *frame)
{
    static const char *const names[] = {"__hwasan_load", "__hwasan_store", "__hwasan_tag_mismatch",
                                        "__hwasan::HwasanTagMismatch", "__hwasan_check"};
    for (size_t i = 0; i < COUNT(names); i++) {
        if (strncmp(frame->function, names[i], strlen(names[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* What is leaked directly is why the rest is: where several processes report, an indirect leak may
 * stand first. Without a direct leak the log stays as it is. */
static struct span from_direct_leak(struct span log)
{
    struct span rest = log, line;
    while (sanlog_line_take(&rest, &line)) {
        if (span_take(&line, "Direct leak of ")) {
            return rest;
        }
    }
    return log;
}

void sanlog_stack_read(struct span log, struct sanlog_report *report)
{
    if (is_kind(report, "memory-leak") && report->tool == SANLOG_LSAN) {
        log = from_direct_leak(log);
    }
    bool tsan = report->tool == SANLOG_TSAN;
    read_stack(&log, tsan ? SANLOG_FRAMES / 2 : SANLOG_FRAMES, report);
    if (tsan) {
        read_second(log, report);
    }
    while (report->tool == SANLOG_HWASAN && is_tag_check(&report->frames[0])) {
        drop_first(report);
    }
    if (is_kind(report, "wild-jump") || is_kind(report, "null-call")) {
        /* Where a jump led is no function, and the "READ" is the fetch of an instruction. */
        drop_first(report);
        report->access = SANLOG_ACCESS_NONE;
    }
    if (strncmp(report->kind, "data-race", 9) == 0) {
        report->access = SANLOG_ACCESS_NONE;
        report->access_size = 0;
    }
}

static void trim(struct span *line)
{
    while (line->size > 0 && strchr(" \t", line->text[0]) != NULL && line->text[0] != '\0') {
        span_skip(line, 1);
    }
}

/* "  3: onion::peel", and of a full backtrace "  3:     0x55d0 - onion::peel". */
static bool rust_name(struct span line, struct sanlog_frame *frame)
{
    trim(&line);
    if (!span_take_digits(&line, NULL) || !span_take(&line, ": ")) {
        return false;
    }
    trim(&line);
    if (span_take(&line, "0x")) {
        span_skip(&line, span_find(line, " - ") + 3);
    }
    *frame = (struct sanlog_frame){.line = 0};
    span_copy(frame->function, sizeof frame->function, line);
    return line.size > 0;
}

void sanlog_stack_rust(struct span log, struct sanlog_report *report)
{
    struct span line = {NULL, 0}, ahead = {NULL, 0};
    while (sanlog_line_take(&log, &line) && !span_is(line, "stack backtrace:")) {}
    while (sanlog_line_take(&log, &line)) {
        struct sanlog_frame frame;
        if (!rust_name(line, &frame)) {
            return;
        }
        struct span rest = log;
        bool more = sanlog_line_take(&rest, &ahead);
        trim(&ahead);
        if (more && span_take(&ahead, "at ")) {
            sanlog_frame_location(ahead, &frame);
            log = rest;
            add(report, &frame);
        } else if (more && rust_name(ahead, &(struct sanlog_frame){.line = 0})) {
            add(report, &frame); /* else the log may have been cut within the name */
        }
    }
}

/* "\t/src/parse.go:12 +0x1d" */
static bool go_place(struct span line, struct sanlog_frame *frame)
{
    size_t blanks = line.size;
    trim(&line);
    if (line.size == blanks || (!says(line, ".go:") && !says(line, ".s:"))) {
        return false;
    }
    line.size = span_find(line, " +0x");
    sanlog_frame_location(line, frame);
    return frame->line > 0;
}

/* The name in "main.(*Pot).stir(0xc000012345, ...)": up to its last opening parenthesis. */
static void go_name(struct span line, struct sanlog_frame *frame)
{
    trim(&line);
    if (line.size > 0 && line.text[line.size - 1] == ')') {
        size_t depth = 0;
        for (size_t i = line.size; i > 0; i--) {
            depth += line.text[i - 1] == ')';
            depth -= line.text[i - 1] == '(';
            if (depth == 0) {
                line.size = i - 1;
                break;
            }
        }
    }
    span_copy(frame->function, sizeof frame->function, line);
}

void sanlog_stack_go(struct span log, struct sanlog_report *report)
{
    struct span line, place;
    bool found = false;
    while (!found && sanlog_line_take(&log, &line)) {
        trim(&line);
        found = span_take(&line, "goroutine ") && says(line, "]:");
    }
    while (sanlog_line_take(&log, &line) && sanlog_line_take(&log, &place)) {
        struct sanlog_frame frame = {.line = 0};
        if (span_take(&line, "created by ") || !go_place(place, &frame)) {
            return;
        }
        go_name(line, &frame);
        add(report, &frame);
    }
}
