/* github_pull.h -- (private) pull requests: found, labelled, commented on, given to review */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_GITHUB_PULL_H
#define VIGIL_QUEUE_GITHUB_PULL_H

#include "comment.h"
#include "queue.h"
#include "tracker/github_client.h"

/* Answers are read as tracker/github_json.h has it: whole or not at all, and no fault says what was
 * in one. */

struct github_pull {
    uint64_t number;
    char head[65], title[280]; /* inert */
    char author[64];           /* "" where it is no person's */
    char asked[QUEUE_ASKED_MOST][40];
    bool labelled, draft;
    bool own; /* it leads from a branch of the repository itself, not from a fork */
    bool open, merged;
    int64_t changed_at; /* Unix seconds: when anything about it changed last, as its labels */
};

/* The open pull requests with this head; NULL: those with the label that are no drafts. Starts as
 * {.head = …}; `label` and `repository` are filled in, and `list` is to be freed by the caller in
 * any case. */
struct github_pulls {
    const char *head, *label, *repository;
    struct github_pull *list;
    size_t count;
};
enum tracker_outcome github_pull_find(struct github *github, struct github_pulls *pulls,
                                      struct fault *fault);

/* One pull request, open or not; GONE where there is none of this number (any more). */
enum tracker_outcome github_pull_look(struct github *github, uint64_t number,
                                      struct github_pull *pull, struct fault *fault);

/* Sets `touches`, as queue.h has it, for a file that the pull request changes, adds, removes or
 * renames. GitHub lists 3,000 files at most: where there may be more, `touches` says so. */
enum tracker_outcome github_pull_touches(struct github *github, uint64_t number,
                                         const struct guard *guard, char touches[280],
                                         struct fault *fault);

/*
 * The first comment that begins as a queue's does and is ours: an account of vigil's wrote it
 * (github_account.h). What others write below a pull request is ignored, whoever they are.
 */
struct github_comment {
    uint64_t id; /* 0: there is none */
    struct comment comment;
    struct buffer below; /* its body after the hidden lines; to be freed in any case */
};
enum tracker_outcome github_pull_comment(struct github *github, uint64_t number,
                                         struct github_comment *comment, struct fault *fault);

/* A comment is made, or written over where it has an id. */
enum tracker_outcome github_pull_write(struct github *github, uint64_t number,
                                       const struct github_comment *comment, struct fault *fault);

/* Sets entry->reviewed: whether there is a review of its present head that counts, by somebody who
 * was asked or whose word counts in the
 * repository (its owner, a member of the owning organization, a collaborator), and who is not its
 * author. Reads number, head, author and asked of the entry. */
enum tracker_outcome github_pull_reviewed(struct github *github, struct queue_entry *entry,
                                          struct fault *fault);

enum tracker_outcome github_pull_ask(struct github *github, uint64_t number, const char *handle,
                                     struct fault *fault);

/* Puts the queue's label on, and takes it off. Putting it on twice is fine. */
enum tracker_outcome github_pull_label(struct github *github, uint64_t number, struct fault *fault);
enum tracker_outcome github_pull_unlabel(struct github *github, uint64_t number,
                                         struct fault *fault);

#endif
