/* nobody.h -- frames that are nobody's fault: those of libraries that report a failure, by a table
 * (nobody_data.h) */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_NOBODY_H
#define VIGIL_CRASH_NOBODY_H

#include <stdbool.h>
#include <stddef.h>

#include "nobody_data.h"

/* What is known of one frame; "" where it is not. `name` is the function's as stack.h has it,
 * `function` as the log has it. */
struct nobody_frame {
    const char *name, *function, *file, *module;
    bool rust, go;
};

/* Whether the word, `size` letters of one, stands for this frame. */
bool nobody_fits(enum nobody_part part, const char *word, size_t size,
                 const struct nobody_frame *frame);

/* Whether any word of the table does. */
bool nobody_is(const struct nobody_frame *frame);

#endif
