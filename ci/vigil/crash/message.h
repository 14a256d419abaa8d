/* message.h -- what a failed condition or a panic says, without what the input put into it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_MESSAGE_H
#define VIGIL_CRASH_MESSAGE_H

#include <stddef.h>

#include "sanlog.h"

/*
 * The report's message on one line, inert (inert_condition), in at most `room` - 1 bytes:
 *
 *     index out of bounds: the len is 0 but the index is 4   the len is N but the index is N
 *     have < room (4 vs. 3)                                  have < room (N vs. N)
 *     d[1] < 200                                             d[1] < 200
 *     no such zone: "Mars/Olympus" at 0x7ffd10               no such zone: '...' at N
 *
 * Numbers, addresses, what stands in quotes and what stands in braces vary with the input, so they
 * are masked: else one panic would be a new crash for each input. In the text of a condition a
 * number or a literal beside an operator was written by a programmer: it stays, so that `n < 100`
 * and `n < 200` are two.
 */
void message_mask(const struct sanlog_report *report, char *into, size_t room);

#endif
