/* SPDX-License-Identifier: MIT */
#include "check_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/inert.h"
#include "verdict/write.h"

#define SUMMARY_MOST     65000 /* GitHub's limit is 65,535 characters */
#define ANNOTATIONS_MOST 300
#define TEXT_MOST        2000

const char *check_run_conclusion(enum conclusion verdict)
{
    static const char *const names[] = {"success", "failure", "action_required"};
    return names[verdict];
}

static size_t cut(const struct buffer *text, size_t most)
{
    size_t size = text->failed ? 0 : text->size < most ? text->size : most;
    while (size > 0 && size < text->size && ((unsigned char)text->data[size] & 0xc0) == 0x80) {
        size--;
    }
    return size;
}

static json_t *inert(const char *text, size_t most)
{
    struct buffer line = {0};
    inert_line(&line, text, strnlen(text, TEXT_MOST));
    json_t *string =
        line.failed ? NULL : json_stringn(line.size > 0 ? line.data : "", cut(&line, most));
    buffer_free(&line);
    return string;
}

struct remark {
    const char *path, *level, *title;
    unsigned line;
};

/* What GitHub would not take, or what is one too many, is left out; the summary has it. Takes the
 * message. */
static bool append(json_t *list, const struct remark *remark, const struct buffer *message)
{
    json_t *path = json_string(remark->path);
    if (path == NULL || remark->line == 0 || json_array_size(list) == ANNOTATIONS_MOST) {
        json_decref(path);
        return true;
    }
    json_t *text = message->failed ? NULL : inert(message->data, TEXT_MOST);
    return json_array_append_new(list, json_pack("{s:o, s:i, s:i, s:s, s:o, s:o}", "path", path,
                                                 "start_line", (int)remark->line, "end_line",
                                                 (int)remark->line, "annotation_level",
                                                 remark->level, "title", inert(remark->title, 255),
                                                 "message", text)) == 0;
}

static bool crashes(const struct verdict *report, json_t *list)
{
    bool done = true;
    for (size_t i = 0; done && i < report->crash_count; i++) {
        const struct verdict_crash *crash = &report->crashes[i];
        const struct remark remark = {crash->path,
                                      crash->fate == VERDICT_CRASH_NEW ? "failure" : "notice",
                                      crash->title, crash->line};
        struct buffer message = {0};
        buffer_format(&message, "%s, target %s: %s", verdict_crash_fate_name(crash->fate),
                      crash->target, crash->why);
        done = append(list, &remark, &message);
        buffer_free(&message);
    }
    return done;
}

static bool notes(const struct verdict *report, json_t *list)
{
    bool done = true;
    for (size_t i = 0; done && i < report->note_count; i++) {
        const struct verdict_note *note = &report->notes[i];
        const struct remark remark = {note->path, "notice", note->title, note->line};
        struct buffer message = {0};
        buffer_format(&message, "%s %s", note->reason, note->better);
        done = append(list, &remark, &message);
        buffer_free(&message);
    }
    return done;
}

static bool uncovered(const struct verdict *report, json_t *list)
{
    bool done = true;
    for (size_t i = 0; done && i < report->uncovered_count; i++) {
        const struct verdict_line *line = &report->uncovered[i];
        const struct remark remark = {line->path, "warning", "no test runs this line", line->line};
        struct buffer message = {0};
        buffer_text(&message, "No test runs this changed line.");
        done = append(list, &remark, &message);
        buffer_free(&message);
    }
    return done;
}

json_t *check_run_annotations(const struct verdict *report)
{
    json_t *list = json_array();
    if (list != NULL &&
        !(crashes(report, list) && notes(report, list) && uncovered(report, list))) {
        json_decref(list);
        return NULL;
    }
    return list;
}

static json_t *slice(const json_t *annotations, size_t first)
{
    json_t *part = json_array();
    int failed = part == NULL ? 1 : 0;
    for (size_t i = first; i < first + CHECK_RUN_LINES && i < json_array_size(annotations); i++) {
        failed |= json_array_append(part, json_array_get(annotations, i));
    }
    if (failed != 0) {
        json_decref(part);
        return NULL;
    }
    return part;
}

json_t *check_run(const struct verdict *report, const json_t *annotations, size_t first,
                  const char *external_id)
{
    struct buffer summary = {0};
    verdict_markdown(report, SUMMARY_MOST, &summary);
    json_t *json =
        summary.failed || summary.data == NULL
            ? NULL
            : json_pack("{s:s, s:s, s:s, s:s, s:s, s:{s:o, s:s, s:o}}", "name", CHECK_RUN_NAME,
                        "head_sha", report->head, "status", "completed", "conclusion",
                        check_run_conclusion(report->conclusion), "external_id", external_id,
                        "output", "title", inert(report->sentence, 255), "summary", summary.data,
                        "annotations", slice(annotations, first));
    buffer_free(&summary);
    return json;
}

bool check_run_external_id(const struct verdict *report, const json_t *annotations,
                           char external_id[CHECK_RUN_EXTERNAL_ID_SIZE])
{
    uint64_t hash = FNV_START;
    json_t *run = check_run(report, annotations, 0, "");
    char *texts[] = {run == NULL ? NULL : json_dumps(run, JSON_COMPACT),
                     json_dumps(annotations, JSON_COMPACT)};
    bool done = texts[0] != NULL && texts[1] != NULL;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        hash = done ? fnv_add_text(hash, texts[i]) : hash;
        free(texts[i]);
    }
    (void)snprintf(external_id, CHECK_RUN_EXTERNAL_ID_SIZE, "vigil:%016llx",
                   (unsigned long long)hash);
    json_decref(run);
    return done;
}
