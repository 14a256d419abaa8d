/* progress.h -- where the night stands, on standard error */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_PROGRESS_H
#define VIGIL_BASE_PROGRESS_H

#include <stdint.h>

/* On a terminal one status line is drawn again and again, ten times a second at most; elsewhere a
 * plain line is printed every thirty seconds, so that a log shows that the night is alive. */
struct progress {
    const char *target;
    double elapsed, share; /* seconds */
    uint64_t executions, edges;
    unsigned crashes;
};

void progress_status(const struct progress *progress);

/* A line that stays, made inert (inert_lines), since it may quote what others wrote. May be called
 * from any thread, as may progress_status. */
void progress_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Takes the status line away. */
void progress_end(void);

#endif
