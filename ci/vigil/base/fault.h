/* fault.h -- what went wrong, as a sentence for a person */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_FAULT_H
#define VIGIL_BASE_FAULT_H

#include <stdbool.h>

/* Empty text: nothing went wrong. The sentence names the file, the line, or the call at fault. */
struct fault {
    char text[600];
};

/* Writes the sentence, cut where it is too long. Always false, so that `return fault_set(…)` works
 * in a function that says whether it succeeded. */
bool fault_set(struct fault *fault, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* As above, with ": " and what errno means at its end. */
bool fault_errno(struct fault *fault, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
