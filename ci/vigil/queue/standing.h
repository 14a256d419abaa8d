/* standing.h -- (private) pure: how far a verdict can be believed, said above it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_STANDING_H
#define VIGIL_QUEUE_STANDING_H

#include "base/buffer.h"
#include "queue.h"

/*
 * A check run's conclusion: "failure" where the change is blocked, "action_required" where it could
 * not be judged. What passed is "success", but "neutral" where the change touches what judges it:
 * such a change says of itself that it passes. Branch protection takes neutral for passed, so the
 * manual says what else it must require. Static storage.
 */
const char *standing_conclusion(const struct queue_standing *standing,
                                const struct verdict *report);

/* A line: the verdict's sentence, and before it what keeps it from being the last word. */
void standing_title(const struct queue_standing *standing, const struct verdict *report,
                    struct buffer *into);

/* Markdown, at most 16 KiB, to stand above a verdict's own; nothing where there is nothing to say.
 * All that is not vigil's own is inert in it. */
void standing_text(const struct queue_standing *standing, struct buffer *into);

#endif
