/* local_file.h -- pure: a draft, or a change to it, as the text of a local issue's file */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRACKER_LOCAL_FILE_H
#define VIGIL_TRACKER_LOCAL_FILE_H

#include <stddef.h>

#include "base/buffer.h"
#include "frontmatter.h"
#include "tracker.h"

/* Adds the whole file to `text`; `label` is the first of its labels, unless it is "". */
void local_file_compose(const struct tracker_draft *draft, const char *label, unsigned number,
                        struct buffer *text);

/* Adds the file `old`, of which `issue` was read, with the draft's title and body. The rest of the
 * front matter stays, and all from the first comment on. */
void local_file_edit(const struct buffer *old, const struct frontmatter *issue,
                     const struct tracker_draft *draft, struct buffer *text);

#endif
