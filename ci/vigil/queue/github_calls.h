/* github_calls.h -- the questions that a queue of pull requests asks of GitHub, one by one */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_GITHUB_CALLS_H
#define VIGIL_QUEUE_GITHUB_CALLS_H

#include "github_json.h"
#include "tracker/github_client.h"

/* The open pull requests with this head; NULL: those with the label that are no drafts. Starts as
 * {.head = …}; `list` is to be freed by the caller in any case. */
struct github_finding {
    const char *head;
    struct github_pull *list;
    size_t count;
};
enum tracker_outcome github_find_pulls(struct github *github, struct github_finding *finding,
                                       struct fault *fault);

/* Our comment, id 0 where there is none. note->below is to be freed in any case. */
enum tracker_outcome github_find_note(struct github *github, uint64_t number,
                                      struct github_note *note, struct fault *fault);

/* A comment is made, or made anew where it has an id. */
enum tracker_outcome github_write_note(struct github *github, uint64_t number, uint64_t id,
                                       const struct queue_marker *marker,
                                       const struct buffer *below, struct fault *fault);

/* Sets entry->reviewed; of the entry, number, head, author and asked are there. */
enum tracker_outcome github_find_reviews(struct github *github, struct queue_entry *entry,
                                         struct fault *fault);

enum tracker_outcome github_request_review(struct github *github, uint64_t number,
                                           const char *handle, struct fault *fault);

/* The label that is the queue's. Putting it twice is fine. */
enum tracker_outcome github_put_label(struct github *github, uint64_t number, struct fault *fault);
enum tracker_outcome github_take_label(struct github *github, uint64_t number, struct fault *fault);

#endif
