/* SPDX-License-Identifier: MIT */
#include "reportjson_part.h"

#include <string.h>

#include "base64.h"
#include "ownframe.h"
#include "safetext.h"
#include "span.h"

#define LOG_LIMIT ((size_t)16384)

static const char *reproducibility(const struct crash *crash)
{
    return crash->reproducibility == REPRODUCIBLE ? "reproducible"
           : crash->reproducibility == FLAKY      ? "flaky"
                                                  : "not confirmed";
}

/* The source around this frame; null where it is not had. */
static json_t *source_of(const struct report_crash *crash, size_t frame)
{
    for (size_t i = 0; i < crash->source_count && i < REPORT_SOURCES; i++) {
        const struct report_source *source = &crash->sources[i];
        if (source->frame == frame) {
            return json_pack("{s:i, s:i, s:o}", "first", (int)source->first, "line",
                             (int)source->line, "text",
                             reportjson_lines(source->text.data, source->text.size));
        }
    }
    return json_null();
}

static json_t *frames(const struct report_crash *crash)
{
    const struct sanlog_report *report = &crash->crash->report;
    bool own[SANLOG_FRAMES];
    json_t *list = json_array();
    ownframe_mark(report, own);
    for (size_t i = 0; i < report->frame_count; i++) {
        const struct sanlog_frame *frame = &report->frames[i];
        bool second = report->second > 0 && i >= report->second;
        (void)json_array_append_new(
            list, json_pack("{s:i, s:o, s:o, s:I, s:o, s:b, s:o}", "stack", second ? 2 : 1,
                            "function", reportjson_text_or_null(frame->function), "file",
                            reportjson_text_or_null(frame->file), "line", (json_int_t)frame->line,
                            "module", reportjson_text_or_null(frame->module), "own", (int)own[i],
                            "source", source_of(crash, i)));
    }
    return list;
}

static json_t *base64(const struct buffer *bytes)
{
    struct buffer text = {0};
    buffer_text(&text, "");
    base64_write(&text, bytes->data, bytes->size);
    json_t *made = text.failed ? NULL : json_string(text.data);
    buffer_free(&text);
    return made;
}

static json_t *escaped(const struct buffer *bytes)
{
    struct buffer text = {0};
    buffer_text(&text, "");
    safetext_escaped(&text, bytes->data, bytes->size, SIZE_MAX);
    json_t *made = text.failed ? NULL : json_string(text.data);
    buffer_free(&text);
    return made;
}

static json_t *input(const struct report_crash *crash)
{
    const struct crash *found = crash->crash;
    bool known = crash->marks != NULL && found->minimised.size > 0 &&
                 strlen(crash->marks) == found->minimised.size;
    return json_pack("{s:I, s:I, s:o, s:o, s:o}", "size", (json_int_t)found->minimised.size,
                     "size_found", (json_int_t)found->input.size, "text",
                     escaped(&found->minimised), "base64", base64(&found->minimised), "marks",
                     known ? reportjson_text(crash->marks) : json_null());
}

static json_t *log_text(const struct crash *crash)
{
    struct span log = {crash->log.data, crash->log.size};
    span_skip(&log, crash->report.offset < log.size ? crash->report.offset : 0);
    return reportjson_lines(log.text, log.size < LOG_LIMIT ? log.size : LOG_LIMIT);
}

/* What its files tell; null for each where they cannot be read or are withheld. */
static bool add_evidence(const struct report_crash *crash, json_t *object)
{
    const struct crash *found = crash->crash;
    bool open = found != NULL && !crash->withheld;
    json_t *evidence =
        found == NULL
            ? json_pack("{s:n, s:n, s:n, s:n, s:n, s:n}", "tool", "kind", "replays", "reproduced",
                        "reproducibility", "frames")
            : json_pack("{s:s, s:o, s:I, s:I, s:s, s:o}", "tool",
                        sanlog_tool_name(found->report.tool), "kind",
                        reportjson_text(found->report.kind), "replays", (json_int_t)found->replays,
                        "reproduced", (json_int_t)found->reproduced, "reproducibility",
                        reproducibility(found), "frames", frames(crash));
    bool done = evidence != NULL && json_object_update(object, evidence) == 0;
    json_decref(evidence);
    done = json_object_set_new(object, "input", open ? input(crash) : json_null()) == 0 && done;
    return json_object_set_new(object, "log", open ? log_text(found) : json_null()) == 0 && done;
}

json_t *reportjson_crash(const struct report_crash *crash)
{
    json_t *object = json_pack(
        "{s:o, s:o, s:o, s:s, s:s, s:s, s:b, s:I, s:I, s:o, s:o, s:o}", "id",
        reportjson_text(crash->id), "title", reportjson_text(crash->title), "target",
        reportjson_text(crash->target), "severity", signature_severity_name(crash->severity),
        "class", signature_class_name(crash->class), "fate", lifecycle_fate_name(crash->fate),
        "seen", (int)crash->seen, "times", (json_int_t)crash->times, "nights",
        (json_int_t)crash->nights, "issue",
        crash->issue > 0 ? reportjson_count(crash->issue) : json_null(), "issue_link",
        reportjson_text_or_null(crash->issue_link), "owner", reportjson_text_or_null(crash->owner));
    json_t *more = json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:b, s:o}", "first_seen",
        reportjson_text_or_null(crash->first_seen), "last_seen",
        reportjson_text_or_null(crash->last_seen), "first_bad",
        reportjson_text_or_null(crash->first_bad), "author", reportjson_text_or_null(crash->handle),
        "note", reportjson_text_or_null(crash->note), "withheld", (int)crash->withheld, "command",
        reportjson_text_or_null(crash->command == NULL ? "" : crash->command));
    bool done = object != NULL && more != NULL && json_object_update(object, more) == 0 &&
                add_evidence(crash, object);
    json_decref(more);
    if (!done) {
        json_decref(object);
        return NULL;
    }
    return object;
}
