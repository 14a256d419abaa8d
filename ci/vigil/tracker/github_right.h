/* github_right.h -- (private) who may decide about issues, beyond what GitHub itself sees to */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_GITHUB_RIGHT_H
#define VIGIL_TRACKER_GITHUB_RIGHT_H

#include "github_client.h"
#include "github_json.h"

/*
 * GitHub lets nobody close vigil's issues who may not triage. A server that does must not let a
 * stranger decline one: where it says who closed the issue, that person's right is asked for, once.
 * Without it the issue counts as closed and not as declined. A token that may not ask leaves it to
 * the server.
 */
enum tracker_outcome github_right_check(struct github *github, struct github_issue *issue,
                                        struct fault *fault);

#endif
