/* local_shelf.h -- a directory of issues, read */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_LOCAL_SHELF_H
#define VIGIL_TRACKER_LOCAL_SHELF_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "frontmatter.h"
#include "tracker.h"

/* What the directory holds now: people edit it while vigil runs, so nothing is remembered. Starts
 * as {0}. An issue that cannot be read counts as open: it was filed, and is not to be filed again.
 */
struct local_shelf {
    struct frontmatter *issues;
    size_t count;
    unsigned last; /* the highest number taken */
};

/* Reads every DIRECTORY/NNNN.md; `complain`, unless it is NULL, is told of each that is no issue.
 * TRACKER_LATER when the directory, or a file in it, does not open: then nobody knows what was
 * filed already. */
enum tracker_outcome local_shelf_read(struct local_shelf *shelf, const char *directory,
                                      tracker_complaint *complain, void *context,
                                      struct fault *fault);
void local_shelf_free(struct local_shelf *shelf);

/* One issue, and the text of its file. TRACKER_REFUSED: it is there and is no issue to be read;
 * what can be told of it is in *issue. The text is to be freed in any case. */
enum tracker_outcome local_shelf_read_issue(const char *path, unsigned number,
                                            struct frontmatter *issue, struct buffer *text,
                                            struct fault *fault);

#endif
