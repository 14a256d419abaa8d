/* SPDX-License-Identifier: MIT */
#include "github_calls.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "tracker/github_client.h"

static bool is_wanted(const struct github_finding *finding, const struct github_pull *pull)
{
    return finding->head == NULL ? pull->labelled && !pull->draft
                                 : strcmp(finding->head, pull->head) == 0;
}

static bool keep(struct github_finding *finding, const struct github_pull *pull)
{
    struct github_pull *grown = realloc(finding->list, (finding->count + 1) * sizeof *grown);
    if (grown == NULL) {
        return false;
    }
    finding->list = grown;
    grown[finding->count++] = *pull;
    return true;
}

static enum tracker_outcome read_pulls(struct github *github, const struct github_call *call,
                                       const struct buffer *answer, void *context, bool *more,
                                       struct fault *fault)
{
    struct github_finding *finding = context;
    struct github_pulls pulls = {0};
    bool done = github_read_pulls(answer->data, answer->size, github->label, &pulls, fault);
    (void)more;
    for (size_t i = 0; done && i < pulls.count; i++) {
        if (is_wanted(finding, &pulls.list[i]) && !keep(finding, &pulls.list[i])) {
            done = fault_set(fault, "out of memory for a list of pull requests");
        }
    }
    github_pulls_free(&pulls);
    return done ? TRACKER_DONE : github_odd(github, call, fault);
}

enum tracker_outcome github_find_pulls(struct github *github, struct github_finding *finding,
                                       struct fault *fault)
{
    struct github_call call = {.method = "GET"};
    return github_url(github, &call, fault,
                      "/pulls?state=open&per_page=100&sort=created&direction=asc")
               ? github_pages(github, &call, read_pulls, finding, fault)
               : TRACKER_REFUSED;
}

static enum tracker_outcome read_note(struct github *github, const struct github_call *call,
                                      const struct buffer *answer, void *context, bool *more,
                                      struct fault *fault)
{
    struct github_note *note = context;
    if (!github_read_note(answer->data, answer->size, note, fault)) {
        return github_odd(github, call, fault);
    }
    *more = note->id == 0;
    return TRACKER_DONE;
}

enum tracker_outcome github_find_note(struct github *github, uint64_t number,
                                      struct github_note *note, struct fault *fault)
{
    struct github_call call = {.method = "GET", .issue = number};
    *note = (struct github_note){0};
    return github_url(github, &call, fault, "/issues/%" PRIu64 "/comments?per_page=100", number)
               ? github_pages(github, &call, read_note, note, fault)
               : TRACKER_REFUSED;
}

struct reviewing {
    const struct queue_entry *entry;
    bool reviewed;
};

static enum tracker_outcome read_reviews(struct github *github, const struct github_call *call,
                                         const struct buffer *answer, void *context, bool *more,
                                         struct fault *fault)
{
    struct reviewing *reviewing = context;
    if (!github_read_reviews(answer->data, answer->size, reviewing->entry, &reviewing->reviewed,
                             fault)) {
        return github_odd(github, call, fault);
    }
    *more = !reviewing->reviewed;
    return TRACKER_DONE;
}

enum tracker_outcome github_find_reviews(struct github *github, struct queue_entry *entry,
                                         struct fault *fault)
{
    struct github_call call = {.method = "GET", .issue = entry->number};
    struct reviewing reviewing = {entry, false};
    enum tracker_outcome outcome = TRACKER_REFUSED;
    if (github_url(github, &call, fault, "/pulls/%" PRIu64 "/reviews?per_page=100",
                   entry->number)) {
        outcome = github_pages(github, &call, read_reviews, &reviewing, fault);
    }
    entry->reviewed = reviewing.reviewed;
    return outcome;
}

enum tracker_outcome github_write_note(struct github *github, uint64_t number, uint64_t id,
                                       const struct queue_marker *marker,
                                       const struct buffer *below, struct fault *fault)
{
    struct github_call call = {.method = id == 0 ? "POST" : "PATCH", .issue = id == 0 ? number : 0};
    struct buffer body = {0}, answer = {0};
    if (!(id == 0 ? github_url(github, &call, fault, "/issues/%" PRIu64 "/comments", number)
                  : github_url(github, &call, fault, "/issues/comments/%" PRIu64, id))) {
        return TRACKER_REFUSED;
    }
    queue_marker_write(marker, &body);
    buffer_add(&body, below->size > 0 ? below->data : "", below->size);
    json_t *json = body.failed || below->failed ? NULL : json_pack("{s:s}", "body", body.data);
    enum tracker_outcome outcome = github_send(github, &call, json, &answer, fault);
    buffer_free(&body);
    buffer_free(&answer);
    return outcome;
}

enum tracker_outcome github_put_label(struct github *github, uint64_t number, struct fault *fault)
{
    struct github_call call = {.method = "POST", .issue = number};
    struct buffer answer = {0};
    enum tracker_outcome outcome = TRACKER_REFUSED;
    if (github_url(github, &call, fault, "/issues/%" PRIu64 "/labels", number)) {
        outcome = github_send(github, &call, json_pack("{s:[s]}", "labels", github->label), &answer,
                              fault);
    }
    buffer_free(&answer);
    return outcome;
}

enum tracker_outcome github_take_label(struct github *github, uint64_t number, struct fault *fault)
{
    struct github_call call = {.method = "DELETE", .issue = number};
    struct buffer answer = {0};
    char label[3 * sizeof github->label];
    enum tracker_outcome outcome = TRACKER_REFUSED;
    if (github_address_escape(github->label, label, sizeof label) &&
        github_url(github, &call, fault, "/issues/%" PRIu64 "/labels/%s", number, label)) {
        outcome = github_ask(github, &call, &answer, fault);
    }
    buffer_free(&answer);
    return outcome;
}

enum tracker_outcome github_request_review(struct github *github, uint64_t number,
                                           const char *handle, struct fault *fault)
{
    struct github_call call = {.method = "POST", .issue = number};
    struct buffer answer = {0};
    enum tracker_outcome outcome = TRACKER_REFUSED;
    if (github_url(github, &call, fault, "/pulls/%" PRIu64 "/requested_reviewers", number)) {
        outcome =
            github_send(github, &call, json_pack("{s:[s]}", "reviewers", handle), &answer, fault);
    }
    buffer_free(&answer);
    return outcome;
}
