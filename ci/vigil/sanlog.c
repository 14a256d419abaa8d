/* SPDX-License-Identifier: MIT */
#include "sanlog.h"

#include <string.h>

#include "sanframe.h"
#include "sankind.h"
#include "span.h"

/* A line longer than this is no line of a report; its first bytes are read all the same. */
#define LINE_LIMIT 4096

const char *sanlog_tool_name(enum sanlog_tool tool)
{
    static const char *const names[] = {
        [SANLOG_NONE] = "",
        [SANLOG_LIBC] = "libc",
        [SANLOG_LIBFUZZER] = "libFuzzer",
        [SANLOG_ASAN] = "AddressSanitizer",
        [SANLOG_LSAN] = "LeakSanitizer",
        [SANLOG_MSAN] = "MemorySanitizer",
        [SANLOG_TSAN] = "ThreadSanitizer",
        [SANLOG_UBSAN] = "UndefinedBehaviorSanitizer",
    };
    return (size_t)tool < sizeof names / sizeof *names ? names[tool] : "";
}

static bool next_line(struct span *log, struct span *line)
{
    if (log->size == 0) {
        return false;
    }
    const char *end = memchr(log->text, '\n', log->size);
    size_t length = end == NULL ? log->size : (size_t)(end - log->text);
    *line = (struct span){log->text, length < LINE_LIMIT ? length : LINE_LIMIT};
    if (line->size > 0 && line->text[line->size - 1] == '\r') {
        line->size--;
    }
    span_skip(log, end == NULL ? length : length + 1);
    return true;
}

/* "==7==ERROR: X: message", "==7== ERROR: libFuzzer: message", "WARNING: ThreadSanitizer: message".
 * The tool named, and in *line the message. */
static enum sanlog_tool fatal_header(struct span *line)
{
    if (span_take(line, "==")) {
        if (!span_take_digits(line, NULL) || !span_take(line, "==")) {
            return SANLOG_NONE;
        }
        (void)span_take(line, " ");
    }
    if (!span_take(line, "ERROR: ") && !span_take(line, "WARNING: ")) {
        return SANLOG_NONE;
    }
    for (enum sanlog_tool tool = SANLOG_LIBFUZZER; tool <= SANLOG_UBSAN; tool++) {
        if (span_take(line, sanlog_tool_name(tool)) && span_take(line, ": ")) {
            return tool;
        }
    }
    return SANLOG_NONE;
}

/* ASan warns and goes on ("WARNING: AddressSanitizer failed to allocate", no colon after the name;
 * "WARNING: AddressSanitizer: …" under allocator_may_return_null). Only MSan and TSan report so. */
static bool only_warns(struct span line, enum sanlog_tool tool)
{
    size_t digits = span_find(line, "WARNING: ");
    return digits < line.size && digits < 16 && tool != SANLOG_MSAN && tool != SANLOG_TSAN;
}

/* "FILE:LINE:COLUMN: runtime error: MESSAGE", clang's and gcc's alike. */
static bool runtime_error(struct span line, struct sanlog_frame *at, struct span *message)
{
    static const char mark[] = ": runtime error: ";
    size_t where = span_find(line, mark);
    if (where == line.size) {
        return false;
    }
    *message = line;
    span_skip(message, where + sizeof mark - 1);
    line.size = where;
    *at = (struct sanlog_frame){0};
    sanframe_location(line, at);
    return at->line > 0 || (line.size >= 9 && memcmp(line.text, "<unknown>", 9) == 0);
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
    if (span_find(line, "Hint: address points to the zero page.") < line.size &&
        strcmp(report->kind, "segv") == 0) {
        memcpy(report->kind, "null-dereference", sizeof "null-dereference");
    }
    for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++) {
        struct span rest = line;
        if (report->access == SANLOG_ACCESS_NONE && span_take(&rest, wordings[i].words)) {
            report->access = wordings[i].access;
            (void)span_take_digits(&rest, &report->access_size);
        }
    }
    if (span_find(line, "The signal is caused by a READ ") < line.size) {
        report->access = SANLOG_READ;
    } else if (span_find(line, "The signal is caused by a WRITE ") < line.size) {
        report->access = SANLOG_WRITE;
    }
}

/* The first stack after the header: from the first "#0" until the numbers stop rising. Lines of
 * others between two frames are passed over, since a target may print while it dies. */
static void read_stack(struct span log, struct sanlog_report *report)
{
    struct span line;
    uint64_t last = 0;
    bool started = false;
    while (report->frame_count < SANLOG_FRAMES && next_line(&log, &line)) {
        struct sanlog_frame frame;
        uint64_t number = 0;
        if (!sanframe_read(line, &number, &frame)) {
            if (!started) {
                read_access(line, report);
            }
            continue;
        }
        if (started ? number <= last : number != 0) {
            break;
        }
        started = true;
        last = number;
        report->frames[report->frame_count++] = frame;
    }
}

/* What was seen on the way to the report. */
struct reading {
    struct span log;           /* what follows the line at hand */
    char reason[SANKIND_SIZE]; /* why libc aborts, "" while it did not say */
    struct sanlog_frame reason_at;
    size_t reason_offset;
    struct span undefined, undefined_log; /* the last runtime error and what follows it */
    struct sanlog_frame undefined_at;
    size_t undefined_offset;
    bool is_undefined;
};

/* "t: /src/t.c:21: int f(int): Assertion `x' failed.": the only place where a plain abort says
 * where it happened. */
static void assertion_place(struct span line, struct sanlog_frame *at)
{
    *at = (struct sanlog_frame){0};
    size_t end = span_find(line, ": Assertion `");
    if (end == line.size) {
        return; /* another reason, which names no place */
    }
    line.size = end;
    size_t colon = span_find_last(line, ": ");
    struct span function = line;
    span_skip(&function, colon == line.size ? line.size : colon + 2);
    span_copy(at->function, sizeof at->function, function);
    line.size = colon;
    size_t program = span_find(line, ": ");
    span_skip(&line, program == line.size ? line.size : program + 2);
    sanframe_location(line, at);
}

static void note(struct reading *reading, struct span line, size_t offset)
{
    struct span message;
    struct sanlog_frame at;
    if (!reading->is_undefined && runtime_error(line, &at, &message)) {
        reading->is_undefined = true;
        reading->undefined = message;
        reading->undefined_log = reading->log;
        reading->undefined_at = at;
        reading->undefined_offset = offset;
    }
    if (reading->reason[0] == '\0' && sankind_abort_reason(reading->reason, line.text, line.size)) {
        assertion_place(line, &reading->reason_at);
        reading->reason_offset = offset;
    }
}

static void add_place(struct sanlog_report *report, const struct sanlog_frame *at)
{
    if (report->frame_count == 0 && (at->function[0] != '\0' || at->file[0] != '\0')) {
        report->frames[report->frame_count++] = *at;
    }
}

static void fatal_report(struct reading *reading, struct span message, struct sanlog_report *report)
{
    sankind_fatal(report->kind, message.text, message.size);
    if (strcmp(report->kind, "memory-leak") == 0) {
        report->tool = SANLOG_LSAN;
    }
    bool aborted = strcmp(report->kind, "abort") == 0 || strcmp(report->kind, "deadly-signal") == 0;
    if (aborted && reading->reason[0] != '\0') {
        memcpy(report->kind, reading->reason, SANKIND_SIZE);
    }
    read_stack(reading->log, report);
    if (aborted) {
        /* On a signal no memory was accessed wrongly: ASan's guess is about the address of kill. */
        report->access = SANLOG_ACCESS_NONE;
        add_place(report, &reading->reason_at);
    }
}

static bool lesser_report(struct reading *reading, struct sanlog_report *report)
{
    if (reading->is_undefined) {
        report->tool = SANLOG_UBSAN;
        report->offset = reading->undefined_offset;
        sankind_undefined(report->kind, reading->undefined.text, reading->undefined.size);
        read_stack(reading->undefined_log, report);
        add_place(report, &reading->undefined_at);
    } else if (reading->reason[0] != '\0') {
        report->tool = SANLOG_LIBC;
        report->offset = reading->reason_offset;
        memcpy(report->kind, reading->reason, SANKIND_SIZE);
        add_place(report, &reading->reason_at);
    }
    return report->tool != SANLOG_NONE;
}

bool sanlog_read(const char *text, size_t size, struct sanlog_report *report)
{
    struct reading reading = {.log = {text, size}};
    memset(report, 0, sizeof *report);
    struct span line;
    while (next_line(&reading.log, &line)) {
        struct span message = line;
        enum sanlog_tool tool = fatal_header(&message);
        if (tool == SANLOG_LSAN && reading.is_undefined) {
            continue; /* a leak at the exit that UBSan made says nothing new */
        }
        if (tool != SANLOG_NONE && !only_warns(line, tool)) {
            report->tool = tool;
            report->offset = (size_t)(line.text - text);
            fatal_report(&reading, message, report);
            return true;
        }
        note(&reading, line, (size_t)(line.text - text));
    }
    return lesser_report(&reading, report);
}
