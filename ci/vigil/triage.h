/* triage.h -- an artifact replayed, named, and minimised keeping its signature */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_H
#define VIGIL_TRIAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"
#include "fault.h"
#include "sanlog.h"
#include "signature.h"
#include "target.h"

#define TRIAGE_REPLAYS          3
#define TRIAGE_MINIMISE_SECONDS 30.0

struct crash {
    const struct target *target;
    struct signature signature;
    struct sanlog_report report;
    struct buffer input;
    struct buffer minimised; /* as the input where nothing smaller was found */
    struct buffer log; /* of the best witness: the minimised input's, the input's, the run's */
    unsigned replays, reproduced; /* 2 of 3: it is flaky; 0: it needs what the run did before it */
};

/* Names the crash from the log its run left; the input is copied. False when the log tells of none
 * and a replay does not crash either: then `fault` says so. *crash is to be freed in any case. */
bool triage_name(const struct target *target, const void *input, size_t size, const char *log,
                 size_t log_size, const char *work, struct crash *crash, struct fault *fault);

/*
 * Replays it and, where it crashes each time, minimises it for at most 30 seconds: a candidate that
 * crashes otherwise is refused, and the smallest is replayed once more before it is believed. A
 * timeout or a memory hog is replayed once and not minimised, since each question would cost its
 * whole limit. Where replays agree on another signature than the run's log, theirs is taken: it is
 * what a person who replays it will see.
 */
bool triage_study(struct crash *crash, const char *work, struct fault *fault);

void crash_free(struct crash *crash);

#endif
