/* check_run.h -- (private) a verdict beside its commit, as GitHub's check run */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_CHECK_RUN_H
#define VIGIL_QUEUE_CHECK_RUN_H

#include "tracker/github_client.h"
#include "verdict/verdict.h"

/*
 * report->head is a commit id. The run has annotations: crashes at the user's own line,
 * time-sensitive lines, and lines that no test ran; at most 300. A verdict that was told already is
 * not told again. Another verdict on the same head is another run, of which GitHub shows the last:
 * one that exists keeps its annotations.
 */
enum tracker_outcome check_run_put(struct github *github, const struct verdict *report,
                                   struct fault *fault);

#endif
