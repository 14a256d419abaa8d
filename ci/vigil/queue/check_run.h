/* check_run.h -- (private) a verdict beside its commit, as GitHub's check run */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_CHECK_RUN_H
#define VIGIL_QUEUE_CHECK_RUN_H

#include "queue.h"
#include "tracker/github_client.h"
#include "verdict/verdict.h"

/*
 * report->head is a commit id. The run has annotations: crashes at the user's own line,
 * time-sensitive lines, and lines that no test ran; at most 300. A verdict that has its run already
 * gets no second one. Another verdict on the same head gets a run of its own, since a run never
 * loses an annotation; GitHub shows the last run.
 */
enum tracker_outcome check_run_put(struct github *github, const struct verdict *report,
                                   const struct queue_standing *standing, struct fault *fault);

#endif
