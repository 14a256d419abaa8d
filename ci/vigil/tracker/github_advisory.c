/* SPDX-License-Identifier: MIT */
#include "github_advisory.h"

#include <string.h>

#include "base/span.h"
#include "github_account.h"
#include "github_client.h"
#include "github_json.h"

#define SUMMARY_MOST 1024 /* bytes, as GitHub has it */

struct seeking {
    const char *account, *marker;
    char name[TRACKER_ADVISORY_SIZE]; /* "": not found yet */
    size_t count;
};

/* "GHSA-3xq7-v9j2-c4mp" */
static bool read_name(const json_t *advisory, char name[TRACKER_ADVISORY_SIZE])
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    struct span text = github_text(json_object_get(advisory, "ghsa_id"));
    span_copy(name, TRACKER_ADVISORY_SIZE, text);
    bool is_one = text.size < TRACKER_ADVISORY_SIZE && strncmp(name, "GHSA-", 5) == 0 &&
                  strspn(name, plain) == text.size;
    name[0] = is_one ? name[0] : '\0';
    return is_one;
}

/* One that was reported from outside says whether it was accepted. */
static bool is_ours(const json_t *advisory, const char *account)
{
    const json_t *author = json_object_get(advisory, "author");
    const json_t *submission = json_object_get(advisory, "submission");
    return github_is_own(account, author) || (json_is_null(author) && json_is_null(submission));
}

static bool read_advisories(const struct buffer *answer, void *context, bool *more,
                            struct fault *fault)
{
    struct seeking *seeking = context;
    json_t *root = github_parse_list(answer->data, answer->size, "advisories", fault), *one;
    bool done = root != NULL;
    size_t i;
    json_array_foreach(root, i, one)
    {
        char marker[TRACKER_MARKER_SIZE];
        github_marker(github_text(json_object_get(one, "description")), marker);
        if (seeking->name[0] == '\0' && strcmp(marker, seeking->marker) == 0 &&
            is_ours(one, seeking->account)) {
            (void)read_name(one, seeking->name);
        }
    }
    seeking->count += json_array_size(root);
    if (done && seeking->count > GITHUB_LIST_MOST) {
        done = fault_set(fault, "a list of more than %zu advisories", GITHUB_LIST_MOST);
    }
    *more = seeking->name[0] == '\0';
    json_decref(root);
    return done;
}

/* As the label says it that the issue has. */
static const char *severity_of(const struct tracker_draft *draft)
{
    static const char start[] = "severity-";
    for (size_t i = 0; i < draft->label_count; i++) {
        if (strncmp(draft->labels[i], start, sizeof start - 1) == 0) {
            return draft->labels[i] + sizeof start - 1;
        }
    }
    return "medium";
}

/* GitHub wants to know of which package it is. It knows no ecosystem of C's. */
static json_t *compose(const struct github *github, const struct tracker_draft *draft)
{
    const char *slash = strchr(github->address.repository, '/');
    size_t size = text_fit(draft->title, strlen(draft->title), SUMMARY_MOST);
    return json_pack("{s:s%,s:s,s:s,s:[{s:{s:s,s:s}}]}", "summary", draft->title, size,
                     "description", draft->body, "severity", severity_of(draft), "vulnerabilities",
                     "package", "ecosystem", "other", "name",
                     slash == NULL ? github->address.repository : slash + 1);
}

static enum tracker_outcome create(struct github *github, const struct tracker_draft *draft,
                                   char name[TRACKER_ADVISORY_SIZE], struct fault *fault)
{
    struct buffer answer = {0};
    enum tracker_outcome outcome = github_send(github, "POST", 0, compose(github, draft), &answer,
                                               fault, "/security-advisories");
    if (outcome == TRACKER_DONE) {
        json_t *root = github_parse(answer.data, answer.size, fault);
        if (!read_name(root, name)) {
            (void)(root != NULL && fault_set(fault, "the answer is no advisory"));
            outcome = github_odd(github, 0, fault);
        }
        json_decref(root);
    }
    buffer_free(&answer);
    return outcome;
}

enum tracker_outcome github_advise(struct tracker *tracker, const struct tracker_draft *draft,
                                   char name[TRACKER_ADVISORY_SIZE], struct fault *fault)
{
    struct github *github = (struct github *)tracker;
    if (!github_is_marked(draft, fault)) {
        (void)github_odd(github, 0, fault);
        return TRACKER_REFUSED;
    }
    enum tracker_outcome outcome = github_account_find(github, fault);
    struct seeking seeking = {github->account, draft->marker, "", 0};
    if (outcome == TRACKER_DONE) {
        outcome = github_pages(github, 0, read_advisories, &seeking, fault,
                               "/security-advisories?per_page=100&sort=created&direction=desc");
    }
    memcpy(name, seeking.name, TRACKER_ADVISORY_SIZE);
    return outcome == TRACKER_DONE && name[0] == '\0' ? create(github, draft, name, fault)
                                                      : outcome;
}
