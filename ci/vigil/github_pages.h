/* github_pages.h -- lists that GitHub gives a hundred at a time */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GITHUB_PAGES_H
#define VIGIL_GITHUB_PAGES_H

#include <stdbool.h>

#include "buffer.h"
#include "fault.h"
#include "github_client.h"

/* Takes what a page holds. *more comes in as true; a reader that has seen enough makes it false. */
typedef enum tracker_outcome github_page_reader(struct github *github,
                                                const struct github_call *call,
                                                const struct buffer *answer, void *context,
                                                bool *more, struct fault *fault);

/*
 * Reads page after page, each where the Link header of the one before says, and only there: an
 * address on another server is LATER, since it would be sent the token; and so is a list that has
 * no end after 1,000 pages. call->url is the first page's, and is written over.
 */
enum tracker_outcome github_pages(struct github *github, struct github_call *call,
                                  github_page_reader *read, void *context, struct fault *fault);

#endif
