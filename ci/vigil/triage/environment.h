/* environment.h -- what a target finds in its environment */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_ENVIRONMENT_H
#define VIGIL_TRIAGE_ENVIRONMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "base/process.h"
#include "target.h"

/*
 * Vigil's own, without what would make a report differ from one machine to the next: LC_ALL=C, no
 * LD_PRELOAD and no MALLOC_ settings; the symbolizer found in PATH; and for each sanitizer its
 * options: first those in vigil's environment, then the target's, then what vigil cannot do
 * without, since of two settings of one name a sanitizer takes the last. False when memory ran out.
 */
bool environment_make(const struct target_options *options, struct environment *environment);

/* Runs the target's process as process_run does, in that environment. */
bool environment_run(const struct target *target, struct process_request *request,
                     struct process_outcome *outcome, struct fault *fault);

/* For a person's command line, "UBSAN_OPTIONS=halt_on_error=1:…": the target's own settings and
 * what decides whether an input crashes, without what only serves the reading of logs. `which`
 * counts target_options_sanitizers. */
void environment_setting(const struct target_options *options, size_t which, struct buffer *into);

#endif
