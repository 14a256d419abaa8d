/* queue_check.h -- (private) pure: a verdict as the check run that GitHub takes */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_CHECK_H
#define VIGIL_QUEUE_CHECK_H

#include <jansson.h>

#include "gatereport.h"

#define QUEUE_CHECK_NAME             "vigil gate"
#define QUEUE_CHECK_LINES            50 /* annotations that GitHub takes in one request */
#define QUEUE_CHECK_EXTERNAL_ID_SIZE 24

/* What could not be judged is "action_required": it lets no merge through, as "neutral" would. */
const char *queue_check_conclusion(enum gate_verdict verdict);

/* All annotations, an array: crashes at the user's own line, time-sensitive lines, and lines that
 * no test ran; at most 300. NULL where memory ran out; the caller decrefs. */
json_t *queue_check_annotations(const struct gate_report *report);

/* The run, with annotations from `first` on, at most as many as a request may have.
 * NULL where memory ran out; the caller decrefs. */
json_t *queue_check(const struct gate_report *report, const json_t *annotations, size_t first,
                    const char *external_id);

/* "vigil:" and a hash of all that is said: by it the same is known again, and not said twice. */
bool queue_check_external_id(const struct gate_report *report, const json_t *annotations,
                             char external_id[QUEUE_CHECK_EXTERNAL_ID_SIZE]);

#endif
