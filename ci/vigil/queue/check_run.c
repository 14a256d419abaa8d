/* SPDX-License-Identifier: MIT */
#include "check_run.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/inert.h"
#include "base/span.h"
#include "standing.h"
#include "tracker/github_account.h"
#include "tracker/github_json.h"
#include "verdict/write.h"

#define RUN_NAME         "vigil gate"
#define EXTERNAL_ID_SIZE 24
#define SUMMARY_MOST     65000 /* GitHub's limit is 65,535 characters */
#define ANNOTATIONS_MOST 300
#define REQUEST_MOST     50 /* annotations that GitHub takes in one request */
#define TEXT_MOST        2000

struct telling {
    const struct verdict *report;
    const struct queue_standing *standing;
};

static json_t *inert(const char *text, size_t most)
{
    struct buffer line = {0};
    inert_line(&line, text, strnlen(text, TEXT_MOST));
    json_t *string = line.failed ? NULL
                                 : json_stringn(line.size > 0 ? line.data : "",
                                                text_fit(line.data, line.size, most));
    buffer_free(&line);
    return string;
}

struct remark {
    const char *path, *level, *title;
    unsigned line;
};

/* What GitHub would not take, or what is one too many, is left out; the summary has it. */
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

/* NULL where memory ran out; the caller decrefs. */
static json_t *annotations_of(const struct verdict *report)
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
    for (size_t i = first; i < first + REQUEST_MOST && i < json_array_size(annotations); i++) {
        failed |= json_array_append(part, json_array_get(annotations, i));
    }
    if (failed != 0) {
        json_decref(part);
        return NULL;
    }
    return part;
}

/* The verdict's own sentence, behind what goes before it. */
static json_t *title_of(const struct verdict *report, const struct queue_standing *standing)
{
    struct buffer title = {0};
    standing_title(standing, report, &title);
    json_t *json = title.failed || title.data == NULL ? NULL : inert(title.data, 255);
    buffer_free(&title);
    return json;
}

/* The run as GitHub takes it, with annotations from `first` on, as many as a request may have. NULL
 * where memory ran out; the caller decrefs. */
static json_t *run_of(const struct telling *telling, const json_t *annotations, size_t first,
                      const char *external_id)
{
    const struct verdict *report = telling->report;
    struct buffer summary = {0};
    standing_text(telling->standing, &summary);
    verdict_markdown(report, summary.size < SUMMARY_MOST ? SUMMARY_MOST - summary.size : 0,
                     &summary);
    json_t *json =
        summary.failed || summary.data == NULL
            ? NULL
            : json_pack("{s:s, s:s, s:s, s:s, s:s, s:{s:o, s:s, s:o}}", "name", RUN_NAME,
                        "head_sha", report->head, "status", "completed", "conclusion",
                        standing_conclusion(telling->standing, report), "external_id", external_id,
                        "output", "title", title_of(report, telling->standing), "summary",
                        summary.data, "annotations", slice(annotations, first));
    buffer_free(&summary);
    return json;
}

/* "vigil:" and a hash of all that is said: by it a run that says the same is known again. */
static bool identify(const struct telling *telling, const json_t *annotations,
                     char external_id[EXTERNAL_ID_SIZE])
{
    uint64_t hash = FNV_START;
    json_t *run = run_of(telling, annotations, 0, "");
    char *texts[] = {run == NULL ? NULL : json_dumps(run, JSON_COMPACT),
                     json_dumps(annotations, JSON_COMPACT)};
    bool done = texts[0] != NULL && texts[1] != NULL;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        hash = done ? fnv_add_text(hash, texts[i]) : hash;
        free(texts[i]);
    }
    (void)snprintf(external_id, EXTERNAL_ID_SIZE, "vigil:%016llx", (unsigned long long)hash);
    json_decref(run);
    return done;
}

struct running {
    const char *account; /* vigil's own */
    char external_id[EXTERNAL_ID_SIZE];
    uint64_t id; /* 0: there is no such run yet */
    size_t annotations;
};

/* Whether an app wrote the run under one of vigil's names; people cannot write any. */
static bool is_own(const json_t *run, const char *account)
{
    const json_t *app = json_object_get(run, "app");
    const char *slug = json_string_value(json_object_get(app, "slug"));
    json_t *user = slug == NULL ? NULL : json_pack("{s:s+}", "login", slug, "[bot]");
    bool own = !json_is_object(app) || github_is_own(account, user);
    json_decref(user);
    return own;
}

static bool read_runs(const struct buffer *answer, void *context, bool *more, struct fault *fault)
{
    struct running *run = context;
    json_t *root = github_parse(answer->data, answer->size, fault), *one;
    const json_t *runs = json_object_get(root, "check_runs");
    bool done = json_is_array(runs) ||
                (root != NULL && fault_set(fault, "the answer is no list of check runs"));
    size_t i;
    json_array_foreach(runs, i, one)
    {
        json_int_t id = json_integer_value(json_object_get(one, "id"));
        if (run->id == 0 && id > 0 && is_own(one, run->account) &&
            github_is_text(json_object_get(one, "external_id"), run->external_id)) {
            json_int_t count = json_integer_value(
                json_object_get(json_object_get(one, "output"), "annotations_count"));
            run->id = (uint64_t)id;
            run->annotations = count > 0 ? (size_t)count : 0;
        }
    }
    *more = run->id == 0;
    json_decref(root);
    return done;
}

static enum tracker_outcome find_run(struct github *github, const char *head, struct running *run,
                                     struct fault *fault)
{
    char name[80];
    enum tracker_outcome outcome = github_account_find(github, fault);
    run->account = github->account;
    if (outcome != TRACKER_DONE) {
        return outcome;
    }
    return github_address_escape(RUN_NAME, name, sizeof name)
               ? github_pages(github, 0, read_runs, run, fault,
                              "/commits/%s/check-runs?check_name=%s&per_page=100", head, name)
               : TRACKER_REFUSED;
}

/* Makes the run, or changes it where it has an id. Releases the JSON. */
static enum tracker_outcome send_run(struct github *github, uint64_t *id, json_t *json,
                                     struct fault *fault)
{
    struct buffer answer = {0};
    enum tracker_outcome outcome =
        *id == 0
            ? github_send(github, "POST", 0, json, &answer, fault, "/check-runs")
            : github_send(github, "PATCH", 0, json, &answer, fault, "/check-runs/%" PRIu64, *id);
    if (outcome == TRACKER_DONE) {
        json_t *root = github_parse(answer.data, answer.size, fault);
        json_int_t made = json_integer_value(json_object_get(root, "id"));
        *id = made > 0 ? (uint64_t)made : 0;
        if (made <= 0) {
            (void)(root != NULL && fault_set(fault, "the answer is no check run"));
            outcome = github_odd(github, 0, fault);
        }
        json_decref(root);
    }
    buffer_free(&answer);
    return outcome;
}

/* Each request adds annotations to those before, so that a run that was cut short continues where
 * it stopped. */
static enum tracker_outcome tell(struct github *github, const struct telling *telling,
                                 struct running *run, const json_t *annotations,
                                 struct fault *fault)
{
    enum tracker_outcome outcome = TRACKER_DONE;
    size_t count = json_array_size(annotations), sent = run->annotations;
    bool more = run->id == 0 || sent < count;
    while (more && outcome == TRACKER_DONE) {
        outcome =
            send_run(github, &run->id, run_of(telling, annotations, sent, run->external_id), fault);
        sent += REQUEST_MOST;
        more = sent < count;
    }
    return outcome;
}

enum tracker_outcome check_run_put(struct github *github, const struct verdict *report,
                                   const struct queue_standing *standing, struct fault *fault)
{
    const struct telling telling = {report, standing};
    struct running run = {.id = 0};
    json_t *annotations = annotations_of(report);
    if (annotations == NULL || !identify(&telling, annotations, run.external_id)) {
        json_decref(annotations);
        fault_set(fault, "out of memory for a check run");
        return TRACKER_LATER;
    }
    enum tracker_outcome outcome = find_run(github, report->head, &run, fault);
    if (outcome == TRACKER_DONE) {
        outcome = tell(github, &telling, &run, annotations, fault);
    }
    json_decref(annotations);
    return outcome;
}
