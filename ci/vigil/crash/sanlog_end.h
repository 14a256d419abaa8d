/* sanlog_end.h -- the report that vigil itself writes where a process ended without one */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_SANLOG_END_H
#define VIGIL_CRASH_SANLOG_END_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/span.h"

/*
 * One header, appended to the log of such a process as a line of its own; sanlog_read reads it back
 * (SANLOG_VIGIL) where the log has no other report. Both are of class functional, severity low.
 *
 *   ==0==ERROR: vigil: the target ended the process with status 0, in 3 of 5 runs
 *       kind "unexpected-exit"; the count of inputs stands before "in 3 of 5 runs"
 *   ==0==ERROR: vigil: the target was killed by SIGSYS
 *       kind "killed-by-sigsys", and "trap" for SIGTRAP, as where a tool tells of one
 *
 * `inputs`: how many it is known to have run before, 0: not said. `times` of `runs`: how often it
 * ended so; 0 of 0: not said.
 */
void sanlog_end_exited(struct buffer *into, int status, uint64_t inputs, unsigned times,
                       unsigned runs);
void sanlog_end_signalled(struct buffer *into, int signal, uint64_t inputs, unsigned times,
                          unsigned runs);

/* The kind that what follows "vigil: " in such a header stands for; false where it is no such
 * header, nor the beginning of one. */
bool sanlog_end_kind(char *kind, size_t room, struct span message);

#endif
