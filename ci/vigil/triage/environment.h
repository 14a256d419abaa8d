/* environment.h -- what a target finds in its environment */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_ENVIRONMENT_H
#define VIGIL_TRIAGE_ENVIRONMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/confine.h"
#include "base/fault.h"
#include "base/process.h"
#include "target.h"

/*
 * Vigil's own, without what would make a report differ from one machine to the next: LC_ALL=C, no
 * LD_PRELOAD and no MALLOC_ settings; HOME and TMPDIR below the directory `scratch`, and no XDG_
 * homes; the symbolizer that lies beside the target, or else the one found in PATH; and for each
 * sanitizer its options: first those in vigil's environment, then the target's, then what vigil
 * cannot read a report without, since of two settings of one name a sanitizer takes the last.
 * Nobody's detect_leaks is overruled. A file named from where vigil was started (suppressions, a
 * folder in LD_LIBRARY_PATH) is found from elsewhere too. False when memory ran out.
 */
bool environment_make(const struct target *target, const char *scratch,
                      struct environment *environment);

/* What one run may touch beside the ground that its target stands on (ground.h): the input that it
 * is to replay, the corpus that it is to add to. */
struct environment_path {
    enum confine_access access;
    const char *path; /* it is there already; NULL after the last */
};

/*
 * Runs the target's process as process_run does, in that environment and in a new directory of its
 * own beneath target->scratch, which is gone when this returns, whatever the target put there; so
 * every path in request->arguments is absolute. OSS-Fuzz promises no target a certain directory
 * either: data that lies beside a target is found by way of argv[0].
 *
 * Where the target has a confinement the run is confined to it, to its own directory, to what lies
 * beside the target, its dictionary and symbolizer included, which it may read, and to `paths`
 * (NULL: none); and it has its limits. environment, directory, confinement and limits of the
 * request are set here.
 */
bool environment_run(const struct target *target, const struct environment_path *paths,
                     struct process_request *request, struct process_outcome *outcome,
                     struct fault *fault);

/* Lets each target's runs have their directories beneath DIRECTORY/TARGET, an absolute path. Those
 * are made where they are missing, and emptied of what a killed vigil left there: nobody else may
 * use them. */
bool environment_work_beneath(struct target_list *targets, const char *directory,
                              struct fault *fault);

/* For a person's command line, "UBSAN_OPTIONS=halt_on_error=1:…": the target's own settings and
 * what decides whether an input crashes, without what only serves the reading of logs; leaks are
 * left alone where the caller of vigil left them alone. `which` counts target_options_sanitizers.
 */
void environment_setting(const struct target_options *options, size_t which, struct buffer *into);

#endif
