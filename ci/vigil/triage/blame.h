/* blame.h -- on which bytes of its input a crash depends */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_BLAME_H
#define VIGIL_TRIAGE_BLAME_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "crash.h"

/* Longer inputs are left alone: nobody reads them byte by byte. */
#define BLAME_MOST 256

/*
 * For a crash that came on every replay: each byte of the minimised input in turn is replaced by
 * another (of the same class first, a digit by a digit, then of another class), and the input is
 * replayed. `marks` gets one character a byte: '^' where another byte stops this crash, ' ' where
 * it does not, '?' where that is not known, because the seconds were used up or the replay said
 * nothing. The last '^' is where the parser went wrong, as near as an input can tell, and so the
 * last byte is asked about first. `marks` is empty where the input is longer than BLAME_MOST, the
 * crash does not come every time, or it is one of time or memory running out. It takes two replays
 * a byte at most, and one before. False, with a fault, when it was interrupted or the target does
 * not start; `marks` is empty then.
 */
bool blame_find(const struct crash *crash, double seconds, const char *work, struct buffer *marks,
                struct fault *fault);

#endif
