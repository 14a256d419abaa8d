/* course.h -- (private) what a campaign makes of a run that did not end by itself */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_COURSE_H
#define VIGIL_TRIAGE_COURSE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/process.h"
#include "campaign.h"
#include "endings.h"
#include "exclusion.h"

/* What a campaign knows of its runs besides what it tells. */
struct course {
    struct campaign *campaign;
    struct endings endings;
    unsigned quick_runs, strays, searches;
    unsigned failed_starts, failed_in_a_row;
    unsigned crashed_seeds, sweeps; /* runs that ended at a seed; searches for all such seeds */
    struct exclusion seeds, corpus;
    double corpus_seconds; /* what all seeds and the corpus may take at most; 0: not counted yet */
    struct buffer why_not_started;
    struct fault start; /* of the last start that failed */
};

/* Hands the input over with what was printed, and takes it out of seeds and corpus. False where it
 * was not taken in: then its file is still needed. */
bool course_hand_over(struct course *course, const char *path,
                      const struct process_outcome *outcome);

/* A run ended at an input before it had run all that are there: a seed, or one of the corpus. Each
 * run reads all of them anew, so from the second time on all that crash are found and taken out at
 * once. */
void course_take_seed(struct course *course);

/* The run ended after so many inputs, without an artifact and not by libFuzzer's doing. Whether the
 * campaign goes on. */
bool course_take_ending(struct course *course, uint64_t inputs,
                        const struct process_outcome *outcome);

/* The run ended before it came to an input; or there was no process, as for want of memory, and the
 * campaign's fault says why. Whether it is to be tried again. */
bool course_take_failed_start(struct course *course, const struct process_outcome *outcome);
bool course_take_no_process(struct course *course);

/* Ends the campaign so, with a fault that says what the process did. Always false. */
bool course_give_up(struct campaign *campaign, enum campaign_end end,
                    const struct process_outcome *outcome, const char *when);

/* When no run follows: hands over what no input shows, says what the campaign went on after, finds
 * whether it looked at anything, and frees. */
void course_end(struct course *course);

#endif
