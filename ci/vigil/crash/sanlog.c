/* SPDX-License-Identifier: MIT */
#include "sanlog.h"

#include <string.h>

#include "base/span.h"
#include "sanlog_kind.h"

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

/* Takes the next line of the log, without its end, and cut where it is too long. False at the end
 * of the log. */
static bool take_line(struct span *log, struct span *line)
{
    if (!span_take_line(log, line)) {
        return false;
    }
    if (line->size > LINE_LIMIT) {
        line->size = LINE_LIMIT;
    }
    return true;
}

/* Whether the log goes on with a stack, as the reports that say no more in their header do. */
static bool stack_follows(struct span log)
{
    struct span line;
    struct sanlog_frame frame;
    uint64_t number = 1;
    return take_line(&log, &line) && sanlog_frame_read(line, &number, &frame) && number == 0;
}

/* "==7==ERROR: X: message", "==7== ERROR: libFuzzer: message", "WARNING: ThreadSanitizer: message";
 * and "==7==X: hard rss limit exhausted", which names no degree. The tool named, and in *line the
 * message. ASan warns and goes on ("WARNING: AddressSanitizer failed to allocate", no colon after
 * the name; "WARNING: AddressSanitizer: …" under allocator_may_return_null): only MSan and TSan
 * report a crash so. */
static enum sanlog_tool fatal_header(struct span *line)
{
    bool numbered = span_take(line, "==");
    if (numbered) {
        if (!span_take_digits(line, NULL) || !span_take(line, "==")) {
            return SANLOG_NONE;
        }
        (void)span_take(line, " ");
    }
    bool error = span_take(line, "ERROR: ");
    bool warning = !error && span_take(line, "WARNING: ");
    for (enum sanlog_tool tool = SANLOG_LIBFUZZER; tool <= SANLOG_UBSAN; tool++) {
        if (span_take(line, sanlog_tool_name(tool)) && span_take(line, ": ")) {
            struct span message = *line;
            bool died = error || (warning && (tool == SANLOG_MSAN || tool == SANLOG_TSAN)) ||
                        (numbered && !warning && span_take(&message, "hard rss limit exhausted"));
            return died ? tool : SANLOG_NONE;
        }
    }
    return SANLOG_NONE;
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
static enum sanlog_tool unended_header(struct span *line, struct span log)
{
    struct span rest = *line;
    for (size_t start = span_find(rest, "=="); start < rest.size; start = span_find(rest, "==")) {
        span_skip(&rest, start);
        struct span message = rest, before = {line->text, (size_t)(rest.text - line->text)};
        enum sanlog_tool tool = fatal_header(&message);
        if (tool != SANLOG_NONE) {
            *line = message;
            return quotes(before) || !stack_follows(log) ? SANLOG_NONE : tool;
        }
        span_skip(&rest, 1);
    }
    return SANLOG_NONE;
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
    if (!is_kind(report, "segv")) {
        return;
    }
    if (says(line, "Hint: pc points to the zero page")) {
        rename_kind(report, "null-call");
    } else if (says(line, "Hint: PC is at a non-executable region")) {
        rename_kind(report, "wild-jump");
    } else if (says(line, "Hint: address points to the zero page.")) {
        rename_kind(report, "null-dereference");
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
    for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++) {
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

/* From the first "#0" until the numbers stop rising. Lines of others between two frames are passed
 * over, since a target may print while it dies. */
static void read_stack(struct span *log, size_t most, struct sanlog_report *report)
{
    struct span line, before = *log;
    uint64_t last = 0;
    bool started = false;
    for (; report->frame_count < most && take_line(log, &line); before = *log) {
        struct sanlog_frame frame;
        uint64_t number = 0;
        bool is_frame = sanlog_frame_read(line, &number, &frame);
        if (!is_frame && !started) {
            read_hint(line, report);
            read_access(line, report);
        }
        if (is_frame ? (started ? number <= last : number != 0)
                     : started && begins_second(line, report)) {
            *log = before;
            return;
        }
        if (is_frame) {
            started = true;
            last = number;
            report->frames[report->frame_count++] = frame;
        }
    }
}

/* Reads what follows the header into *report, whose tool and kind are set. */
static void read_stacks(struct span log, struct sanlog_report *report)
{
    bool tsan = report->tool == SANLOG_TSAN;
    read_stack(&log, tsan ? SANLOG_FRAMES / 2 : SANLOG_FRAMES, report);
    if (tsan) {
        struct span line;
        size_t first = report->frame_count;
        bool begun = false;
        while (!begun && take_line(&log, &line) && !span_take(&line, "SUMMARY: ")) {
            begun = begins_second(line, report);
        }
        if (begun && first > 0 && stack_follows(log)) {
            read_stack(&log, SANLOG_FRAMES, report);
            report->second = first;
        }
    }
    if (is_kind(report, "wild-jump") || is_kind(report, "null-call")) {
        /* Where a jump led is no function, and the "READ" is the fetch of an instruction. */
        if (report->frame_count > 0) {
            report->frame_count--;
            memmove(report->frames, report->frames + 1,
                    report->frame_count * sizeof *report->frames);
            memset(report->frames + report->frame_count, 0, sizeof *report->frames);
        }
        report->access = SANLOG_ACCESS_NONE;
    }
    if (strncmp(report->kind, "data-race", 9) == 0) {
        report->access = SANLOG_ACCESS_NONE;
        report->access_size = 0;
    }
}

/* What was seen before the fatal report. It tells more of an abort, and stands in for a fatal
 * report where there is none. */
struct reading {
    struct span log;               /* what follows the line at hand */
    char reason[SANLOG_KIND_SIZE]; /* why libc aborts, "" while it did not say */
    enum sanlog_tool reason_tool;
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
    sanlog_frame_location(line, at);
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
    if (reading->reason[0] == '\0' && sanlog_kind_minimal(reading->reason, line)) {
        reading->reason_tool = SANLOG_UBSAN;
        reading->reason_offset = offset;
    }
    if (reading->reason[0] == '\0' && sanlog_kind_abort_reason(reading->reason, line)) {
        assertion_place(line, &reading->reason_at);
        reading->reason_tool = SANLOG_LIBC;
        reading->reason_offset = offset;
    }
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

/* "SEGV on unknown address 0x414141 (pc 0x414141 …": the instruction itself was not there. */
static bool jumped(struct span message)
{
    static const char on[] = "address 0x", at[] = "(pc 0x";
    size_t from = span_find(message, on), pc = span_find(message, at);
    struct span address = message, counter = message;
    span_skip(&address, from + sizeof on - 1);
    span_skip(&counter, pc + sizeof at - 1);
    size_t digits = span_find(address, " ");
    uint64_t value = 0;
    bool same = digits > 0 && counter.size > digits && counter.text[digits] == ' ' &&
                memcmp(address.text, counter.text, digits) == 0;
    bool null = span_take_digits(&counter, &value) && value == 0 && counter.size > 0 &&
                counter.text[0] == ' ';
    return same && !null;
}

static void fatal_report(struct reading *reading, struct span message, struct sanlog_report *report)
{
    sanlog_kind_fatal(report->kind, message);
    if (is_kind(report, "segv") && jumped(message)) {
        rename_kind(report, "wild-jump");
    }
    if (is_kind(report, "memory-leak")) {
        report->tool = SANLOG_LSAN;
    }
    bool aborted = is_kind(report, "abort") || is_kind(report, "deadly-signal");
    if (aborted && reading->reason[0] != '\0') {
        rename_kind(report, reading->reason);
    }
    read_stacks(reading->log, report);
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
        sanlog_kind_undefined(report->kind, reading->undefined);
        read_stacks(reading->undefined_log, report);
        add_place(report, &reading->undefined_at);
    } else if (reading->reason[0] != '\0') {
        report->tool = reading->reason_tool;
        report->offset = reading->reason_offset;
        rename_kind(report, reading->reason);
        add_place(report, &reading->reason_at);
    }
    return report->tool != SANLOG_NONE;
}

bool sanlog_read(const char *text, size_t size, struct sanlog_report *report)
{
    struct reading reading = {.log = {text, size}};
    memset(report, 0, sizeof *report);
    struct span line;
    while (take_line(&reading.log, &line)) {
        struct span message = line;
        enum sanlog_tool tool = fatal_header(&message);
        if (tool == SANLOG_NONE) {
            message = line;
            tool = unended_header(&message, reading.log);
        }
        if (tool == SANLOG_LSAN && reading.is_undefined) {
            continue; /* UBSan made the program exit: a leak then says nothing new */
        }
        if (tool != SANLOG_NONE) {
            report->tool = tool;
            report->offset = (size_t)(line.text - text);
            fatal_report(&reading, message, report);
            return true;
        }
        note(&reading, line, (size_t)(line.text - text));
    }
    return lesser_report(&reading, report);
}
