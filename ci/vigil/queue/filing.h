/* filing.h -- `vigil file`: a verdict becomes issues, a check run and a place in the queue */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_FILING_H
#define VIGIL_QUEUE_FILING_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/settings.h"
#include "queue.h"
#include "tracker/tracker.h"

struct filing_options {
    const char *directory; /* verdict_write's, with crashes/ID/ */
    const char *head;      /* the commit it must be a verdict on */
    struct tracker_options tracker;
    const char *queue; /* the queue's word, where it is not the tracker's; else NULL */
    const char *state; /* vigil's own directory, of which the lock is taken */
    unsigned issues;   /* how many new ones at most */
    enum settings_withhold withhold; /* the bytes of a security crash's input */
    const char *ignore;              /* frames that are nobody's fault (settings.h); NULL: none */
    const char *rota;                /* whom issues are addressed to; "" for nobody */
    /* What judges a change beside what guard_holds knows: these files, and what they name. */
    const char *config; /* the settings' own file; NULL: none */
    const struct settings *settings;
};

/*
 * Reads DIRECTORY/verdict.json as a hostile text, which must be a verdict on `head`. All that
 * follows is done under the lock of `state` (lock.h).
 *
 * Whose change it is, the verdict does not say: that is asked (struct queue_change). What a fork's
 * verdict says becomes a check run and nothing else: no issue, no label, nobody asked; and a change
 * that touches what judges it is not called a success.
 *
 * Of the repository's own change each new crash is loaded from its files, its signature worked out
 * from its report and not taken from the verdict, and filed once, as an issue of this change
 * (change_issue.h); the gravest first, and at most `issues` for a verdict. Where the main branch
 * has an issue of the crash that one is told instead. A comment tells in which head it was seen,
 * once for each. An issue of the change's that is closed is opened again; the main branch's stays
 * as it is. A crash whose files are not what they must be (a link, another crash's report, a file
 * that is missing) is not filed. Issues of changes that are over are closed. Then comes the check
 * run, and the queue: a change that passed enters it, one that did not leaves it. A second run on
 * the same verdict changes nothing. Prints a line for each. Returns the exit status: 0, or 2 where
 * something could not be done.
 */
int filing(const struct filing_options *options);

#endif
