/* SPDX-License-Identifier: MIT */
#include "sanstack.h"

#include <string.h>

#include "sanframe.h"

/* A line longer than this is no line of a report; its first bytes are read all the same. */
#define LINE_LIMIT 4096

bool sanstack_line(struct span *log, struct span *line)
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

bool sanstack_follows(struct span log)
{
    struct span line;
    struct sanlog_frame frame;
    uint64_t number = 1;
    return sanstack_line(&log, &line) && sanframe_read(line, &number, &frame) && number == 0;
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
    for (; report->frame_count < most && sanstack_line(log, &line); before = *log) {
        struct sanlog_frame frame;
        uint64_t number = 0;
        bool is_frame = sanframe_read(line, &number, &frame);
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
    while (!begun && sanstack_line(&log, &line) && !span_take(&line, "SUMMARY: ")) {
        begun = begins_second(line, report);
    }
    if (begun && first > 0 && sanstack_follows(log)) {
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

void sanstack_read(struct span log, struct sanlog_report *report)
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
