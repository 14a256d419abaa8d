/* SPDX-License-Identifier: MIT */
/* Changes that wait as pull requests with a label and a comment of ours (comment.h). */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/span.h"
#include "check_run.h"
#include "comment.h"
#include "github_pull.h"
#include "queue.h"
#include "tracker/github_client.h"

#define COMMENT_MOST 60000 /* GitHub's limit is 65,536 characters; the rest is for hidden lines */
#define PULLS_MOST   10    /* of one head, whose files are looked at */

static const char from_fork[] =
    "A maintainer put this change into the queue. It comes from a fork, so nothing that its own "
    "machine said of it counts here.\n";

struct hub {
    struct queue queue; /* first, so that one is the other */
    struct github *github;
    bool shared; /* the connection is a tracker's */
};

static enum tracker_outcome finish(struct hub *hub, enum tracker_outcome outcome)
{
    hub->queue.wait = hub->github->tracker.wait;
    return outcome;
}

/* The page of an issue leads to the pull request's too, but is not its address. */
static void link_pull(const struct github *github, uint64_t number, char link[600])
{
    char *issues;
    if (!github_address_issue(&github->address, number, link, 600) ||
        (issues = strrchr(link, '/')) == NULL || issues - link < 7) {
        link[0] = '\0';
        return;
    }
    (void)snprintf(issues - 6, 600 - (size_t)(issues - 6 - link), "pull/%" PRIu64, number);
}

static bool is_requested(const struct github_pull *pull, const char *handle)
{
    for (size_t i = 0; i < QUEUE_ASKED_MOST; i++) {
        if (strcasecmp(pull->asked[i], handle) == 0) {
            return true;
        }
    }
    return false;
}

/* Somebody whom the comment lists as "asking" was asked if the pull request says so. Of those whom
 * a person asked no time was noted: the time at which the change was queued is taken. */
static void note_asked(const struct github_pull *pull, const struct comment *comment,
                       struct queue_entry *entry)
{
    for (size_t i = 0; i < comment->count; i++) {
        const struct comment_asked *asked = &comment->asked[i];
        if (asked->done || is_requested(pull, asked->handle)) {
            queue_note_asked(entry, asked->handle, asked->at);
        }
    }
    for (size_t i = 0; i < QUEUE_ASKED_MOST && pull->asked[i][0] != '\0'; i++) {
        queue_note_asked(entry, pull->asked[i], comment->since);
    }
}

/* *waits is false where the comment is about another head, or there is none: this head did not
 * pass, or not yet. A fork's change waits without a comment, whatever its verdict said: the label
 * is a person's, who may triage. The comment then says who was asked. */
static enum tracker_outcome read_entry(struct github *github, const struct github_pull *pull,
                                       struct queue_entry *entry, bool *waits, struct fault *fault)
{
    struct github_comment found;
    *entry = (struct queue_entry){.number = pull->number};
    enum tracker_outcome outcome = github_pull_comment(github, pull->number, &found, fault);
    bool told = found.id != 0 && strcmp(found.comment.head, pull->head) == 0;
    buffer_free(&found.below);
    *waits = outcome == TRACKER_DONE && (told || !pull->own);
    if (!*waits) {
        return outcome;
    }
    if (!told) {
        found.comment = (struct comment){.since = pull->changed_at};
    }
    entry->fork = !pull->own;
    memcpy(entry->head, pull->head, sizeof entry->head);
    memcpy(entry->title, pull->title, sizeof entry->title);
    memcpy(entry->author, pull->author, sizeof entry->author);
    entry->since = found.comment.since;
    entry->notes = found.comment.notes;
    link_pull(github, pull->number, entry->link);
    note_asked(pull, &found.comment, entry);
    return github_pull_reviewed(github, entry, fault);
}

static enum tracker_outcome hub_list(struct queue *queue, queue_take *take, void *context,
                                     struct fault *fault)
{
    struct hub *hub = (struct hub *)queue;
    struct github_pulls pulls = {.head = NULL};
    struct queue_list list = {0};
    enum tracker_outcome outcome = github_pull_find(hub->github, &pulls, fault);
    for (size_t i = 0; outcome == TRACKER_DONE && i < pulls.count; i++) {
        struct queue_entry entry;
        bool waits = false;
        outcome = read_entry(hub->github, &pulls.list[i], &entry, &waits, fault);
        if (outcome == TRACKER_DONE && waits && !queue_list_add(&list, &entry)) {
            fault_set(fault, "out of memory for the queue");
            outcome = TRACKER_LATER;
        }
    }
    queue_list_sort(&list);
    bool more = outcome == TRACKER_DONE;
    for (size_t i = 0; more && i < list.count; i++) {
        more = take(context, &list.entries[i]);
    }
    queue_list_free(&list);
    free(pulls.list);
    return finish(hub, outcome);
}

/* The comment first: without it the label alone lists nothing. A comment of an earlier head is
 * written over; one of this head stays, with since when it waits and who was asked. */
static enum tracker_outcome add_to(struct github *github, const struct github_pull *pull,
                                   const struct verdict *report, struct fault *fault)
{
    struct github_comment found;
    enum tracker_outcome outcome = github_pull_comment(github, pull->number, &found, fault);
    bool there = found.id != 0 && strcmp(found.comment.head, report->head) == 0;
    buffer_free(&found.below);
    if (outcome == TRACKER_DONE && !there) {
        struct github_comment made = {
            .id = found.id,
            .comment = {.since = queue_since(report), .notes = (unsigned)report->note_count}};
        memcpy(made.comment.head, pull->head, sizeof made.comment.head);
        comment_text(report, COMMENT_MOST, &made.below);
        outcome = github_pull_write(github, pull->number, &made, fault);
        buffer_free(&made.below);
    }
    return outcome == TRACKER_DONE && !pull->labelled
               ? github_pull_label(github, pull->number, fault)
               : outcome;
}

static enum tracker_outcome hub_add(struct queue *queue, const struct verdict *report,
                                    struct fault *fault)
{
    struct hub *hub = (struct hub *)queue;
    struct github_pulls pulls = {.head = report->head};
    enum tracker_outcome outcome = github_pull_find(hub->github, &pulls, fault);
    if (outcome == TRACKER_DONE && pulls.count == 0) {
        fault_set(fault, "github:%.100s: no open pull request has the head %.64s",
                  hub->github->address.repository, report->head);
        outcome = TRACKER_GONE;
    }
    for (size_t i = 0; outcome == TRACKER_DONE && i < pulls.count; i++) {
        if (pulls.list[i].own) {
            outcome = add_to(hub->github, &pulls.list[i], report, fault);
        }
    }
    free(pulls.list);
    return finish(hub, outcome);
}

static enum tracker_outcome hub_remove(struct queue *queue, const char *head, struct fault *fault)
{
    struct hub *hub = (struct hub *)queue;
    struct github_pulls pulls = {.head = head};
    enum tracker_outcome outcome = github_pull_find(hub->github, &pulls, fault);
    for (size_t i = 0; outcome == TRACKER_DONE && i < pulls.count; i++) {
        if (pulls.list[i].labelled && pulls.list[i].own) {
            outcome = github_pull_unlabel(hub->github, pulls.list[i].number, fault);
        }
    }
    free(pulls.list);
    return finish(hub, outcome);
}

/* The comment says what is about to be done, and then that it was done: a run after one that was
 * cut short between the two neither forgets when it was nor asks again. */
static enum tracker_outcome ask(struct github *github, const struct queue_entry *entry,
                                struct github_comment *comment, struct comment_asked *asked,
                                int64_t now, struct fault *fault)
{
    asked->at = now;
    enum tracker_outcome outcome = github_pull_write(github, entry->number, comment, fault);
    if (outcome == TRACKER_DONE && comment->id == 0) { /* the second time it is written over */
        struct github_comment made;
        outcome = github_pull_comment(github, entry->number, &made, fault);
        buffer_free(&made.below);
        comment->id = made.id;
        if (outcome == TRACKER_DONE && made.id == 0) {
            fault_set(fault, "github:%.100s, pull request %" PRIu64 ": our comment is not there",
                      github->address.repository, entry->number);
            outcome = TRACKER_LATER;
        }
    }
    if (outcome == TRACKER_DONE) {
        outcome = github_pull_ask(github, entry->number, asked->handle, fault);
    }
    if (outcome == TRACKER_DONE && !entry->fork) {
        outcome = github_pull_label(github, entry->number, fault);
    }
    if (outcome == TRACKER_DONE) {
        asked->done = true;
        outcome = github_pull_write(github, entry->number, comment, fault);
    }
    return outcome;
}

/* The first who is asked for a fork's change, or for its new head: a comment of an earlier head is
 * written over. */
static void begin_comment(const struct queue_entry *entry, struct github_comment *comment)
{
    buffer_free(&comment->below);
    *comment = (struct github_comment){.id = comment->id, .comment = {.since = entry->since}};
    memcpy(comment->comment.head, entry->head, sizeof comment->comment.head);
    buffer_text(&comment->below, from_fork);
}

static enum tracker_outcome hub_ask(struct queue *queue, const struct queue_entry *entry,
                                    const char *handle, int64_t now, struct fault *fault)
{
    struct hub *hub = (struct hub *)queue;
    struct github_comment found;
    enum tracker_outcome outcome = github_pull_comment(hub->github, entry->number, &found, fault);
    bool other = found.id == 0 || strcmp(found.comment.head, entry->head) != 0;
    if (outcome == TRACKER_DONE && other && entry->fork) {
        begin_comment(entry, &found);
    } else if (outcome == TRACKER_DONE && other) {
        fault_set(fault, "github:%.100s, pull request %" PRIu64 ": %.64s waits no more",
                  hub->github->address.repository, entry->number, entry->head);
        outcome = TRACKER_GONE;
    }
    if (outcome == TRACKER_DONE) {
        struct comment_asked *asked = comment_find_asked(&found.comment, handle);
        if (asked == NULL) {
            fault_set(fault, "github:%.100s, pull request %" PRIu64 ": nobody more can be asked",
                      hub->github->address.repository, entry->number);
            outcome = TRACKER_REFUSED;
        } else if (!asked->done) {
            outcome = ask(hub->github, entry, &found, asked, now, fault);
        }
    }
    buffer_free(&found.below);
    return finish(hub, outcome);
}

static enum tracker_outcome look_at(struct github *github, const struct github_pulls *pulls,
                                    const struct guard *guard, struct queue_change *change,
                                    struct fault *fault)
{
    enum tracker_outcome outcome = TRACKER_DONE;
    change->own = change->known = pulls->count > 0;
    for (size_t i = 0; outcome == TRACKER_DONE && i < pulls->count; i++) {
        const struct github_pull *pull = &pulls->list[i];
        change->own = change->own && pull->own;
        if (change->touches[0] == '\0' && i < PULLS_MOST) {
            outcome = github_pull_touches(github, pull->number, guard, change->touches, fault);
        }
    }
    if (pulls->count > 0) {
        (void)snprintf(change->name, sizeof change->name, "%" PRIu64, pulls->list[0].number);
    }
    if (change->touches[0] == '\0' && (pulls->count == 0 || pulls->count > PULLS_MOST)) {
        (void)snprintf(change->touches, sizeof change->touches, "%s",
                       pulls->count == 0
                           ? "no open pull request says what this commit changes"
                           : "it is the head of more pull requests than are looked at");
    }
    return outcome;
}

static enum tracker_outcome hub_change(struct queue *queue, const char *head,
                                       const struct guard *guard, struct queue_change *change,
                                       struct fault *fault)
{
    struct hub *hub = (struct hub *)queue;
    struct github_pulls pulls = {.head = head};
    *change = (struct queue_change){.own = false};
    enum tracker_outcome outcome = github_pull_find(hub->github, &pulls, fault);
    if (outcome == TRACKER_DONE) {
        outcome = look_at(hub->github, &pulls, guard, change, fault);
    }
    free(pulls.list);
    return finish(hub, outcome);
}

/* A pull request that is no more was given up. */
static enum tracker_outcome hub_fate(struct queue *queue, const char *name, enum queue_fate *fate,
                                     struct fault *fault)
{
    struct hub *hub = (struct hub *)queue;
    struct span digits = {name, strlen(name)};
    struct github_pull pull = {.number = 0};
    uint64_t number = 0;
    *fate = QUEUE_OPEN;
    if (!span_take_digits(&digits, &number) || digits.size > 0 || number == 0) {
        fault_set(fault, "github:%.100s: no pull request is called %.20s",
                  hub->github->address.repository, name);
        return TRACKER_REFUSED;
    }
    enum tracker_outcome outcome = github_pull_look(hub->github, number, &pull, fault);
    if (outcome == TRACKER_GONE) {
        outcome = TRACKER_DONE;
        *fate = QUEUE_CLOSED;
    } else if (outcome == TRACKER_DONE && !pull.open) {
        *fate = pull.merged ? QUEUE_MERGED : QUEUE_CLOSED;
    }
    return finish(hub, outcome);
}

static enum tracker_outcome hub_check(struct queue *queue, const struct verdict *report,
                                      const struct queue_standing *standing, struct fault *fault)
{
    struct hub *hub = (struct hub *)queue;
    if (!queue_is_head(report->head)) {
        fault_set(fault, "the head is no commit");
        return TRACKER_REFUSED;
    }
    return finish(hub, check_run_put(hub->github, report, standing, fault));
}

static void hub_close(struct queue *queue)
{
    struct hub *hub = (struct hub *)queue;
    if (!hub->shared) {
        github_close(hub->github);
    }
    free(hub);
}

static struct queue *make(struct github *github, bool shared, struct fault *fault)
{
    struct hub *hub = calloc(1, sizeof *hub);
    if (hub == NULL) {
        fault_set(fault, "out of memory for a queue");
        return NULL;
    }
    *hub = (struct hub){.queue = {.list = hub_list,
                                  .add = hub_add,
                                  .remove = hub_remove,
                                  .ask = hub_ask,
                                  .check = hub_check,
                                  .change = hub_change,
                                  .fate = hub_fate,
                                  .close = hub_close},
                        .github = github,
                        .shared = shared};
    return &hub->queue;
}

struct queue *queue_github_open(const char *repository, const struct tracker_options *options,
                                struct fault *fault)
{
    struct github *github = github_open(repository, options, fault);
    struct queue *queue = github == NULL ? NULL : make(github, false, fault);
    if (github != NULL && queue == NULL) {
        github_close(github);
    }
    return queue;
}

struct queue *queue_github_beside(struct tracker *tracker, struct fault *fault)
{
    return make((struct github *)tracker, true, fault);
}
