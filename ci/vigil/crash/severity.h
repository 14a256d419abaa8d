/* severity.h -- what a kind of crash is worth to whoever can cause it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_SEVERITY_H
#define VIGIL_CRASH_SEVERITY_H

#include "sanlog.h"

enum severity { SEVERITY_LOW, SEVERITY_MEDIUM, SEVERITY_HIGH };

/* Crashes of two classes are never one. */
enum crash_class {
    CLASS_MEMORY,     /* memory that is not one's own, or not yet written, was used */
    CLASS_FUNCTIONAL, /* an assertion, an abort, arithmetic: the program's own promise broke */
    CLASS_LEAK,
    CLASS_RACE,
    CLASS_EXHAUSTION, /* of time or of memory */
};

/* By kind; where the table lacks the kind, as one of a new wording, by the tool that reported it.
 */
enum crash_class severity_class(const struct sanlog_report *report);

/* By kind; where an access makes the difference, a write is high; a read, or an access that
 * the log does not name, is medium. */
enum severity severity_of(const struct sanlog_report *report);

#endif
