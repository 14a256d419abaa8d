/* check_run.h -- (private) pure: a verdict as the check run that GitHub takes */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_QUEUE_CHECK_RUN_H
#define VIGIL_QUEUE_CHECK_RUN_H

#include <jansson.h>

#include "verdict/verdict.h"

#define CHECK_RUN_NAME             "vigil gate"
#define CHECK_RUN_LINES            50 /* annotations that GitHub takes in one request */
#define CHECK_RUN_EXTERNAL_ID_SIZE 24

/* What could not be judged is "action_required": it lets no merge through, as "neutral" would. */
const char *check_run_conclusion(enum conclusion verdict);

/* All annotations, an array: crashes at the user's own line, time-sensitive lines, and lines that
 * no test ran; at most 300. NULL where memory ran out; the caller decrefs. */
json_t *check_run_annotations(const struct verdict *report);

/* The run, with annotations from `first` on, at most as many as a request may have.
 * NULL where memory ran out; the caller decrefs. */
json_t *check_run(const struct verdict *report, const json_t *annotations, size_t first,
                  const char *external_id);

/* "vigil:" and a hash of all that is said: by it the same is known again, and not said twice. */
bool check_run_external_id(const struct verdict *report, const json_t *annotations,
                           char external_id[CHECK_RUN_EXTERNAL_ID_SIZE]);

#endif
