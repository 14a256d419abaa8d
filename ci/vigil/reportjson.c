/* SPDX-License-Identifier: MIT */
#include "reportjson.h"

#include <string.h>

#include "reportjson_part.h"
#include "safetext.h"
#include "span.h"
#include "tally.h"

typedef void writer(struct buffer *into, const char *text, size_t size);

static json_t *inert(writer *write, const char *text, size_t size)
{
    struct buffer clean = {0};
    buffer_text(&clean, "");
    write(&clean, text, size);
    json_t *made = clean.failed ? NULL : json_string(clean.data);
    buffer_free(&clean);
    return made;
}

json_t *reportjson_text(const char *text)
{
    return inert(safetext_line, text, strlen(text));
}

json_t *reportjson_lines(const char *text, size_t size)
{
    return inert(safetext_lines, text, size);
}

json_t *reportjson_text_or_null(const char *text)
{
    return text[0] != '\0' ? reportjson_text(text) : json_null();
}

json_t *reportjson_count(uint64_t count)
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

static json_t *crash(const void *list, size_t at)
{
    return reportjson_crash((const struct report_crash *)list + at);
}

static json_t *target(const void *list, size_t at)
{
    const struct report_target *target = (const struct report_target *)list + at;
    return json_pack(
        "{s:o, s:o, s:f, s:o, s:o, s:f, s:f, s:I, s:b, s:o}", "name", reportjson_text(target->name),
        "executions", reportjson_count(target->executions), "executions_per_second",
        tally_rate(target->executions, target->seconds), "edges", reportjson_count(target->edges),
        "corpus", reportjson_count(target->corpus), "seconds", target->seconds, "share_seconds",
        target->share, "crashes", (json_int_t)target->crashes, "ran", (int)target->ran, "ended",
        reportjson_text(target->ended));
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
    const struct report_night *night = (const struct report_night *)list + at;
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:f, s:o, s:f, s:f, s:f, s:I, s:I}", "date",
        reportjson_text(night->date), "started", reportjson_text_or_null(night->started), "ended",
        reportjson_text_or_null(night->ended), "verdict", status(night->status), "executions",
        reportjson_count(night->executions), "edges", reportjson_count(night->edges), "corpus",
        reportjson_count(night->corpus), "seconds", night->seconds, "open",
        open_issues(night->open), "untriaged_seconds", night->untriaged_seconds, "late_seconds",
        night->late_seconds, "start_late_seconds", night->start_late_seconds, "found",
        (json_int_t)night->found, "filed", (json_int_t)night->filed);
}

static json_t *waiting(const void *list, size_t at)
{
    const struct report_waiting *waiting = (const struct report_waiting *)list + at;
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:s, s:f, s:b}", "issue", reportjson_count(waiting->issue), "link",
        reportjson_text_or_null(waiting->link), "title", reportjson_text(waiting->title), "owner",
        reportjson_text_or_null(waiting->owner), "severity",
        signature_severity_name(waiting->severity), "age_seconds", waiting->age_seconds, "triaged",
        (int)waiting->triaged);
}

/* As `vigil duty --json` has a row, and the zone. */
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
                     reportjson_text(duty->reviewer->name), "handle",
                     reportjson_text(duty->reviewer->handle), "zone",
                     reportjson_text(duty->reviewer->zone), "local_start", start, "local_end", end);
}

static json_t *stage(const void *list, size_t at)
{
    const struct stage *stage = (const struct stage *)list + at;
    return json_pack("{s:o, s:o, s:b, s:I, s:o}", "name", reportjson_text(stage->name), "target",
                     reportjson_text_or_null(stage->target), "cached", (int)stage->cached,
                     "began_nanoseconds", (json_int_t)stage->began, "ended_nanoseconds",
                     stage->ended > 0 ? json_integer((json_int_t)stage->ended) : json_null());
}

static json_t *tool(const void *list, size_t at)
{
    const struct toolchain_item *item = (const struct toolchain_item *)list + at;
    return json_pack("{s:o, s:o, s:o}", "name", reportjson_text(item->name), "locked",
                     reportjson_text_or_null(item->locked), "found",
                     reportjson_text_or_null(item->found));
}

static json_t *toolchain(const struct toolchain *toolchain)
{
    return toolchain == NULL
               ? json_null()
               : json_pack("{s:I, s:o}", "mismatches", (json_int_t)toolchain->mismatches, "items",
                           array_of(tool, toolchain->items, toolchain->count));
}

static json_t *troubles(const char *text)
{
    struct span left = {text, strlen(text)}, line;
    json_t *list = json_array();
    while (span_take_line(&left, &line)) {
        (void)json_array_append_new(list, inert(safetext_line, line.text, line.size));
    }
    return list;
}

static json_t *counts(const struct report *report)
{
    return json_pack("{s:I, s:I, s:I, s:I, s:I}", "new", (json_int_t)tally_fate(report, FATE_NEW),
                     "back", (json_int_t)tally_fate(report, FATE_RETURNED), "flaky",
                     (json_int_t)tally_fate(report, FATE_FLAKY), "known",
                     (json_int_t)tally_fate(report, FATE_KNOWN), "fixed",
                     (json_int_t)tally_fate(report, FATE_MENDED));
}

static json_t *filings(const struct report_filings *filings)
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
        "s:o}",
        "vigil", reportjson_text(report->version), "project", reportjson_text(report->project),
        "revision", reportjson_text_or_null(report->revision), "date",
        reportjson_text(tally_tonight(report)->date), "verdict", status((int)report->verdict),
        "sentence", reportjson_text(report->sentence), "issues",
        reportjson_text_or_null(report->issues), "budget_seconds", report->budget, "counts",
        counts(report), "filings", filings(&report->filings), "troubles",
        troubles(report->troubles), "crashes",
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
