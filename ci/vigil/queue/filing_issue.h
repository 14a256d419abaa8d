/* filing_issue.h -- (private to filing) a new crash as an issue, and the change it came with */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_FILING_ISSUE_H
#define VIGIL_QUEUE_FILING_ISSUE_H

#include "duty/duty.h"
#include "filing.h"
#include "triage/triage.h"

struct known {
    struct tracker_issue *list;
    size_t count;
};

struct filing {
    const struct filing_options *options;
    const struct verdict *report;
    struct tracker *tracker;
    struct queue *queue;
    struct known known; /* issues that were there before */
    char (*links)[600]; /* one a crash */
    struct rota rota;
    struct duty duty; /* whom issues are addressed to; reviewer NULL: nobody */
    int status;
};

/* On standard error, and the status is 2 from then on. */
void filing_trouble(struct filing *filing, const char *about, const struct fault *fault);

/* On standard output. */
void filing_say(struct filing *filing, const char *words, const char *about);

/* Finds the issues that are there. */
enum tracker_outcome filing_look(struct filing *filing, struct fault *fault);

/* Files it, unless it is there; says in either case which change it came with; told->issue becomes
 * its number. */
void filing_issue(struct filing *filing, struct verdict_crash *told, const struct crash *crash);

#endif
