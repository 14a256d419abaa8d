/* github_open.h -- a repository on GitHub to be asked, and JSON sent to it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GITHUB_OPEN_H
#define VIGIL_GITHUB_OPEN_H

#include <jansson.h>

#include "github_client.h"

/* `repository` is OWNER/REPO; `tracker` is not filled in. The API's address is GITHUB_API_URL, or
 * GitHub's own. NULL, with a fault. */
struct github *github_open(const char *repository, const struct tracker_options *options,
                           struct fault *fault);
void github_close(struct github *github);

/* github_ask with this as its body. Takes the JSON; NULL is REFUSED. */
enum tracker_outcome github_send(struct github *github, struct github_call *call, json_t *json,
                                 struct buffer *answer, struct fault *fault);

#endif
