/* queue.h -- the changes that passed the gate and wait for a person, wherever they are kept */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_QUEUE_H
#define VIGIL_QUEUE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/command.h"
#include "base/fault.h"
#include "guard.h"
#include "tracker/tracker.h"
#include "verdict/verdict.h"

#define QUEUE_ASKED_MOST 8

/* A change that passed. Text is hostile unless said otherwise. */
struct queue_entry {
    char head[65];   /* commit id; ours. When the head of a change moves, another entry takes the
                        place of this one */
    uint64_t number; /* of the pull request; 0: local */
    char title[280], author[64]; /* title: inert (inert_title); author: a handle, or "" */
    char link[600];
    int64_t since;                    /* Unix seconds: when it was queued */
    unsigned notes;                   /* time-sensitive lines in it */
    char asked[QUEUE_ASKED_MOST][40]; /* handles of those who were asked; "" ends them */
    int64_t asked_at;                 /* when the last of them was; 0: nobody was */
    bool reviewed;                    /* somebody reviewed it: it waits for its author now */
    bool fork; /* a person put it into the queue, and not its verdict: it comes from a fork */
};

/*
 * Whose change a head is. A verdict cannot say: a fork's own machine wrote it. So it is asked where
 * changes are kept, and what is not known to be the repository's own is a fork's.
 */
struct queue_change {
    /* Each pull request that has this head leads from a branch of the repository itself, and there
     * is one. A local change is always own. */
    bool own;
    bool known;    /* some pull request has this head, or it is a local change */
    char name[24]; /* the pull request's number, the lowest; local: the first 12 digits of head;
                      "" where there is none */
    /* "it touches ci/gate", a file that decides how changes are judged (guard.h), or why nobody
     * knows whether it touches one; inert. "": it touches none. */
    char touches[280];
};

/* What became of a change. */
enum queue_fate {
    QUEUE_OPEN,   /* it may still be merged, as far as is known */
    QUEUE_MERGED, /* it is part of a branch now */
    QUEUE_CLOSED, /* it was given up */
};

/* What stands above a verdict where people read it: what it does not say itself. */
struct queue_standing {
    const struct queue_change *change;
    const struct verdict_crash *const *unfiled; /* new crashes over the limit of issues */
    size_t unfiled_count;
    unsigned limit;
    const char *label; /* by which a person puts a fork's change into the queue */
};

typedef bool queue_take(void *context, const struct queue_entry *entry);

/* Each call is idempotent, may be repeated after it was cut short at any point, and answers as a
 * tracker does. */
struct queue {
    /* Every change that waits, oldest first. */
    enum tracker_outcome (*list)(struct queue *queue, queue_take *take, void *context,
                                 struct fault *fault);
    /* It passed: label and a comment with the time-sensitive lines (GitHub), or a file (local). A
     * fork's pull request is left as it is, here and by `remove`: its verdict moves nothing. */
    enum tracker_outcome (*add)(struct queue *queue, const struct verdict *report,
                                struct fault *fault);
    /* It does not pass (any more). */
    enum tracker_outcome (*remove)(struct queue *queue, const char *head, struct fault *fault);
    /* Asks one reviewer, once: a review request and the label (GitHub), or a line in the file. */
    enum tracker_outcome (*ask)(struct queue *queue, const struct queue_entry *entry,
                                const char *handle, int64_t now, struct fault *fault);
    /* The verdict beside the commit: a check run (GitHub), nothing (local). */
    enum tracker_outcome (*check)(struct queue *queue, const struct verdict *report,
                                  const struct queue_standing *standing, struct fault *fault);
    enum tracker_outcome (*change)(struct queue *queue, const char *head, const struct guard *guard,
                                   struct queue_change *change, struct fault *fault);
    /* Of a change of this name. */
    enum tracker_outcome (*fate)(struct queue *queue, const char *name, enum queue_fate *fate,
                                 struct fault *fault);
    void (*close)(struct queue *queue);
    double wait; /* after TRACKER_LATER, as tracker.h has it */
};

/* "local:DIR" or "github:OWNER/REPO", the same word as the tracker's: the local one keeps the queue
 * in DIR/queue/. NULL, with a fault. */
struct queue *queue_open(const struct tracker_options *options, struct fault *fault);
struct queue *queue_local_open(const char *directory, struct fault *fault);
struct queue *queue_github_open(const char *repository, const struct tracker_options *options,
                                struct fault *fault);

/* The queue in the repository of a GitHub tracker that is open already, over the same connection,
 * because the token can be read once only. It is closed before the tracker. */
struct queue *queue_github_beside(struct tracker *tracker, struct fault *fault);

/* `vigil queue` and `vigil assign`. Exit status: 0 done, 1 assign: something waits
 * for longer than a day, 2 could not. */
extern const struct command queue_command, assign_command;

/* What both kinds of queue, and the code that shows a queue, share. */

/* 40 to 64 hex digits: what git calls a commit, and nothing that leads out of a directory. */
bool queue_is_head(const char *text);

/* Made inert, and cut where it does not fit, not within a character. */
void queue_title(const char *text, size_t size, char title[280]);

/* The same for a text that should be inert already, from a file that others may write: it is not
 * made inert twice, and yet nothing in it acts on a terminal. */
void queue_title_again(const char *text, size_t size, char title[280]);

/* Unix seconds of report->when; now where that is no timestamp. */
int64_t queue_since(const struct verdict *report);

/* Adds a handle to those who were asked, unless it is among them or there is no room; a time later
 * than asked_at replaces that. */
void queue_note_asked(struct queue_entry *entry, const char *handle, int64_t at);

/* A growing list of entries. Starts as {0}; queue_list_free frees it. */
struct queue_list {
    struct queue_entry *entries;
    size_t count;
};
/* False where memory ran out. */
bool queue_list_add(struct queue_list *list, const struct queue_entry *entry);
/* Oldest first; of the same age by head. */
void queue_list_sort(struct queue_list *list);
void queue_list_free(struct queue_list *list);

#endif
