/* change_issue.h -- issues of crashes that only a change has which is not merged, and their end */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_CHANGE_ISSUE_H
#define VIGIL_QUEUE_CHANGE_ISSUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "queue.h"
#include "tracker/tracker.h"
#include "verdict/verdict.h"

/*
 * Such an issue carries "change:ID:NAME": the crash's sixteen hex digits, and the change's name
 * (struct queue_change). It is never "crash:ID", by which nights know the crashes of the main
 * branch: code that is not merged decides nothing about main.
 */
struct change_mark {
    char id[17], name[24];
};
void change_mark_write(const char *id, const char *name, char marker[TRACKER_MARKER_SIZE]);
/* False for every other marker. */
bool change_mark_read(const char *marker, struct change_mark *mark);

/* What the tracker has of vigil's. Starts as {0}; `list` is to be freed. */
struct change_known {
    struct tracker_issue *list;
    size_t count;
};
/* A tracker_take, whose context is a struct change_known. */
bool change_known_add(void *known, const struct tracker_issue *issue);
/* The issue with this marker; NULL: there is none. */
const struct tracker_issue *change_known_find(const struct change_known *known, const char *marker);

struct change_sweep {
    struct tracker *tracker;
    struct queue *queue;
    const struct change_known *known;
    /* The verdict that was filed just now, which speaks for the change of this name; NULL: none. */
    const struct verdict *report;
    const char *name;
    const char *source; /* the project's git repository, which knows what became of a local change;
                           "": none */
    void (*say)(void *context, const char *words, const char *about);
    void *context;
};

/*
 * Ends the open issues of changes whose time is over; each is told why in a comment, once.
 *
 * - A later verdict on the same change looked for crashes, and has not this one: closed. A local
 *   change is the same as long as its commit is among those before the verdict's head.
 * - The change was given up (its pull request is closed and not merged; its commit is on no branch
 *   any more): closed.
 * - It was merged with the crash: the issue stays open until there is one of the main branch's own
 *   ("crash:ID"); then each names the other, and this one is closed.
 *
 * One that a person declined is left. What fails keeps the rest from nothing; the first fault and
 * the outcome that goes with it are the answer.
 */
enum tracker_outcome change_sweep(const struct change_sweep *sweep, struct fault *fault);

#endif
