/* SPDX-License-Identifier: MIT */
#include "github_check.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "check_run.h"
#include "github_json.h"
#include "tracker/github_client.h"

struct running {
    char external_id[CHECK_RUN_EXTERNAL_ID_SIZE];
    struct github_run run;
};

static enum tracker_outcome read_runs(struct github *github, const struct github_call *call,
                                      const struct buffer *answer, void *context, bool *more,
                                      struct fault *fault)
{
    struct running *running = context;
    if (!github_read_runs(answer->data, answer->size, running->external_id, &running->run, fault)) {
        return github_odd(github, call, fault);
    }
    *more = running->run.id == 0;
    return TRACKER_DONE;
}

static enum tracker_outcome find_run(struct github *github, const char *head,
                                     struct running *running, struct fault *fault)
{
    struct github_call call = {.method = "GET"};
    char name[80];
    return github_address_escape(CHECK_RUN_NAME, name, sizeof name) &&
                   github_url(github, &call, fault,
                              "/commits/%s/check-runs?check_name=%s&per_page=100", head, name)
               ? github_pages(github, &call, read_runs, running, fault)
               : TRACKER_REFUSED;
}

/* Takes the JSON. */
static enum tracker_outcome send_run(struct github *github, uint64_t *id, json_t *json,
                                     struct fault *fault)
{
    struct github_call call = {.method = *id == 0 ? "POST" : "PATCH"};
    struct buffer answer = {0};
    if (!(*id == 0 ? github_url(github, &call, fault, "/check-runs")
                   : github_url(github, &call, fault, "/check-runs/%" PRIu64, *id))) {
        json_decref(json);
        return TRACKER_REFUSED;
    }
    enum tracker_outcome outcome = github_send(github, &call, json, &answer, fault);
    if (outcome == TRACKER_DONE && !github_read_run(answer.data, answer.size, id, fault)) {
        outcome = github_odd(github, &call, fault);
    }
    buffer_free(&answer);
    return outcome;
}

/* Each request adds annotations to those before: a run that was cut short is gone on with where it
 * ended. */
static enum tracker_outcome tell(struct github *github, const struct verdict *report,
                                 struct running *running, const json_t *annotations,
                                 struct fault *fault)
{
    enum tracker_outcome outcome = TRACKER_DONE;
    size_t count = json_array_size(annotations), sent = running->run.annotations;
    bool more = running->run.id == 0 || sent < count;
    while (more && outcome == TRACKER_DONE) {
        outcome = send_run(github, &running->run.id,
                           check_run(report, annotations, sent, running->external_id), fault);
        sent += CHECK_RUN_LINES;
        more = sent < count;
    }
    return outcome;
}

enum tracker_outcome github_check(struct github *github, const struct verdict *report,
                                  struct fault *fault)
{
    struct running running = {.run = {0}};
    json_t *annotations = check_run_annotations(report);
    if (annotations == NULL || !check_run_external_id(report, annotations, running.external_id)) {
        json_decref(annotations);
        fault_set(fault, "out of memory for a check run");
        return TRACKER_LATER;
    }
    enum tracker_outcome outcome = find_run(github, report->head, &running, fault);
    if (outcome == TRACKER_DONE) {
        outcome = tell(github, report, &running, annotations, fault);
    }
    json_decref(annotations);
    return outcome;
}
