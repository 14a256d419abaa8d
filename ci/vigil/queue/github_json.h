/* github_json.h -- pure: what GitHub answers on pull requests, reviews and check runs, from JSON */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_GITHUB_JSON_H
#define VIGIL_QUEUE_GITHUB_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "marker.h"
#include "queue.h"

/* As github_json.h has it: read whole or not at all, and a fault never says what was in it. */

struct github_pull {
    uint64_t number;
    char head[65], title[280]; /* inert */
    char author[64];           /* "" where it is no person's */
    char asked[QUEUE_ASKED_MOST][40];
    bool labelled, draft;
};

/* One page of a repository's open pull requests. Starts as {0}, and is freed by the caller. */
struct github_pulls {
    struct github_pull *list;
    size_t count;
};
bool github_read_pulls(const char *text, size_t size, const char *label, struct github_pulls *pulls,
                       struct fault *fault);
void github_pulls_free(struct github_pulls *pulls);

/*
 * The first comment on a page that begins with a queue's marker and is ours: of an app, which vigil
 * is in a workflow, or of somebody whose word counts in the repository (its owner, a member of the
 * owning organization, a collaborator). What anybody may write below a pull request says nothing.
 */
struct github_note {
    uint64_t id; /* 0: not found */
    struct queue_marker marker;
    struct buffer below; /* its body after the hidden lines */
};
bool github_read_note(const char *text, size_t size, struct github_note *note, struct fault *fault);

/* One page of a pull request's reviews: whether there is one of its present head that counts, by
 * somebody who was asked or whose word counts as above, and who is not its author. */
bool github_read_reviews(const char *text, size_t size, const struct queue_entry *entry,
                         bool *reviewed, struct fault *fault);

/* One page of a commit's check runs: ours, by its external_id. */
struct github_run {
    uint64_t id; /* 0: not found */
    size_t annotations;
};
bool github_read_runs(const char *text, size_t size, const char *external, struct github_run *run,
                      struct fault *fault);

/* The run that a request made. */
bool github_read_run(const char *text, size_t size, uint64_t *id, struct fault *fault);

#endif
