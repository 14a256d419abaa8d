/* github_json.h -- pure: what GitHub answers, read from JSON, and an issue as the JSON it takes */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_GITHUB_JSON_H
#define VIGIL_TRACKER_GITHUB_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "base/span.h"
#include "tracker.h"

/*
 * An answer comes over the network, and strangers wrote much of what is in it. It is read whole or
 * not at all: where a member that we need is missing or of another type, the reader says false and
 * the fault names the member, never what it holds. Members that we do not need may be anything.
 */

/* A name that GitHub has for whoever writes there: a person's, or an app's, as "our-bot[bot]". */
#define GITHUB_LOGIN_SIZE 64

struct github_issue {
    struct tracker_issue issue; /* its marker stands on the first line of its body, and an account
                                   of vigil's wrote that; else it is "" */
    bool own;                   /* an account of vigil's wrote it */
    char author[GITHUB_LOGIN_SIZE]; /* who wrote it; "" where it does not say */
    char closer[GITHUB_LOGIN_SIZE]; /* the person who declined it by closing it, where the answer
                                       says who that was; else "" */
    bool pull;                      /* it is a pull request: GitHub lists those among the issues */
    bool labelled;                  /* it has the label that was asked for */
    bool assigned;                  /* it has the assignee that was asked for */
};

/* What an issue is looked through for; where that is NULL or "", the answer is yes. Names are
 * compared as GitHub does: without case. */
struct github_question {
    const char *label, *assignee;
    const char *account; /* vigil's own, with blanks between; where that is NULL or "" nothing is
                            vigil's */
};

/* Whether one of the names in `account` is this user's. "bot[bot]" is another one than "bot". */
bool github_is_own(const char *account, const json_t *user);

/* Whether it can be a login: a handle (handle.h), or one and "[bot]". */
bool github_is_login(struct span text);

/*
 * The marker that a body begins with, or "": "<!-- vigil:MARKER -->" stands at its very beginning,
 * and nothing but blanks follow it on that line. What stands further down may be a quotation, or
 * what a target printed.
 */
void github_marker(struct span body, char marker[TRACKER_MARKER_SIZE]);

bool github_read_issue(const char *text, size_t size, const struct github_question *question,
                       struct github_issue *issue, struct fault *fault);

/* One page of a list. Starts as {0}; github_page_free frees the issues. */
struct github_page {
    struct github_issue *issues;
    size_t count;
};
bool github_read_page(const char *text, size_t size, const struct github_question *question,
                      struct github_page *page, struct fault *fault);
void github_page_free(struct github_page *page);

/* One page of an issue's comments: whether an account of vigil's wrote one that begins with this
 * marker. */
bool github_read_comments(const char *text, size_t size, const char *account, const char *marker,
                          bool *found, struct fault *fault);

/* Who somebody is whose token asks: {"login": …}, or {"data": {"viewer": {"login": …}}} by way of
 * GraphQL. There `*known` is false, without a fault, where an error says that this is not for this
 * token; other errors are of the moment. */
bool github_read_user(const char *text, size_t size, char login[GITHUB_LOGIN_SIZE],
                      struct fault *fault);
bool github_read_viewer(const char *text, size_t size, char login[GITHUB_LOGIN_SIZE], bool *known,
                        struct fault *fault);

/* What somebody may do in the repository: whether it is enough to decide about issues. */
bool github_read_right(const char *text, size_t size, bool *triages, struct fault *fault);

/* A commit's author: "" where GitHub knows no account, or where it is no person's. */
bool github_read_author(const char *text, size_t size, char handle[64], struct fault *fault);

struct github_repository {
    bool has_issues;
    bool open_to_all; /* anybody may read it; also where the answer does not surely say no */
};
bool github_read_repository(const char *text, size_t size, struct github_repository *repository,
                            struct fault *fault);

/* What an answer that refuses says, as one inert line: "Validation Failed (assignees: invalid)".
 * Nothing is added where it says nothing that can be read. */
void github_read_refusal(const char *text, size_t size, struct buffer *into);

/* Whether such a line speaks of too many requests: GitHub does not always say it with a header. */
bool github_is_rate(const char *refusal);

/* Whether the draft's body begins with its marker: what would not be known again is not sent. */
bool github_is_marked(const struct tracker_draft *draft, struct fault *fault);

/* {"title": …, "body": …}: the title cut to 256 bytes, not within a character. NULL when text is
 * not UTF-8 or memory ran out, here and below; the caller decrefs. */
json_t *github_draft_text(const struct tracker_draft *draft);

/* The same with "labels", of which `label` is always one, and once, and with "assignees" unless
 * the assignee is "". */
json_t *github_draft_issue(const struct tracker_draft *draft, const char *label,
                           const char *assignee);

/* Shared by the readers of answers. */

/* The answer, which the caller decrefs; NULL, with a fault, where it is no JSON. A body may hold a
 * NUL, and must then not make a whole list unreadable. */
json_t *github_parse(const char *text, size_t size, struct fault *fault);

/* The same where it must be a list, "of comments". */
json_t *github_parse_list(const char *text, size_t size, const char *of, struct fault *fault);

/* A string's text; "" of what is no string. */
struct span github_text(const json_t *value);

/* Whether it is this string, without case. */
bool github_is_text(const json_t *value, const char *words);

/* The handle of a user; "" where it is no person's account. */
struct span github_login(const json_t *user);

/* Whether a list of labels has one of this name, without case. */
bool github_has_label(const json_t *labels, const char *name);

#endif
