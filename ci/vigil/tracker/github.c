/* SPDX-License-Identifier: MIT */
#include "tracker.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "github_account.h"
#include "github_advisory.h"
#include "github_client.h"
#include "github_json.h"
#include "github_right.h"

#define BODY_LIMIT 65000 /* GitHub's is 65,536 characters; the rest is for a comment's marker */

struct listing {
    struct github *github;
    tracker_take *take;
    void *context;
    struct github_question question;
    size_t count;
};

static bool read_issues(const struct buffer *answer, void *context, bool *more, struct fault *fault)
{
    struct listing *listing = context;
    struct github_page page = {0};
    bool read = github_read_page(answer->data, answer->size, &listing->question, &page, fault);
    listing->count += page.count;
    if (read && listing->count > GITHUB_LIST_MOST) {
        read = fault_set(fault, "a list of more than %zu issues", GITHUB_LIST_MOST);
    }
    /* An issue that somebody else wrote has no marker, whatever its label and its body say. */
    for (size_t i = 0; read && *more && i < page.count; i++) {
        struct github_issue *issue = &page.issues[i];
        if (!issue->pull && issue->issue.marker[0] != '\0') {
            read = github_right_check(listing->github, issue, fault) == TRACKER_DONE;
            *more = read && listing->take(listing->context, &issue->issue);
        }
    }
    github_page_free(&page);
    return read;
}

static enum tracker_outcome github_list(struct tracker *tracker, tracker_take *take, void *context,
                                        struct fault *fault)
{
    struct github *github = (struct github *)tracker;
    char label[3 * sizeof github->label];
    enum tracker_outcome outcome = github_account_find(github, fault);
    struct listing listing = {github, take, context, {.account = github->account}, 0};
    if (outcome != TRACKER_DONE) {
        return outcome;
    }
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
    const struct github_question question = {github->label, assignee, github->account};
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

static enum tracker_outcome refuse_unmarked(const struct github *github, uint64_t number,
                                            struct fault *fault)
{
    (void)github_odd(github, number, fault);
    return TRACKER_REFUSED;
}

/* Where GitHub refuses the assignee, the issue is filed without one. */
static enum tracker_outcome github_create(struct tracker *tracker,
                                          const struct tracker_draft *draft, uint64_t *number,
                                          struct fault *fault)
{
    struct github *github = (struct github *)tracker;
    struct github_issue issue;
    const char *assignee = draft->assignee == NULL ? "" : draft->assignee;
    if (!github_is_marked(draft, fault)) {
        return refuse_unmarked(github, 0, fault);
    }
    enum tracker_outcome outcome = github_account_find(github, fault);
    if (outcome == TRACKER_DONE) {
        outcome = post_issue(github, draft, assignee, &issue, fault);
    }
    bool again = outcome == TRACKER_REFUSED && assignee[0] != '\0' && github->status == 422;
    if (again) {
        outcome = post_issue(github, draft, "", &issue, fault);
    }
    if (outcome != TRACKER_DONE) {
        return outcome;
    }
    *number = issue.issue.number;
    github_account_check(github, *number, issue.author);
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
    struct github *github = (struct github *)tracker;
    return github_is_marked(draft, fault)
               ? github_send(github, "PATCH", number, github_draft_text(draft), NULL, fault,
                             "/issues/%" PRIu64, number)
               : refuse_unmarked(github, number, fault);
}

/* An older vigil may have taken a stranger's issue for its own, and have noted its number: that is
 * then forgotten. Or vigil wrote under another name before, which is to be said in the settings. */
static enum tracker_outcome belongs_to_another(const struct github *github, uint64_t number,
                                               const struct github_issue *found,
                                               struct fault *fault)
{
    github_complain(github, number,
                    "not taken for vigil's, whatever it says, since another account wrote it (if "
                    "vigil once had that name, [tracker] account must say so)",
                    found->author);
    fault_set(fault, "another account wrote it");
    (void)github_odd(github, number, fault);
    return TRACKER_GONE;
}

static enum tracker_outcome github_look(struct tracker *tracker, uint64_t number,
                                        struct tracker_issue *issue, struct fault *fault)
{
    struct github *github = (struct github *)tracker;
    struct github_issue found;
    struct buffer answer = {0};
    enum tracker_outcome outcome = github_account_find(github, fault);
    const struct github_question question = {.account = github->account};
    if (outcome == TRACKER_DONE) {
        outcome = github_ask(github, "GET", number, &answer, fault, "/issues/%" PRIu64, number);
    }
    if (outcome == TRACKER_DONE) {
        if (!github_read_issue(answer.data, answer.size, &question, &found, fault)) {
            outcome = github_odd(github, number, fault);
        } else if (!found.own || found.pull) {
            outcome = belongs_to_another(github, number, &found, fault);
        } else {
            outcome = github_right_check(github, &found, fault);
            *issue = found.issue;
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
    const char *account, *marker;
    bool found;
};

static bool read_comments(const struct buffer *answer, void *context, bool *more,
                          struct fault *fault)
{
    struct looking *looking = context;
    bool read = github_read_comments(answer->data, answer->size, looking->account, looking->marker,
                                     &looking->found, fault);
    *more = !looking->found;
    return read;
}

static enum tracker_outcome github_comment(struct tracker *tracker, uint64_t number,
                                           const char *marker, const char *text,
                                           struct fault *fault)
{
    struct github *github = (struct github *)tracker;
    struct buffer body = {0};
    enum tracker_outcome outcome = github_account_find(github, fault);
    struct looking looking = {github->account, marker, false};
    if (outcome == TRACKER_DONE) {
        outcome = github_pages(github, number, read_comments, &looking, fault,
                               "/issues/%" PRIu64 "/comments?per_page=100", number);
    }
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

/* Asked once. What cannot be known is taken for public: what was shown once cannot be taken back.
 */
static bool github_is_public(struct tracker *tracker)
{
    struct github *github = (struct github *)tracker;
    struct github_repository repository = {.open_to_all = true};
    struct buffer answer = {0};
    struct fault ignored;
    if (github->visibility == VISIBILITY_UNKNOWN) {
        bool told = github_ask(github, "GET", 0, &answer, &ignored, "%s", "") == TRACKER_DONE &&
                    github_read_repository(answer.data, answer.size, &repository, &ignored);
        github->visibility = told && !repository.open_to_all ? VISIBILITY_OTHER : VISIBILITY_PUBLIC;
    }
    buffer_free(&answer);
    return github->visibility == VISIBILITY_PUBLIC;
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
        .advise = github_advise,
        .is_public = github_is_public,
        .link = github_link_issue,
        .close = close_tracker,
        .body_limit = BODY_LIMIT,
        .mentions = true,
    };
    memcpy(github->tracker.place, github->address.place, sizeof github->tracker.place);
    return &github->tracker;
}
