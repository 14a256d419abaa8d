/* github_json.h -- pure: GitHub's answers, read from JSON into plain structs */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_GITHUB_JSON_H
#define VIGIL_TRACKER_GITHUB_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "tracker.h"

/*
 * An answer comes over the network, and strangers wrote much of what is in it. It is read whole or
 * not at all: where a member that we need is missing or of another type, the reader says false and
 * the fault names the member, never what it holds. Members that we do not need may be anything.
 */

struct github_issue {
    uint64_t number;
    bool open;
    bool pull;     /* it is a pull request: GitHub lists those among the issues */
    bool triaged;  /* as in tracker_issue, */
    bool declined; /* as is this */
    bool labelled; /* it has the label that was asked for */
    bool assigned; /* and so for the assignee */
    char marker[TRACKER_MARKER_SIZE]; /* of the first "<!-- vigil:MARKER -->" in its body; "" */
};

/* What an issue is asked besides; NULL and "" ask nothing, and the answer is yes. */
struct github_question {
    const char *label, *assignee; /* compared as GitHub does: without case */
};

bool github_read_issue(const char *text, size_t size, const struct github_question *question,
                       struct github_issue *issue, struct fault *fault);

/* One page of a list. Starts as {0}; github_page_free frees the issues. */
struct github_page {
    struct github_issue *issues;
    size_t count;
};
bool github_read_page(const char *text, size_t size, struct github_page *page, struct fault *fault);
void github_page_free(struct github_page *page);

/* One page of an issue's comments: whether one of them holds "<!-- vigil:MARKER -->". */
bool github_read_comments(const char *text, size_t size, const char *marker, bool *found,
                          struct fault *fault);

/* A commit's author: "" where GitHub knows no account, or where it is no person's. */
bool github_read_author(const char *text, size_t size, char handle[64], struct fault *fault);

bool github_read_repository(const char *text, size_t size, bool *has_issues, struct fault *fault);

/* What an answer that refuses says, as one inert line: "Validation Failed (assignees: invalid)".
 * Nothing is added where it says nothing that can be read. */
void github_read_refusal(const char *text, size_t size, struct buffer *into);

/* Whether such a line speaks of too many requests: GitHub does not always say it with a header. */
bool github_is_rate(const char *refusal);

#endif
