/* SPDX-License-Identifier: MIT */
#include "sanlog_stack.h"

#include <limits.h>
#include <string.h>

/* A line longer than this is no line of a report; its first bytes are read all the same. */
#define LINE_LIMIT 4096

bool sanlog_stack_line(struct span *log, struct span *line)
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

bool sanlog_stack_follows(struct span log)
{
    struct span line;
    struct sanlog_frame frame;
    uint64_t number = 1;
    return sanlog_stack_line(&log, &line) && sanlog_frame_read(line, &number, &frame) &&
           number == 0;
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
    size_t size = strlen(kind) + 1;
    memset(report->kind, 0, sizeof report->kind);
    memcpy(report->kind, kind, size);
}

/* A signal says no more than its name; what it was about stands in the lines after it. */
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
    for (; report->frame_count < most && sanlog_stack_line(log, &line); before = *log) {
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

static void read_second(struct span log, struct sanlog_report *report)
{
    struct span line;
    size_t first = report->frame_count;
    bool begun = false;
    while (!begun && sanlog_stack_line(&log, &line) && !span_take(&line, "SUMMARY: ")) {
        begun = begins_second(line, report);
    }
    if (begun && first > 0 && sanlog_stack_follows(log)) {
        read_stack(&log, SANLOG_FRAMES, report);
        report->second = first;
    }
}

/* Where the jump went is no function that did anything. */
static void drop_jumped_to(struct sanlog_report *report)
{
    if (report->frame_count > 0) {
        report->frame_count--;
        memmove(report->frames, report->frames + 1, report->frame_count * sizeof *report->frames);
        memset(report->frames + report->frame_count, 0, sizeof *report->frames);
    }
    report->access = SANLOG_ACCESS_NONE; /* "READ" of an instruction */
}

void sanlog_stack_read(struct span log, struct sanlog_report *report)
{
    bool tsan = report->tool == SANLOG_TSAN;
    read_stack(&log, tsan ? SANLOG_FRAMES / 2 : SANLOG_FRAMES, report);
    if (tsan) {
        read_second(log, report);
    }
    if (is_kind(report, "wild-jump") || is_kind(report, "null-call")) {
        drop_jumped_to(report);
    }
    if (strncmp(report->kind, "data-race", 9) == 0) {
        report->access = SANLOG_ACCESS_NONE;
        report->access_size = 0;
    }
}

static void trim(struct span *text)
{
    while (text->size > 0 && (text->text[0] == ' ' || text->text[0] == '\t')) {
        span_skip(text, 1);
    }
    while (text->size > 0 && text->text[text->size - 1] == ' ') {
        text->size--;
    }
}

/* Cuts ":12" from the end. */
static bool cut_number(struct span *text, uint64_t *number)
{
    size_t start = text->size;
    while (start > 0 && span_is_digit(text->text[start - 1])) {
        start--;
    }
    if (start == text->size || start == 0 || text->text[start - 1] != ':') {
        return false;
    }
    struct span digits = {text->text + start, text->size - start};
    (void)span_take_digits(&digits, number);
    text->size = start - 1;
    return true;
}

void sanlog_frame_location(struct span text, struct sanlog_frame *frame)
{
    uint64_t last = 0, line = 0;
    trim(&text);
    if (cut_number(&text, &last) && !cut_number(&text, &line)) {
        line = last;
    }
    frame->line = line < UINT_MAX ? (unsigned)line : UINT_MAX;
    /* The end of a long path tells more than its beginning. */
    size_t room = sizeof frame->file - 1;
    if (text.size > room) {
        span_skip(&text, text.size - room);
    }
    span_copy(frame->file, sizeof frame->file, text);
}

/* Cuts " (module+0x12)" or " (BuildId: …)" from the end; the module's base name is kept. */
static bool cut_module(struct span *text, struct sanlog_frame *frame)
{
    if (text->size == 0 || text->text[text->size - 1] != ')') {
        return false;
    }
    size_t open = span_find_last(*text, "(");
    if (open == text->size) {
        return false;
    }
    struct span inside = {text->text + open + 1, text->size - open - 2};
    if (inside.size == 16 && memcmp(inside.text, "<unknown module>", 16) == 0) {
        text->size = open;
        trim(text);
        return true;
    }
    size_t plus = span_find_last(inside, "+0x");
    bool build = span_take(&inside, "BuildId: ");
    if (!build && (plus == inside.size || (open > 0 && text->text[open - 1] != ' '))) {
        return false;
    }
    if (!build) {
        inside.size = plus;
        size_t slash = span_find_last(inside, "/");
        span_skip(&inside, slash == inside.size ? 0 : slash + 1);
        span_copy(frame->module, sizeof frame->module, inside);
    }
    text->size = open;
    trim(text);
    return true;
}

/* "parse.c", as is said of a symbol without debug information. */
static bool is_file(struct span word)
{
    static const char *const ends[] = {".c", ".cc", ".cpp", ".cxx", ".h", ".o", ".S"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t length = strlen(ends[i]);
        if (word.size > length && memcmp(word.text + word.size - length, ends[i], length) == 0) {
            return true;
        }
    }
    return false;
}

/* Where the path begins in "f(char const*, int) /src/my parse.c:12:3"; the size if there is none.
 */
static size_t location_start(struct span text)
{
    size_t slash = span_find(text, " /");
    if (slash < text.size) {
        return slash;
    }
    size_t space = span_find_last(text, " ");
    if (space == text.size) {
        return space;
    }
    struct span last = {text.text + space + 1, text.size - space - 1};
    uint64_t ignored;
    bool located = cut_number(&last, &ignored) || span_take(&last, "<null>") || is_file(last);
    return located ? space : text.size;
}

/* A line that was cut within its last parenthesis: what is left of that names nothing. */
static void cut_unclosed(struct span *text)
{
    size_t open = span_find_last(*text, "(");
    struct span rest = *text;
    span_skip(&rest, open);
    bool apart = open == 0 || (open < text->size && text->text[open - 1] == ' ');
    if (apart && span_find(rest, ")") == rest.size) {
        text->size = open;
        trim(text);
    }
}

static void skip_address(struct span *line)
{
    if (!span_take(line, "0x")) {
        return;
    }
    while (line->size > 0 && line->text[0] != ' ') {
        span_skip(line, 1);
    }
    trim(line);
}

/* "parse(char const*) /src/parse.c:12:3 (target+0x1)": what follows the address. */
static void name_and_place(struct span line, struct sanlog_frame *frame)
{
    size_t whole = line.size;
    cut_unclosed(&line);
    cut_unclosed(&line);
    while (cut_module(&line, frame)) {}
    size_t start = location_start(line);
    bool placed = start < whole;
    struct span location = line;
    span_skip(&location, start);
    line.size = start;
    trim(&line);
    if (line.size == 6 && memcmp(line.text, "<null>", 6) == 0) {
        line.size = 0;
    }
    if (placed) { /* a place follows each name: without one, the line was cut within the name */
        span_copy(frame->function, sizeof frame->function, line);
    }
    if (span_find(location, "<null>") == location.size) {
        sanlog_frame_location(location, frame);
    }
}

bool sanlog_frame_read(struct span line, uint64_t *number, struct sanlog_frame *frame)
{
    memset(frame, 0, sizeof *frame);
    trim(&line);
    if (!span_take(&line, "#") || !span_take_digits(&line, number) || !span_take(&line, " ")) {
        return false;
    }
    trim(&line);
    bool addressed = line.size > 1 && line.text[0] == '0' && line.text[1] == 'x';
    skip_address(&line);
    (void)span_take(&line, "in ");
    name_and_place(line, frame);
    /* "#12\tNEW cov: 3" and "#12 pulse" are libFuzzer's own progress. */
    return addressed || frame->file[0] != '\0' || frame->module[0] != '\0';
}
