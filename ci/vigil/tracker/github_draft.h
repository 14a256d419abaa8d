/* github_draft.h -- pure: an issue to be, as the JSON that GitHub takes */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_GITHUB_DRAFT_H
#define VIGIL_TRACKER_GITHUB_DRAFT_H

#include <jansson.h>

#include "tracker.h"

/* {"title": …, "body": …}: the title cut to 256 bytes, not within a character. NULL when text is
 * not UTF-8 or memory ran out, here and below; the caller decrefs. */
json_t *github_draft_text(const struct tracker_draft *draft);

/* The same with "labels", of which `label` is always one, and once, and with "assignees" unless
 * the assignee is "". */
json_t *github_draft_issue(const struct tracker_draft *draft, const char *label,
                           const char *assignee);

#endif
