/* sanlog_said.h -- (private) a line by which a program says why it is about to end: an assertion, a
 * failed check, a panic, an exception that nobody caught */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_SANLOG_SAID_H
#define VIGIL_CRASH_SANLOG_SAID_H

#include <stdbool.h>

#include "base/span.h"
#include "sanlog_kind.h"
#include "sanlog_report.h"

enum sanlog_weight {
    SANLOG_EXPLAINS, /* it tells why, where a crash follows within a few lines */
    SANLOG_PANICS,   /* a crash, unless the program is seen to go on */
    SANLOG_ENDS      /* a crash: the program never goes on after it */
};

struct sanlog_said {
    enum sanlog_weight weight;
    enum sanlog_tool tool; /* SANLOG_LIBC, SANLOG_RUST, SANLOG_SCUDO, SANLOG_UBSAN, … */
    char kind[SANLOG_KIND_SIZE];
    char message[256];      /* as in struct sanlog_report */
    struct sanlog_frame at; /* where the line says it was; all zero where it does not */
};

/* `after` is what follows the line, for wordings of two lines. False for any other line. */
bool sanlog_said_read(struct span line, struct span after, struct sanlog_said *said);

/* The words one of which each such line holds, besides those of sanlog_kind_abort_mark; NULL after
 * the last. */
const char *sanlog_said_mark(size_t i);

#endif
