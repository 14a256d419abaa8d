/* blame.h -- which bytes of an input the crash hangs on */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_BLAME_H
#define VIGIL_TRIAGE_BLAME_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "crash.h"

/* Longer inputs are not asked about: nobody reads them byte by byte. */
#define BLAME_MOST 256

/*
 * For a crash that came on every replay: each byte of the minimised input in turn is made another
 * (of the same class first, a digit for a digit, then of another), and the input replayed. `marks`
 * gets one character a byte: '^' where another byte there stops this crash, ' ' where it does not,
 * '?' where that is not known: the seconds were used up, or its replay said nothing. The last byte
 * is asked first. Empty where the input is longer than BLAME_MOST, the crash does not come every
 * time, or time or memory ran out. The last '^' is where the parser went wrong, as near as an input
 * can tell. Two replays a byte at most, and one before. False, with a fault, when it was
 * interrupted or the target does not start; `marks` is empty then.
 */
bool blame_find(const struct crash *crash, double seconds, const char *work, struct buffer *marks,
                struct fault *fault);

#endif
