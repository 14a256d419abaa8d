/* SPDX-License-Identifier: MIT */
#include "tracker.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "github_client.h"
#include "github_json.h"

#define BODY_LIMIT 65000 /* GitHub's is 65,536 characters; the rest is for a comment's marker */

struct listing {
    tracker_take *take;
    void *context;
};

static bool read_issues(const struct buffer *answer, void *context, bool *more, struct fault *fault)
{
    const struct listing *listing = context;
    struct github_page page = {0};
    bool read = github_read_page(answer->data, answer->size, &page, fault);
    for (size_t i = 0; *more && i < page.count; i++) {
        const struct tracker_issue *issue = &page.issues[i].issue;
        *more = page.issues[i].pull || issue->marker[0] == '\0' ||
                listing->take(listing->context, issue);
    }
    github_page_free(&page);
    return read;
}

static enum tracker_outcome github_list(struct tracker *tracker, tracker_take *take, void *context,
                                        struct fault *fault)
{
    struct github *github = (struct github *)tracker;
    struct listing listing = {take, context};
    char label[3 * sizeof github->label];
    return github_address_escape(github->label, label, sizeof label)
               ? github_pages(github, 0, read_issues, &listing, fault,
                              "/issues?labels=%s&state=all&per_page=100&sort=created&direction=asc",
                              label)
               : TRACKER_REFUSED;
}

static enum tracker_outcome post_issue(struct github *github, const struct tracker_draft *draft,
                                       const char *assignee, struct github_issue *issue,
                                       struct fault *fault)
{
    const struct github_question question = {github->label, assignee};
    struct buffer answer = {0};
    enum tracker_outcome outcome =
        github_send(github, "POST", 0, github_draft_issue(draft, github->label, assignee), &answer,
                    fault, "/issues");
    if (outcome == TRACKER_DONE &&
        !github_read_issue(answer.data, answer.size, &question, issue, fault)) {
        outcome = github_odd(github, 0, fault);
    }
    buffer_free(&answer);
    return outcome;
}

/* Where GitHub refuses the assignee, the issue is filed without one. */
static enum tracker_outcome github_create(struct tracker *tracker,
                                          const struct tracker_draft *draft, uint64_t *number,
                                          struct fault *fault)
{
    struct github *github = (struct github *)tracker;
    struct github_issue issue;
    const char *assignee = draft->assignee == NULL ? "" : draft->assignee;
    enum tracker_outcome outcome = post_issue(github, draft, assignee, &issue, fault);
    bool again = outcome == TRACKER_REFUSED && assignee[0] != '\0' && github->status == 422;
    if (again) {
        outcome = post_issue(github, draft, "", &issue, fault);
    }
    if (outcome != TRACKER_DONE) {
        return outcome;
    }
    *number = issue.issue.number;
    if (again || !issue.assigned) {
        github_complain(github, *number, "filed, but GitHub does not assign it to", assignee);
    }
    if (!issue.labelled) {
        github_complain(github, *number,
                        "filed, but the token may not label it, and it will not be found again "
                        "without the label",
                        github->label);
    }
    return TRACKER_DONE;
}

static enum tracker_outcome github_edit(struct tracker *tracker, uint64_t number,
                                        const struct tracker_draft *draft, struct fault *fault)
{
    return github_send((struct github *)tracker, "PATCH", number, github_draft_text(draft), NULL,
                       fault, "/issues/%" PRIu64, number);
}

static enum tracker_outcome github_look(struct tracker *tracker, uint64_t number,
                                        struct tracker_issue *issue, struct fault *fault)
{
    static const struct github_question nothing = {NULL, NULL};
    struct github *github = (struct github *)tracker;
    struct github_issue found;
    struct buffer answer = {0};
    enum tracker_outcome outcome =
        github_ask(github, "GET", number, &answer, fault, "/issues/%" PRIu64, number);
    if (outcome == TRACKER_DONE) {
        if (github_read_issue(answer.data, answer.size, &nothing, &found, fault)) {
            *issue = found.issue;
        } else {
            outcome = github_odd(github, number, fault);
        }
    }
    buffer_free(&answer);
    return outcome;
}

/* Looks first, since closing a closed issue again would overwrite a person's reason for closing. */
static enum tracker_outcome github_set_open(struct tracker *tracker, uint64_t number, bool open,
                                            struct fault *fault)
{
    struct tracker_issue issue = {.open = open};
    enum tracker_outcome outcome = github_look(tracker, number, &issue, fault);
    if (outcome != TRACKER_DONE || issue.open == open) {
        return outcome;
    }
    json_t *json = json_pack("{s:s,s:s}", "state", open ? "open" : "closed", "state_reason",
                             open ? "reopened" : "completed");
    return github_send((struct github *)tracker, "PATCH", number, json, NULL, fault,
                       "/issues/%" PRIu64, number);
}

struct looking {
    const char *marker;
    bool found;
};

static bool read_comments(const struct buffer *answer, void *context, bool *more,
                          struct fault *fault)
{
    struct looking *looking = context;
    bool read =
        github_read_comments(answer->data, answer->size, looking->marker, &looking->found, fault);
    *more = !looking->found;
    return read;
}

static enum tracker_outcome github_comment(struct tracker *tracker, uint64_t number,
                                           const char *marker, const char *text,
                                           struct fault *fault)
{
    struct github *github = (struct github *)tracker;
    struct looking looking = {marker, false};
    struct buffer body = {0};
    enum tracker_outcome outcome =
        github_pages(github, number, read_comments, &looking, fault,
                     "/issues/%" PRIu64 "/comments?per_page=100", number);
    if (outcome != TRACKER_DONE || looking.found) {
        return outcome;
    }
    buffer_format(&body, "<!-- vigil:%s -->\n%s", marker, text);
    json_t *json = body.failed ? NULL : json_pack("{s:s}", "body", body.data);
    buffer_free(&body);
    return github_send(github, "POST", number, json, NULL, fault, "/issues/%" PRIu64 "/comments",
                       number);
}

/* A commit that GitHub does not have (404, 409 in an empty repository, 422) has no author there. */
static enum tracker_outcome github_author(struct tracker *tracker, const char *commit,
                                          char handle[64], struct fault *fault)
{
    struct github *github = (struct github *)tracker;
    struct buffer answer = {0};
    memset(handle, 0, 64);
    if (commit[0] == '\0' || strspn(commit, "0123456789abcdefABCDEF") != strlen(commit)) {
        return TRACKER_DONE; /* a revision such as "1a2b…-dirty" is no commit */
    }
    enum tracker_outcome outcome =
        github_ask(github, "GET", 0, &answer, fault, "/commits/%s", commit);
    long status = github->status;
    if (outcome == TRACKER_REFUSED && (status == 404 || status == 409 || status == 422)) {
        outcome = TRACKER_DONE;
    } else if (outcome == TRACKER_DONE &&
               !github_read_author(answer.data, answer.size, handle, fault)) {
        outcome = github_odd(github, 0, fault);
    }
    buffer_free(&answer);
    return outcome;
}

/* The link is made of the address that vigil asks, not of an answer: so it is there before any
 * answer is, and leads to no other server. */
static void github_link_issue(struct tracker *tracker, uint64_t number, char link[600])
{
    const struct github *github = (const struct github *)tracker;
    if (number == 0 || !github_address_issue(&github->address, number, link, 600)) {
        link[0] = '\0';
    }
}

static void close_tracker(struct tracker *tracker)
{
    github_close((struct github *)tracker);
}

struct tracker *tracker_github_open(const char *repository, const struct tracker_options *options,
                                    struct fault *fault)
{
    struct github *github = github_open(repository, options, fault);
    if (github == NULL) {
        return NULL;
    }
    github->tracker = (struct tracker){
        .list = github_list,
        .look = github_look,
        .create = github_create,
        .edit = github_edit,
        .set_open = github_set_open,
        .comment = github_comment,
        .author = github_author,
        .link = github_link_issue,
        .close = close_tracker,
        .body_limit = BODY_LIMIT,
        .mentions = true,
    };
    memcpy(github->tracker.place, github->address.place, sizeof github->tracker.place);
    return &github->tracker;
}
