/* options.h -- (private) what `vigil queue`, `vigil assign` and `vigil file` are told alike
 */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_OPTIONS_H
#define VIGIL_QUEUE_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "base/settings.h"
#include "queue.h"

struct queue_options {
    const char *config, *tracker, *state; /* of the command line; NULL where not said */
    struct settings settings;
    char issues[PATH_SIZE + 16]; /* the tracker's word, */
    char queue[PATH_SIZE + 16];  /* and the queue's: the same one where a tracker was said */
};

/* Where no tracker is said it is the local one in STATE, as a night has it: issues in STATE/issues,
 * the queue in STATE/queue. STATE is ".vigil" where that is not said either. */
bool queue_options_settle(struct queue_options *options, struct fault *fault);

/* Of the queue, or of the tracker: what tracker_open and queue_open want. */
struct tracker_options queue_options_tracker(const struct queue_options *options, const char *word);

/* Unix seconds of an RFC 3339 timestamp; NULL: now. Where false `into` quotes the text with a caret
 * under the byte that is wrong. */
bool queue_options_at(const char *text, int64_t *at, struct buffer *into);

/* On standard error, after "vigil: ", inert and with a line end. Returns 2. */
int queue_complain(const char *text);

/* On standard output. Returns 0, or 2 where it cannot be written. */
int queue_print(const struct buffer *text);

#endif
