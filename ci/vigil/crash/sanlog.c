/* SPDX-License-Identifier: MIT */
#include "sanlog.h"

#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "sanlog_end.h"
#include "sanlog_glance.h"
#include "sanlog_header.h"
#include "sanlog_kind.h"
#include "sanlog_line.h"
#include "sanlog_prefix.h"
#include "sanlog_said.h"
#include "sanlog_stack.h"

#define EXPLAINED_WITHIN 8 /* lines between what only explains a crash and the crash */
#define END              "==0==ERROR: vigil: "
#define PASSED           "test result: ok."
#define LINES_AHEAD      16 /* after a header, of which one has its prefix too */

static bool is_kind(const struct sanlog_report *report, const char *kind)
{
    return strcmp(report->kind, kind) == 0;
}

static void rename_kind(struct sanlog_report *report, const char *kind)
{
    span_copy(report->kind, sizeof report->kind, (struct span){kind, strlen(kind)});
}

/* What was seen before the fatal report. It tells more of an abort, and stands in for a fatal
 * report where there is none. */
struct reading {
    struct span log; /* what follows the line at hand */
    bool is_said;
    struct sanlog_said said;
    struct span said_log;
    size_t said_offset;
    bool is_undefined;
    struct span undefined, undefined_log; /* the first runtime error and what follows it */
    struct sanlog_frame undefined_at;
    size_t undefined_offset;
    char end[SANLOG_KIND_SIZE]; /* the kind of vigil's own report, "" while there is none */
    size_t end_offset;
};

/* The last words of libFuzzer, and of Rust's tests, where it was not the target that ended the run.
 */
static bool goes_on(struct span line)
{
    return span_take(&line, PASSED) ||
           (span_take(&line, "Done ") && span_take_digits(&line, NULL) &&
            span_take(&line, " runs in "));
}

static void note_said(struct reading *reading, struct span line, size_t offset)
{
    static const enum sanlog_weight least = SANLOG_PANICS;
    struct sanlog_said said;
    if (reading->is_said && reading->said.weight >= least) {
        if (reading->said.weight == SANLOG_PANICS && goes_on(line)) {
            reading->is_said = false; /* somebody caught it */
        }
        return;
    }
    if (sanlog_said_read(line, reading->log, &said)) {
        reading->is_said = true;
        reading->said = said;
        reading->said_log = reading->log;
        reading->said_offset = offset;
    }
}

static void note(struct reading *reading, struct span line, size_t offset)
{
    struct span message;
    struct sanlog_frame at;
    if (!reading->is_undefined && sanlog_header_undefined(line, &at, &message)) {
        reading->is_undefined = true;
        reading->undefined = message;
        reading->undefined_log = reading->log;
        reading->undefined_at = at;
        reading->undefined_offset = offset;
    }
    note_said(reading, line, offset);
    if (reading->end[0] == '\0' && span_take(&line, END) &&
        sanlog_end_kind(reading->end, sizeof reading->end, line)) {
        reading->end_offset = offset;
    }
}

/* Whether what the program said is why it died in the line that begins at `end`. */
static bool explains(const struct reading *reading, const char *end)
{
    if (!reading->is_said || reading->said.weight != SANLOG_EXPLAINS) {
        return reading->is_said;
    }
    struct span between = {reading->said_log.text, (size_t)(end - reading->said_log.text)}, line;
    size_t lines = 1;
    while (lines <= EXPLAINED_WITHIN && sanlog_line_take(&between, &line)) {
        lines++;
    }
    return lines <= EXPLAINED_WITHIN;
}

/* Puts the place that the report's first line names before a stack of which nothing is known, not
 * even a file. */
static void add_place(struct sanlog_report *report, const struct sanlog_frame *at)
{
    for (size_t i = 0; i < report->frame_count; i++) {
        if (report->frames[i].function[0] != '\0' || report->frames[i].file[0] != '\0') {
            return;
        }
    }
    if (at->function[0] != '\0' || at->file[0] != '\0') {
        size_t kept = report->frame_count < SANLOG_FRAMES ? report->frame_count : SANLOG_FRAMES - 1;
        memmove(report->frames + 1, report->frames, kept * sizeof *report->frames);
        report->frames[0] = *at;
        report->frame_count = kept + 1;
    }
}

static void take_said(const struct reading *reading, struct sanlog_report *report)
{
    rename_kind(report, reading->said.kind);
    memcpy(report->message, reading->said.message, sizeof report->message);
}

static bool has_frame(const struct sanlog_report *report, const char *beginning)
{
    for (size_t i = 0; i < report->frame_count; i++) {
        if (strncmp(report->frames[i].function, beginning, strlen(beginning)) == 0) {
            return true;
        }
    }
    return false;
}

/* The last line before the text's end that says something. */
static struct span last_said(struct span text)
{
    struct span line = {text.text, 0};
    while (text.size > 0 && (line.size == 0 || line.text[0] == '=' ||
                             span_find(line, ":DEADLYSIGNAL") < line.size)) {
        size_t end = --text.size; /* its "\n" */
        while (text.size > 0 && text.text[text.size - 1] != '\n') {
            text.size--;
        }
        line = (struct span){text.text + text.size, end - text.size};
    }
    bool speaks =
        line.size > 0 && line.text[0] != '=' && span_find(line, ":DEADLYSIGNAL") == line.size;
    line.size = !speaks ? 0 : line.size < SANLOG_LINE_LIMIT ? line.size : SANLOG_LINE_LIMIT;
    return line;
}

/* qFatal prints its message without any mark, and it is the last that the program says. */
static void take_last(struct span before, struct sanlog_report *report)
{
    struct span last = last_said(before);
    rename_kind(report, "fatal-message");
    last.size = text_fit(last.text, last.size, sizeof report->message - 1);
    span_copy(report->message, sizeof report->message, last);
}

/* "load of null pointer of type 'int'", "store to null pointer …" */
static void read_undefined(struct reading *reading, struct sanlog_report *report)
{
    struct span message = reading->undefined;
    report->tool = SANLOG_UBSAN;
    report->offset = reading->undefined_offset;
    report->access = SANLOG_ACCESS_NONE;
    sanlog_kind_undefined(report->kind, message);
    if (span_take(&message, "load of null pointer")) {
        report->access = SANLOG_READ;
    } else if (span_take(&message, "store to null pointer")) {
        report->access = SANLOG_WRITE;
    }
}

/* `before` is the log up to the line. */
static void fatal_report(struct reading *reading, struct span before, struct span line,
                         struct sanlog_report *report)
{
    static const char *const ends[] = {"abort", "deadly-signal", "trap", "illegal-instruction",
                                       "unexpected-exit"};
    bool aborted = false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        aborted = aborted || is_kind(report, ends[i]);
    }
    if (report->tool == SANLOG_GO) {
        sanlog_stack_go(reading->log, report);
        return;
    }
    bool said = aborted && explains(reading, line.text);
    if (said) {
        take_said(reading, report);
    }
    sanlog_stack_read(reading->log, report);
    if (is_kind(report, "null-dereference") && sanlog_header_is_far(line)) {
        rename_kind(report, "segv");
    }
    if (is_kind(report, "arithmetic-exception")) {
        report->access = SANLOG_ACCESS_NONE;
    }
    if (aborted) {
        /* On a signal no memory was accessed wrongly: ASan's guess is about the address of kill. */
        report->access = SANLOG_ACCESS_NONE;
        if (said) {
            add_place(report, &reading->said.at);
        } else if (reading->is_undefined && has_frame(report, "__ubsan")) {
            /* UBSan itself ended the program, told to by abort_on_error=1. */
            read_undefined(reading, report);
        } else if (has_frame(report, "QMessageLogger::fatal")) {
            take_last(before, report);
        }
    }
}

static bool lesser_report(struct reading *reading, struct sanlog_report *report)
{
    bool killed = reading->end[0] != '\0' && explains(reading, reading->log.text) &&
                  strcmp(reading->end, "unexpected-exit") != 0;
    if (reading->is_undefined) {
        read_undefined(reading, report);
        sanlog_stack_read(reading->undefined_log, report);
        add_place(report, &reading->undefined_at);
    } else if (reading->is_said && (reading->said.weight != SANLOG_EXPLAINS || killed)) {
        report->tool = reading->said.tool;
        report->offset = reading->said_offset;
        take_said(reading, report);
        if (report->tool == SANLOG_RUST) {
            sanlog_stack_rust(reading->said_log, report);
        }
        add_place(report, &reading->said.at);
    } else if (reading->end[0] != '\0') {
        report->tool = SANLOG_VIGIL;
        report->offset = reading->end_offset;
        rename_kind(report, reading->end);
    }
    return report->tool != SANLOG_NONE;
}

/* Reads a log without styles and prefixes, of which nothing before `from` says anything; the
 * report's offset is in the log. */
static bool read_plain(struct span log, struct span from, struct sanlog_report *report)
{
    struct reading reading = {.log = from};
    struct span line;
    memset(report, 0, sizeof *report);
    while (sanlog_glance(&reading.log) && sanlog_line_take(&reading.log, &line)) {
        size_t offset = (size_t)(line.text - log.text);
        if (!sanlog_header_fatal(line, reading.log, report)) {
            note(&reading, line, offset);
        } else if (report->tool == SANLOG_LSAN && reading.is_undefined) {
            /* UBSan made the program exit: a leak then says nothing new */
            *report = (struct sanlog_report){.tool = SANLOG_NONE};
        } else {
            report->offset = offset;
            fatal_report(&reading, (struct span){log.text, offset}, line, report);
            return true;
        }
    }
    return lesser_report(&reading, report);
}

/* What a line says of a crash. */
enum telling {
    TELLS_NOTHING,
    TELLS_WHY, /* if a crash follows: where the report's prefix ends is not seen by it */
    BEGINS_REPORT
};

static enum telling tells(struct span line, struct span after, struct sanlog_report *report)
{
    struct sanlog_frame at;
    struct sanlog_said said;
    struct span message;
    if (sanlog_header_fatal(line, after, report) || sanlog_header_undefined(line, &at, &message)) {
        return BEGINS_REPORT;
    }
    bool spoken = sanlog_said_read(line, after, &said);
    return !spoken ? TELLS_NOTHING : said.weight == SANLOG_EXPLAINS ? TELLS_WHY : BEGINS_REPORT;
}

/* Whether a line may begin a report, by itself: a quick look, without the lines that follow. */
static bool may_begin(struct span line)
{
    static const char *const words[] = {"panic: ", "fatal error: ", "SIG", "*** GWP-ASan ",
                                        "Real-time violation: "};
    struct sanlog_frame at;
    struct sanlog_said said;
    struct span message, rest = line;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (span_take(&rest, words[i])) {
            return true;
        }
    }
    bool numbered = span_take(&rest, "==") && span_take_digits(&rest, NULL);
    return numbered || span_find(line, "Sanitizer") < line.size ||
           span_find(line, "libFuzzer: ") < line.size || span_find(line, ".go:") < line.size ||
           sanlog_header_undefined(line, &at, &message) ||
           sanlog_said_read(line, (struct span){line.text, 0}, &said);
}

struct ahead {
    struct span log;              /* the lines after the one at hand */
    struct sanlog_report *report; /* room to read into */
};

/* Whether there is more of a report than its first line: a hint, a frame, or how it ends. */
static bool goes_into_detail(struct span log)
{
    for (struct span line; sanlog_line_take(&log, &line);) {
        struct sanlog_frame frame;
        struct sanlog_frame_line said;
        bool numbered = span_take(&line, "==") && span_take_digits(&line, NULL);
        if (numbered || span_take(&line, "SUMMARY: ") || sanlog_frame_read(line, &said, &frame)) {
            return true;
        }
    }
    return false;
}

/* Whether a line, without its prefix, begins a report, and lines that follow have the prefix too:
 * what a program quotes in a line of its own does not. */
static bool begins_prefixed(struct span rest, const struct sanlog_prefix *prefix, void *context)
{
    const struct ahead *ahead = context;
    struct span log = ahead->log, line;
    char window[LINES_AHEAD * SANLOG_LINE_LIMIT / 16];
    size_t used = 0;
    bool alike = false;
    if (!may_begin(rest)) {
        return false;
    }
    for (int i = 0; i < LINES_AHEAD && sanlog_line_take(&log, &line); i++) {
        bool prefixed = sanlog_prefix_take(&line, prefix);
        if (prefixed && used + line.size < sizeof window) {
            memcpy(window + used, line.text, line.size);
            used += line.size;
            window[used++] = '\n';
            alike = alike || line.size > 0;
        }
    }
    struct span after = {window, used};
    if (!alike || tells(rest, after, ahead->report) != BEGINS_REPORT) {
        return false;
    }
    /* A sanitizer's header behind a mere word may be quoted: then no stack follows. */
    return ahead->report->tool == SANLOG_NONE || ahead->report->tool == SANLOG_GO ||
           !sanlog_prefix_is_loose(prefix) || goes_into_detail(after);
}

/* The prefix of the lines of the log's first report; false where that report has none. `from` then
 * begins with the first line that says anything. */
static bool find_prefix(struct span log, struct span *from, struct sanlog_prefix *prefix,
                        struct sanlog_report *report)
{
    struct span line;
    bool told = false;
    while (sanlog_glance(&log)) {
        struct span here = log;
        if (!sanlog_line_take(&log, &line)) {
            break;
        }
        struct ahead ahead = {log, report};
        if (sanlog_prefix_find(line, begins_prefixed, &ahead, prefix)) {
            return true;
        }
        enum telling telling = tells(line, log, report);
        *from = told ? *from : here;
        told = told || telling != TELLS_NOTHING || span_take(&line, END);
        if (telling == BEGINS_REPORT) {
            return false;
        }
    }
    *from = told ? *from : log;
    return false;
}

/* Copies the log line by line, without the prefix; lines stay as many.. */
static size_t take_off(struct span log, const struct sanlog_prefix *prefix, char *into)
{
    size_t used = 0;
    while (log.size > 0) {
        const char *end = (const char *)memchr(log.text, '\n', log.size);
        size_t size = end == NULL ? log.size : (size_t)(end - log.text) + 1;
        struct span line = {log.text, size};
        (void)sanlog_prefix_take(&line, prefix);
        memmove(into + used, line.text, line.size);
        used += line.size;
        span_skip(&log, size);
    }
    return used;
}

/* Where in the log the line begins that begins at `offset` in the copy, which has as many lines. */
static size_t same_line(struct span log, struct span copy, size_t offset)
{
    size_t start = 0;
    for (size_t i = 0; i < offset && i < copy.size; i++) {
        if (copy.text[i] == '\n') {
            const char *end = (const char *)memchr(log.text + start, '\n', log.size - start);
            start = end == NULL ? start : (size_t)(end - log.text) + 1;
        }
    }
    return start;
}

bool sanlog_read(const char *text, size_t size, struct sanlog_report *report)
{
    struct span log = {text, size}, plain = log, from;
    struct sanlog_prefix prefix;
    char *copy = NULL;
    /* Without memory for a copy the log is read as it is: most have neither style nor prefix. */
    if (sanlog_line_styled(log) && (copy = malloc(size)) != NULL) {
        plain = (struct span){copy, sanlog_line_plain(log, copy)};
    }
    from = plain;
    if (find_prefix(plain, &from, &prefix, report)) {
        from = plain;
        char *bare = malloc(plain.size);
        if (bare != NULL) { /* not in place: the prefix's labels lie in the text */
            size_t left = take_off(plain, &prefix, bare);
            free(copy);
            copy = bare;
            plain = (struct span){bare, left};
            from = plain;
        }
    }
    bool crash = read_plain(plain, from, report);
    if (crash && copy != NULL) {
        report->offset = same_line(log, plain, report->offset);
    }
    free(copy);
    return crash;
}
