/* SPDX-License-Identifier: MIT */
#include "sanlog_header.h"

#include <stdio.h>
#include <string.h>

#include "sanlog_kind.h"
#include "sanlog_line.h"
#include "sanlog_stack.h"
#include "sanlog_valgrind.h"

#define FIRST_PAGE   4096  /* never mapped */
#define LARGEST_PAGE 65536 /* on any machine */
#define LINES_AHEAD  12
#define COUNT(table) (sizeof(table) / sizeof *(table))
#define UNDEFINED    ": runtime error: "
#define PANIC        "panic: "
#define GUARDED      "*** GWP-ASan detected a memory error ***"
#define REAL_TIME    "Real-time violation: "

static bool says(struct span line, const char *words)
{
    return span_find(line, words) < line.size;
}

static void set_kind(struct sanlog_report *report, const char *kind)
{
    span_copy(report->kind, sizeof report->kind, (struct span){kind, strlen(kind)});
}

/* "==7==", and under log_exe_name=1 "==kettle==7==". */
static bool take_number(struct span *line)
{
    if (!span_take(line, "==")) {
        return false;
    }
    struct span rest = *line;
    if (!span_take_digits(&rest, NULL) || !span_take(&rest, "==")) {
        rest = *line;
        span_skip(&rest, span_find(rest, "==") + 2);
        if (!span_take_digits(&rest, NULL) || !span_take(&rest, "==")) {
            return false;
        }
    }
    *line = rest;
    (void)span_take(line, " ");
    return true;
}

/* A tool's name, skipped. Where only "Sanitizer" stands there, which of them it was is not said. */
static enum sanlog_tool take_tool(struct span *line)
{
    for (enum sanlog_tool tool = SANLOG_LIBFUZZER; tool <= SANLOG_NSAN; tool++) {
        if (span_take(line, sanlog_tool_name(tool))) {
            return tool;
        }
    }
    return span_take(line, "Sanitizer") ? SANLOG_ASAN : SANLOG_NONE;
}

/* Hexadecimal digits after the words, up to a blank or the end; false where there are none. */
static bool number_after(struct span text, const char *words, uint64_t *value)
{
    size_t at = span_find(text, words);
    if (at == text.size) {
        return false;
    }
    span_skip(&text, at + strlen(words));
    size_t count = 0;
    *value = 0;
    for (; count < text.size && count < 16; count++) {
        const char *digits = "0123456789abcdef", letter = (char)(text.text[count] | 0x20);
        const char *place = letter == '\0' ? NULL : strchr(digits, letter);
        if (place == NULL || text.text[count] == '\0') {
            break;
        }
        *value = *value << 4 | (uint64_t)(place - digits);
    }
    return count > 0;
}

/* "SEGV on unknown address 0x414141 (pc 0x414141 …": the instruction itself was not there. An
 * address in the first page is a null pointer and an offset, whether a hint says so or not. */
static void read_addresses(struct span message, struct sanlog_report *report)
{
    uint64_t address = 0, counter = 0;
    bool unknown = strcmp(report->kind, "unknown-crash") == 0;
    if (unknown && number_after(message, "address 0x", &address) && address < FIRST_PAGE) {
        set_kind(report, "null-dereference");
    }
    if (strcmp(report->kind, "segv") != 0 || !number_after(message, "address 0x", &address)) {
        return;
    }
    bool counted = number_after(message, "(pc 0x", &counter);
    if (counted && counter == address) {
        set_kind(report, counter < FIRST_PAGE ? "null-call" : "wild-jump");
    } else if (address < FIRST_PAGE) {
        set_kind(report, "null-dereference");
    }
}

bool sanlog_header_is_far(struct span line)
{
    uint64_t address = 0;
    return number_after(line, "address 0x", &address) && address >= LARGEST_PAGE;
}

/* The sanitizer's own check: file.cpp:12 "((ptr[0] == kMagic)) != (0)" (0x0, 0x0) (tid=7); older
 * ones leave out the quotes. */
static void read_check(struct span message, struct sanlog_report *report)
{
    size_t open = span_find(message, "\""), close = span_find_last(message, "\"");
    if (open == message.size) {
        open = span_find(message, " ");
        close = span_find_last(message, " (");
    }
    bool memory = says(message, "unable to mmap") || says(message, "unable to map");
    set_kind(report, memory ? "out-of-memory" : "sanitizer-check-failed");
    if (!memory && open < close && close < message.size) {
        struct span text = {message.text + open + 1, close - open - 1};
        text.size = text_fit(text.text, text.size, sizeof report->message - 1);
        span_copy(report->message, sizeof report->message, text);
    }
}

/* "failed to allocate 0x60000000 (1610612736) bytes of LargeMmapAllocator (error code: 12)". What
 * the runtime cannot map as it sets itself up is no crash of the program. */
static bool failed_to_map(struct span message, struct span after)
{
    struct span line;
    if (!span_take(&message, " failed to ") || !says(message, " 0x") || !says(message, " bytes")) {
        return false;
    }
    for (int i = 0; i < LINES_AHEAD && sanlog_line_take(&after, &line); i++) {
        if (says(line, "ReserveShadowMemoryRange failed")) {
            return false;
        }
    }
    return !says(message, " at address ");
}

/* "*** GWP-ASan detected a memory error ***", and which in the next line. */
static bool guarded(struct span line, struct span after, struct sanlog_report *report)
{
    struct span next;
    if (!span_take(&line, GUARDED) || !sanlog_line_take(&after, &next)) {
        return false;
    }
    report->tool = SANLOG_GWP_ASAN;
    if (!sanlog_kind_guarded(report->kind, next)) {
        set_kind(report, "unknown-crash");
    }
    return true;
}

/* What RealtimeSanitizer said before it had a header. */
static bool real_time(struct span line, struct sanlog_report *report)
{
    if (!span_take(&line, REAL_TIME) || !says(line, "real-time context! Stack trace:")) {
        return false;
    }
    bool blocking = says(line, "blocking ");
    report->tool = SANLOG_RTSAN;
    set_kind(report, blocking ? "blocking-call" : "unsafe-library-call");
    return true;
}

/* Whether the words of Go's runtime are followed by the stack of a goroutine. */
static bool goroutine_follows(struct span after)
{
    struct span line;
    for (int i = 0; i < LINES_AHEAD && sanlog_line_take(&after, &line); i++) {
        while (span_take(&line, " ")) {}
        if (span_take(&line, "goroutine ") && says(line, "]:")) {
            return true;
        }
    }
    return false;
}

/* How a program of Go's ends besides by a panic. */
static const struct {
    const char *words, *kind;
} go_ends[] = {
    {"fatal error: stack overflow", "stack-overflow"},
    {"fatal error: runtime: out of memory", "out-of-memory"},
    {"fatal error: ", "fatal-message"},
    {"SIGSEGV: ", "segv"},
    {"SIGBUS: ", "bus-error"},
    {"SIGABRT: ", "abort"},
    {"SIGFPE: ", "arithmetic-exception"},
    {"SIGILL: ", "illegal-instruction"},
    {"SIGTRAP: ", "trap"},
};

/* "panic: runtime error: index out of range [4] with length 0", "fatal error: stack overflow",
 * "SIGSEGV: segmentation violation"; beneath a test "    pot.go:12: panic: …" as well. */
static bool go(struct span line, struct span after, struct sanlog_report *report)
{
    struct span rest = line;
    size_t indented = span_find(line, ".go:");
    if (indented < line.size && line.size > 0 && line.text[0] == ' ') {
        span_skip(&rest, indented);
        span_skip(&rest, span_find(rest, ": ") + 2);
    }
    const char *kind = span_take(&rest, PANIC) ? "panic" : NULL;
    for (size_t i = 0; kind == NULL && i < COUNT(go_ends); i++) {
        struct span words = rest;
        if (span_take(&words, go_ends[i].words)) {
            kind = go_ends[i].kind;
            (void)span_take(&rest, "fatal error: ");
        }
    }
    if (kind == NULL || !goroutine_follows(after)) {
        return false;
    }
    rest.size = span_find(rest, " [recovered"); /* and panicked with again */
    report->tool = SANLOG_GO;
    set_kind(report, kind);
    if (strcmp(kind, "panic") == 0 || strcmp(kind, "fatal-message") == 0) {
        rest.size = text_fit(rest.text, rest.size, sizeof report->message - 1);
        span_copy(report->message, sizeof report->message, rest);
    }
    return true;
}

/*
 * "==7==ERROR: X: message", "==7== ERROR: libFuzzer: message", "WARNING: ThreadSanitizer: message";
 * and, without a degree, "==7==X: hard rss limit exhausted" and "==7==X: CHECK failed: …". ASan
 * warns and goes on ("WARNING: AddressSanitizer failed to allocate", and "WARNING:
 * AddressSanitizer: …" under allocator_may_return_null): only MSan, TSan and NSan report a crash
 * so. What else is marked FATAL is a runtime that does not start.
 */
static bool sanitizer(struct span line, struct span after, struct sanlog_report *report)
{
    bool numbered = take_number(&line);
    bool error = span_take(&line, "ERROR: ");
    bool warning = !error && span_take(&line, "WARNING: ");
    bool fatal = !error && !warning && span_take(&line, "FATAL: ");
    enum sanlog_tool tool = take_tool(&line);
    if (tool == SANLOG_NONE) {
        return false;
    }
    report->tool = tool;
    struct span message = line;
    (void)span_take(&message, ":");
    if ((numbered || error || fatal) && span_take(&message, " CHECK failed: ")) {
        read_check(message, report);
        return true;
    }
    if (error && failed_to_map(line, after)) {
        set_kind(report, "out-of-memory");
        return true;
    }
    message = line;
    struct span words = line;
    bool warns = tool == SANLOG_MSAN || tool == SANLOG_TSAN || tool == SANLOG_NSAN;
    bool limit = numbered && !warning && span_take(&words, ": hard rss limit exhausted");
    if (!span_take(&message, ": ") || (!error && !(warning && warns) && !limit)) {
        return false;
    }
    sanlog_kind_fatal(report->kind, message);
    read_addresses(message, report);
    if (strcmp(report->kind, "memory-leak") == 0) {
        report->tool = SANLOG_LSAN;
    }
    return true;
}

/* What a header sets, and not the frames: those are many. */
static void forget(struct sanlog_report *report)
{
    report->tool = SANLOG_NONE;
    report->access = SANLOG_ACCESS_NONE;
    report->access_size = 0;
    memset(report->kind, 0, sizeof report->kind);
    memset(report->message, 0, sizeof report->message);
}

static bool begins(struct span line, struct span after, struct sanlog_report *report)
{
    forget(report);
    if (sanitizer(line, after, report) || guarded(line, after, report) || go(line, after, report) ||
        real_time(line, report) || sanlog_valgrind_header(line, after, report)) {
        return true;
    }
    forget(report);
    return false;
}

/* Whether the text before a report in its line shows that somebody quotes the report: it is nothing
 * but indentation, or ends in a mark of quoting. */
static bool quotes(struct span before)
{
    while (before.size > 0 && strchr(" \t", before.text[before.size - 1]) != NULL) {
        before.size--;
    }
    return before.size == 0 || strchr(">\"'`|", before.text[before.size - 1]) != NULL;
}

/* libFuzzer and MSan do not begin a line of their own: where the program printed "reading the field
 * ... " before, their header stands in the middle of that line. Then the stack has to follow, for
 * anyone can print a line. */
static bool unended(struct span line, struct span after, struct sanlog_report *report)
{
    struct span rest = line;
    for (size_t start = span_find(rest, "=="); start < rest.size; start = span_find(rest, "==")) {
        span_skip(&rest, start);
        if (sanitizer(rest, after, report)) {
            struct span before = {line.text, (size_t)(rest.text - line.text)};
            return !quotes(before) && sanlog_stack_follows(after);
        }
        span_skip(&rest, 1);
    }
    return false;
}

bool sanlog_header_fatal(struct span line, struct span after, struct sanlog_report *report)
{
    if (begins(line, after, report) || unended(line, after, report)) {
        return true;
    }
    forget(report);
    return false;
}

bool sanlog_header_undefined(struct span line, struct sanlog_frame *at, struct span *message)
{
    static const char mark[] = UNDEFINED;
    size_t where = span_find(line, mark);
    if (where == line.size) {
        return false;
    }
    *message = line;
    span_skip(message, where + sizeof mark - 1);
    line.size = where;
    *at = (struct sanlog_frame){.line = 0};
    size_t space = span_find_last(line, " ");
    if (space < line.size) { /* the path follows an unended line, or has a blank in it */
        if (quotes((struct span){line.text, space + 1})) {
            return false;
        }
        span_skip(&line, space + 1);
    }
    sanlog_frame_location(line, at);
    return at->line > 0 || span_take(&line, "<unknown>");
}

const char *sanlog_header_mark(size_t i)
{
    /* Each name of a sanitizer ends so. */
    static const char *const others[] = {"Sanitizer", "libFuzzer", UNDEFINED,
                                         PANIC,       GUARDED,     REAL_TIME};
    return i < COUNT(others)                    ? others[i]
           : i < COUNT(others) + COUNT(go_ends) ? go_ends[i - COUNT(others)].words
                                                : NULL;
}
