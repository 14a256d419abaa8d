/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/base64.h"
#include "base/inert.h"
#include "base/span.h"
#include "crash/stack.h"
#include "outcome.h"

#define LOG_LIMIT ((size_t)16384)

/* Each of these returns NULL when memory ran out, and json_pack of a NULL is NULL, too. */

/* The text as JSON; frees the text. */
static json_t *string_of(struct buffer *text)
{
    buffer_text(text, "");
    json_t *made = text->failed ? NULL : json_string(text->data);
    buffer_free(text);
    return made;
}

/* Hostile text made inert: text_of on one line, lines_of with its lines. */
static json_t *text_of(const char *text)
{
    struct buffer clean = {0};
    inert_line(&clean, text, strlen(text));
    return string_of(&clean);
}

static json_t *lines_of(const char *text, size_t size)
{
    struct buffer clean = {0};
    inert_lines(&clean, text, size);
    return string_of(&clean);
}

static json_t *text_or_null(const char *text)
{
    return text[0] != '\0' ? text_of(text) : json_null();
}

/* At most the greatest signed integer of 64 bits: readers of JSON differ on larger ones. */
static json_t *count_of(uint64_t count)
{
    return json_integer(count < INT64_MAX ? (json_int_t)count : INT64_MAX);
}

/* An array of `count` objects, each made by `make` of the list's own type. */
typedef json_t *maker(const void *list, size_t at);

static json_t *array_of(maker *make, const void *list, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        if (json_array_append_new(array, make(list, i)) != 0) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
}

static const char *reproducibility(const struct crash *crash)
{
    return crash->unfinished                        ? "not studied"
           : crash->reproducibility == REPRODUCIBLE ? "reproducible"
           : crash->reproducibility == FLAKY        ? "flaky"
                                                    : "not confirmed";
}

/* The source around this frame; null where the report has none. */
static json_t *source_of(const struct report_crash *crash, size_t frame)
{
    for (size_t i = 0; i < crash->source_count && i < REPORT_SOURCES; i++) {
        const struct report_source *source = &crash->sources[i];
        if (source->frame == frame) {
            return json_pack("{s:i, s:i, s:o}", "first", (int)source->first, "line",
                             (int)source->line, "text",
                             lines_of(source->text.data, source->text.size));
        }
    }
    return json_null();
}

static json_t *frames(const struct report_crash *crash)
{
    const struct sanlog_report *report = &crash->crash->report;
    bool own[SANLOG_FRAMES];
    json_t *list = json_array();
    stack_mark_own(report, own);
    for (size_t i = 0; i < report->frame_count; i++) {
        const struct sanlog_frame *frame = &report->frames[i];
        bool second = report->second > 0 && i >= report->second;
        (void)json_array_append_new(
            list,
            json_pack("{s:i, s:o, s:o, s:I, s:o, s:b, s:o}", "stack", second ? 2 : 1, "function",
                      text_or_null(frame->function), "file", text_or_null(frame->file), "line",
                      (json_int_t)frame->line, "module", text_or_null(frame->module), "own",
                      (int)own[i], "source", source_of(crash, i)));
    }
    return list;
}

static json_t *input(const struct report_crash *crash)
{
    const struct crash *found = crash->crash;
    struct buffer escaped = {0}, base64 = {0};
    inert_escaped(&escaped, found->minimised.data, found->minimised.size, SIZE_MAX);
    base64_write(&base64, found->minimised.data, found->minimised.size);
    bool known = crash->marks != NULL && found->minimised.size > 0 &&
                 strlen(crash->marks) == found->minimised.size;
    return json_pack("{s:I, s:I, s:o, s:o, s:o}", "size", (json_int_t)found->minimised.size,
                     "size_found", (json_int_t)found->input.size, "text", string_of(&escaped),
                     "base64", string_of(&base64), "marks",
                     known ? text_of(crash->marks) : json_null());
}

static json_t *log_text(const struct crash *crash)
{
    struct span log = {crash->log.data, crash->log.size};
    span_skip(&log, crash->report.offset < log.size ? crash->report.offset : 0);
    return lines_of(log.text, log.size < LOG_LIMIT ? log.size : LOG_LIMIT);
}

/* What the files of a crash tell is null where they cannot be read, or where it is withheld. */
static json_t *crash(const void *list, size_t at)
{
    const struct report_crash *crash = (const struct report_crash *)list + at;
    const struct crash *found = crash->crash;
    bool open = found != NULL && !crash->withheld;
    return json_pack(
        "{s:o, s:o, s:o, s:s, s:s, s:s, s:b, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
        "s:b, s:b, s:o, s:s?, s:o, s:o, s:o, s:s?, s:o, s:o, s:o}",
        "id", text_of(crash->id), "title", text_of(crash->title), "target", text_of(crash->target),
        "severity", signature_severity_name(crash->severity), "class",
        signature_class_name(crash->class), "fate", lifecycle_fate_name(crash->fate), "seen",
        (int)crash->seen, "times", (json_int_t)crash->times, "nights", (json_int_t)crash->nights,
        "issue", crash->issue > 0 ? count_of(crash->issue) : json_null(), "issue_link",
        text_or_null(crash->issue_link), "owner", text_or_null(crash->owner), "first_seen",
        text_or_null(crash->first_seen), "last_seen", text_or_null(crash->last_seen), "first_bad",
        text_or_null(crash->first_bad), "author", text_or_null(crash->handle), "note",
        text_or_null(crash->note), "studied", (int)!crash->unstudied, "withheld",
        (int)crash->withheld, "command", text_or_null(crash->command == NULL ? "" : crash->command),
        "tool", found == NULL ? NULL : sanlog_tool_name(found->report.tool), "kind",
        found == NULL ? json_null() : text_of(found->report.kind), "replays",
        found == NULL ? json_null() : json_integer(found->replays), "reproduced",
        found == NULL ? json_null() : json_integer(found->reproduced), "reproducibility",
        found == NULL ? NULL : reproducibility(found), "frames",
        found == NULL ? json_null() : frames(crash), "input", open ? input(crash) : json_null(),
        "log", open ? log_text(found) : json_null());
}

static json_t *target(const void *list, size_t at)
{
    const struct report_target *target = (const struct report_target *)list + at;
    return json_pack("{s:o, s:o, s:f, s:o, s:o, s:f, s:f, s:I, s:b, s:o}", "name",
                     text_of(target->name), "executions", count_of(target->executions),
                     "executions_per_second", outcome_rate(target->executions, target->seconds),
                     "edges", count_of(target->edges), "corpus", count_of(target->corpus),
                     "seconds", target->seconds, "share_seconds", target->share, "crashes",
                     (json_int_t)target->crashes, "ran", (int)target->ran, "ended",
                     text_of(target->ended));
}

static json_t *open_issues(const unsigned open[3])
{
    return json_pack("{s:I, s:I, s:I}", "high", (json_int_t)open[SEVERITY_HIGH], "medium",
                     (json_int_t)open[SEVERITY_MEDIUM], "low", (json_int_t)open[SEVERITY_LOW]);
}

static json_t *status(int status)
{
    static const char *const names[] = {"clean", "findings", "could not"};
    return json_string(status >= 0 && status < 3 ? names[status] : "cut short");
}

static json_t *night(const void *list, size_t at)
{
    const struct store_night *night = (const struct store_night *)list + at;
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:f, s:o, s:f, s:f, s:f, s:I, s:I}",
                     "date", text_of(night->date), "started", text_or_null(night->started), "ended",
                     text_or_null(night->ended), "verdict", status(night->status), "executions",
                     count_of(night->executions), "edges", count_of(night->edges), "corpus",
                     count_of(night->corpus), "seconds", night->seconds, "open",
                     open_issues(night->open), "untriaged_seconds", night->untriaged_seconds,
                     "late_seconds", night->late_seconds, "start_late_seconds",
                     night->start_late_seconds, "found", (json_int_t)night->found, "filed",
                     (json_int_t)night->filed);
}

static json_t *waiting(const void *list, size_t at)
{
    const struct report_waiting *waiting = (const struct report_waiting *)list + at;
    return json_pack("{s:o, s:o, s:o, s:o, s:s, s:f, s:b}", "issue", count_of(waiting->issue),
                     "link", text_or_null(waiting->link), "title", text_of(waiting->title), "owner",
                     text_or_null(waiting->owner), "severity",
                     signature_severity_name(waiting->severity), "age_seconds",
                     waiting->age_seconds, "triaged", (int)waiting->triaged);
}

/* A row of `vigil duty --json`, and the zone. */
static json_t *duty_row(const void *list, size_t at)
{
    const struct duty *duty = (const struct duty *)list + at;
    char date[16], start[40], end[40];
    duty_write_date(duty->day, date);
    if (duty->reviewer == NULL) {
        return json_pack("{s:s, s:n, s:n, s:n, s:n, s:n}", "date", date, "reviewer", "handle",
                         "zone", "local_start", "local_end");
    }
    duty_local(duty->reviewer, duty->start, start);
    duty_local(duty->reviewer, duty->end, end);
    return json_pack("{s:s, s:o, s:o, s:o, s:s, s:s}", "date", date, "reviewer",
                     text_of(duty->reviewer->name), "handle", text_of(duty->reviewer->handle),
                     "zone", text_of(duty->reviewer->zone), "local_start", start, "local_end", end);
}

static json_t *stage(const void *list, size_t at)
{
    const struct stage *stage = (const struct stage *)list + at;
    return json_pack("{s:o, s:o, s:b, s:I, s:o}", "name", text_of(stage->name), "target",
                     text_or_null(stage->target), "cached", (int)stage->cached, "began_nanoseconds",
                     (json_int_t)stage->began, "ended_nanoseconds",
                     stage->ended > 0 ? json_integer((json_int_t)stage->ended) : json_null());
}

static json_t *tool(const void *list, size_t at)
{
    const struct toolchain_item *item = (const struct toolchain_item *)list + at;
    return json_pack("{s:o, s:o, s:o}", "name", text_of(item->name), "locked",
                     text_or_null(item->locked), "found", text_or_null(item->found));
}

static json_t *toolchain(const struct toolchain *toolchain)
{
    return toolchain == NULL
               ? json_null()
               : json_pack("{s:I, s:o}", "mismatches", (json_int_t)toolchain->mismatches, "items",
                           array_of(tool, toolchain->items, toolchain->count));
}

/* One text a line. */
static json_t *list_of_lines(const char *text)
{
    struct span left = {text, strlen(text)}, line;
    json_t *list = json_array();
    while (span_take_line(&left, &line)) {
        struct buffer clean = {0};
        inert_line(&clean, line.text, line.size);
        (void)json_array_append_new(list, string_of(&clean));
    }
    return list;
}

static json_t *counts(const struct report *report)
{
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I}", "new",
                     (json_int_t)outcome_count(report, FATE_NEW), "back",
                     (json_int_t)outcome_count(report, FATE_RETURNED), "flaky",
                     (json_int_t)outcome_count(report, FATE_FLAKY), "known",
                     (json_int_t)outcome_count(report, FATE_KNOWN), "fixed",
                     (json_int_t)outcome_count(report, FATE_MENDED), "declined",
                     (json_int_t)outcome_count(report, FATE_DECLINED));
}

static json_t *filings(const struct store_filings *filings)
{
    return json_pack("{s:I, s:I, s:I, s:I, s:I}", "filed", (json_int_t)filings->filed, "reopened",
                     (json_int_t)filings->reopened, "closed", (json_int_t)filings->closed,
                     "refused", (json_int_t)filings->refused, "waiting",
                     (json_int_t)filings->waiting);
}

static json_t *whole(const struct report *report)
{
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:f, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
        "s:o, s:o}",
        "vigil", text_of(report->version), "project", text_of(report->project), "revision",
        text_or_null(report->revision), "date", text_of(outcome_tonight(report)->date), "verdict",
        status((int)report->outcome), "sentence", text_of(report->sentence), "issues",
        text_or_null(report->issues), "budget_seconds", report->budget, "counts", counts(report),
        "filings", filings(&report->filings), "troubles", list_of_lines(report->troubles), "notes",
        list_of_lines(report_notes(report)), "crashes",
        array_of(crash, report->crashes, report->crash_count), "targets",
        array_of(target, report->targets, report->target_count), "waiting",
        array_of(waiting, report->waiting, report->waiting_count), "duty",
        array_of(duty_row, report->duty, report->duty_count), "toolchain",
        toolchain(report->toolchain), "stages",
        array_of(stage, report->stages, report->stage_count), "nights",
        array_of(night, report->nights, report->night_count));
}

static int add(const char *text, size_t size, void *context)
{
    buffer_add(context, text, size);
    return 0;
}

void report_json(const struct report *report, struct buffer *into)
{
    json_t *object = whole(report);
    if (object == NULL || json_dump_callback(object, add, into, JSON_COMPACT) != 0) {
        into->failed = true; /* memory ran out; nothing else can */
    }
    buffer_text(into, "\n");
    json_decref(object);
}
