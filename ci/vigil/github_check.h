/* github_check.h -- a verdict beside its commit: one check run a head, however often it is told */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GITHUB_CHECK_H
#define VIGIL_GITHUB_CHECK_H

#include "gatereport.h"
#include "github_client.h"

/* report->head is a commit id. One that is told of already is not told again; another verdict on
 * the same head takes the place of the first. */
enum tracker_outcome github_check(struct github *github, const struct gate_report *report,
                                  struct fault *fault);

#endif
