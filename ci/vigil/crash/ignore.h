/* ignore.h -- frames that a project says are nobody's fault: `[triage] ignore` of vigil.ini */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_IGNORE_H
#define VIGIL_CRASH_IGNORE_H

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "sanlog.h"

/* Compiled once, and then only read: lanes may share it. All zero: nothing is ignored. */
struct ignore {
    regex_t *list;
    size_t count;
};

/* Of POSIX extended regular expressions, a line each, as settings.h has them. False, with a fault
 * that names the one that cannot be compiled; free *ignore in any case. */
bool ignore_compile(const char *lines, struct ignore *ignore, struct fault *fault);
void ignore_free(struct ignore *ignore);

/* Marks each frame whose function, as the log has it or as a signature does, or whose file an
 * expression finds a match in: stack_is_own says of it that it is not the project's. To be called
 * between reading a report and making its signature. NULL ignores nothing. */
void ignore_mark(const struct ignore *ignore, struct sanlog_report *report);

#endif
