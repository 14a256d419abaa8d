/* github_check.h -- a verdict beside its commit: one check run, however often it is told */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_GITHUB_CHECK_H
#define VIGIL_QUEUE_GITHUB_CHECK_H

#include "tracker/github_client.h"
#include "verdict/verdict.h"

/* report->head is a commit id. What is told already is not told again. Another verdict on the same
 * head is another run, of which GitHub shows the last: one that exists keeps its annotations. */
enum tracker_outcome github_check(struct github *github, const struct verdict *report,
                                  struct fault *fault);

#endif
