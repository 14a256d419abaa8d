/* sanstack.h -- (private to sanlog) what follows the header of a report: its access and stacks */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_SANSTACK_H
#define VIGIL_SANSTACK_H

#include <stdbool.h>

#include "sanlog.h"
#include "span.h"

/* The next line of the log, without its end; of a line longer than any of a report the beginning.
 * False at the end of the log. */
bool sanstack_line(struct span *log, struct span *line);

/* Whether the log goes on with a stack, as the reports that say no more in their header do. */
bool sanstack_follows(struct span log);

/* Reads what follows the header into *report, whose tool and kind are set. */
void sanstack_read(struct span log, struct sanlog_report *report);

#endif
