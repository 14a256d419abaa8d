/* endings.h -- how the runs of a campaign ended that libFuzzer did not end, counted */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_ENDINGS_H
#define VIGIL_TRIAGE_ENDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/process.h"
#include "base/span.h"

/* One way to end: with a status, or by a signal. */
struct ending {
    bool signalled;
    int status;      /* the signal, where it was signalled */
    unsigned times;  /* how many runs ended so */
    uint64_t inputs; /* that such a run is known to have run before, of the runs the most: libFuzzer
                        counts at times, and cannot count what ends it */
    bool sought;     /* the inputs were run one by one, to find one that does it */
    bool reported;   /* a run left a report, and no input: a crash that nobody can show again, so
                        that nothing is filed of it */
    struct buffer log; /* of the first of these runs */
};

#define ENDINGS_MOST 8

struct endings {
    struct ending list[ENDINGS_MOST];
    size_t count;
};

/* Counts one more such end, after so many inputs; the log is copied for the first. NULL where there
 * are more ways to end than are told apart. */
struct ending *endings_add(struct endings *endings, const struct process_outcome *outcome,
                           uint64_t inputs);
void endings_free(struct endings *endings);

/* Whether it may come from outside: the kernel kills what takes too much memory, and a service
 * manager what it stops. A target that does this to itself cannot be told from it but by an input.
 */
bool ending_is_stray(const struct ending *ending);

/* Adds the log, and below it the report that the process did not leave (sanlog_end.h), so that
 * it is read as a crash. */
void ending_report(const struct ending *ending, unsigned runs, struct buffer *into);

/* "left with status 0", "was killed by signal 9"; then how often: "once", "twice", "7 times". */
void ending_words(const struct ending *ending, struct buffer *into);
void ending_times(unsigned times, struct buffer *into);

#endif
