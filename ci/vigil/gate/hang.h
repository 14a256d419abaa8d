/* hang.h -- pure: which test had begun and did not end, by what a runner printed until then */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATE_HANG_H
#define VIGIL_GATE_HANG_H

#include <stddef.h>

#include "base/span.h"
#include "verdict/testlog.h"

/*
 * Runners print a test's name as it begins and again with how it ended, or both on one line:
 *
 *     [ RUN      ] hours                    Start 5: hours            test span::hours ... ok
 *     [       OK ] hours              1/9 Test #5: hours ...   Passed
 *
 * So the last line with the name of a test of `known` that says nothing of an end names the test
 * that hangs, unless the test has a result in `left`. A name counts where it stands as a word; of
 * several in a line the longest. Returns a name in `known`, or NULL.
 */
const char *hang_find(const struct testlog *known, const struct testlog *left, struct span log);

/* The first test of `known` that has no result in `left`, and in *count how many there are; NULL
 * where `left` has no result at all, since then nothing can be told. */
const char *hang_missing(const struct testlog *known, const struct testlog *left, size_t *count);

#endif
