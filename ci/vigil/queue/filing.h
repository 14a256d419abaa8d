/* filing.h -- `vigil file`: a verdict becomes issues, a check run and a place in the queue */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_FILING_H
#define VIGIL_QUEUE_FILING_H

#include <stdbool.h>

#include "base/fault.h"
#include "queue.h"
#include "tracker/tracker.h"

struct filing_options {
    const char *directory; /* verdict_write's, with crashes/ID/ */
    const char *head;      /* the commit it must be a verdict on */
    struct tracker_options tracker;
    const char *queue;  /* the queue's word, where it is not the tracker's; else NULL */
    const char *state;  /* vigil's own directory, of which the lock is taken */
    unsigned issues;    /* how many new ones at most */
    bool withhold;      /* the bytes of a security crash's input */
    const char *ignore; /* frames that are nobody's fault (settings.h); NULL: none */
    const char *rota;   /* whom issues are addressed to; "" for nobody */
};

/*
 * Reads DIRECTORY/verdict.json as a hostile text. Each new crash is loaded from its files, its
 * signature worked out from its report and not taken from the verdict, and filed once. A comment
 * on its issue tells in which change it was seen, once for each change, also where the issue was
 * there already. A closed issue stays closed: main does not crash (yet), and a person may have
 * closed it. A crash whose files are not what they must be (a link, another crash's report, a file
 * that is missing) is not filed. Then comes the check run, and the queue: a change that passed
 * enters it, one that did not leaves it. A second run on the same verdict changes nothing. Prints a
 * line for each. Returns the exit status: 0, or 2 where something could not be done.
 */
int filing(const struct filing_options *options);

#endif
