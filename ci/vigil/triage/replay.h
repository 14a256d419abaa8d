/* replay.h -- one target, run on inputs that are there already */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_REPLAY_H
#define VIGIL_TRIAGE_REPLAY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "crash.h"

struct replay {
    bool crashed;
    struct crash crash; /* its log is what the replay printed, whether it crashed or not */
    double seconds;
};

/*
 * Runs the target once on each file, in one process, until one crashes. A process that ended in the
 * midst of a file and left no report crashed too: the report is then vigil's own (sanlog_end.h),
 * below the log. A target that does not get as far as its first file is started again, twice at
 * most.
 *
 * False, with a fault, when nothing can be said of the files: the target did not start, was killed
 * by vigil, was interrupted, failed between two files, or ended well without having run the last of
 * them to its end. The log is NULL only where the target did not start. *replay is to be freed in
 * any case.
 */
bool replay_run(const struct target *target, char *const *files, size_t count,
                struct replay *replay, struct fault *fault);

/* As above; a target that takes longer than `seconds` is killed, which is a fault. */
bool replay_run_within(const struct target *target, char *const *files, size_t count,
                       double seconds, struct replay *replay, struct fault *fault);

/* As replay_run, on these bytes: they are written to a file in `work`, always the same. A target
 * that takes longer than `seconds` (INFINITY: than its own limit) is killed, which is a fault.
 * replay_input_end removes the file. */
bool replay_input(const struct target *target, const char *work, const struct buffer *input,
                  double seconds, struct replay *replay, struct fault *fault);
void replay_input_end(const char *work);

void replay_free(struct replay *replay);

/* The same target with twice its limits of time and memory, libFuzzer's own where it states none.
 * False, with a fault, when its options have no room for one more flag. */
bool replay_twice_the_limits(const struct target *target, struct target *twice,
                             struct fault *fault);

/* The target's own flags, into arguments from `at` on: what a replay and a campaign share. Returns
 * the next free place. */
size_t replay_flags(const struct target *target, char **arguments, size_t at, char timeout[32]);

/* The command that a person types to see the crash again: environment, program, flags and the file,
 * each quoted for sh where need be. */
void replay_command(const struct target *target, const char *file, struct buffer *into);

#endif
