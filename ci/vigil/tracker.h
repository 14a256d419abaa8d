/* tracker.h -- what any tracker must do */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_H
#define VIGIL_TRACKER_H

#include <stdbool.h>

#include "fault.h"

/* What is filed. All of it is inert text already. */
struct tracker_issue {
    const char *title, *target, *signature, *severity, *body;
    const char *seen; /* RFC 3339, UTC */
};

enum tracker_answer { TRACKER_FOUND, TRACKER_NONE, TRACKER_FAILED };

/* What is in a tracker is the truth about what was filed, whatever a database remembers: it is what
 * people see and edit. */
struct tracker {
    /* Which issue has this signature. *number comes in as what the database remembers, 0 if
     * nothing: an issue that is there but cannot be read is recognised by it, and not filed again.
     * *open is the issue's state. */
    enum tracker_answer (*find)(struct tracker *tracker, const char *signature, unsigned *number,
                                bool *open, struct fault *fault);

    /* Files a new issue, whole or not at all, and says its number. */
    bool (*file)(struct tracker *tracker, const struct tracker_issue *issue, unsigned *number,
                 struct fault *fault);

    /* Notes when the crash was last seen, and leaves all else as people have it. */
    bool (*seen)(struct tracker *tracker, unsigned number, const char *when, struct fault *fault);

    void (*close)(struct tracker *tracker);
    char place[512]; /* where a person finds the issues */
};

/* Told of each issue that cannot be read; the others are used all the same. */
typedef void tracker_complaint(void *context, const struct fault *fault);

/*
 * "local:DIR": Markdown issues DIR/NNNN.md. NULL, with a fault, for a word that names no tracker or
 * one that cannot be used.
 */
struct tracker *tracker_open(const char *word, tracker_complaint *complain, void *context,
                             struct fault *fault);
struct tracker *tracker_local_open(const char *directory, tracker_complaint *complain,
                                   void *context, struct fault *fault);

#endif
