/* github_advisory.h -- (private) a crash told to the maintainers alone, as a draft advisory */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_GITHUB_ADVISORY_H
#define VIGIL_TRACKER_GITHUB_ADVISORY_H

#include "tracker.h"

/*
 * tracker.h's `advise`. A draft is seen by owners, administrators and security managers, and by
 * whom they add. To make one takes the permission "Repository security advisories: write" of an app
 * or of a token of one's own; the token of a workflow cannot have it, and is REFUSED.
 *
 * An advisory is vigil's where its description begins with the marker and an account of vigil's
 * wrote it; or where no author is named and it was not reported from outside: strangers may report
 * one by GitHub's private vulnerability reporting, with any description.
 */
enum tracker_outcome github_advise(struct tracker *tracker, const struct tracker_draft *draft,
                                   char name[TRACKER_ADVISORY_SIZE], struct fault *fault);

#endif
