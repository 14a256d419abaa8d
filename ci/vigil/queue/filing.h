/* filing.h -- what a verdict has to say, said: issues, check run, queue */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_FILING_H
#define VIGIL_QUEUE_FILING_H

#include <stdbool.h>

#include "base/fault.h"
#include "queue.h"
#include "tracker/tracker.h"

struct filing_options {
    const char *directory; /* verdict_write's, with crashes/ID/ */
    const char *head;      /* the commit it must be a verdict on; NULL: whatever it says */
    struct tracker_options tracker;
    const char *queue; /* the queue's word, where it is not the tracker's; else NULL */
    bool withhold;     /* the bytes of a security crash's input */
    const char *rota;  /* whom issues are addressed to; "" for nobody */
};

/*
 * Reads DIRECTORY/verdict.json as a hostile text. Each new crash is loaded from its files, its
 * signature worked out from its report and not taken from the verdict, and filed once; which change
 * it was seen in is told in a comment, once a change, also where an issue with its marker is there
 * already. A closed one stays closed: main does not crash (yet), and a person may have closed it.
 * Of a crash whose files are not what they must be (a link, another crash's report, one that is
 * missing) nothing is said. Then the check run, and the queue: in where it passed, out where it did
 * not. Done again it does nothing again. Prints a line for each. Returns the exit status: 0, or 2
 * where something could not be said.
 */
int filing(const struct filing_options *options);

#endif
