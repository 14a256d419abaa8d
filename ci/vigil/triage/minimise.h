/* minimise.h -- pure: a smaller input that still does the same, found by asking about candidates */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TRIAGE_MINIMISE_H
#define VIGIL_TRIAGE_MINIMISE_H

#include <stdbool.h>
#include <stddef.h>

enum minimise_answer {
    MINIMISE_SAME,  /* the candidate still crashes with the same signature */
    MINIMISE_OTHER, /* it does not, or crashes otherwise: a drift we do not follow */
    MINIMISE_STOP,  /* no time left, or cannot be asked */
};

typedef enum minimise_answer minimise_ask(void *context, const unsigned char *data, size_t size);

/*
 * Shrinks data[0, size) in place and returns its new size. What is left is always the whole input
 * or the last candidate answered SAME, so that stopping at any point leaves a true reproducer. The
 * first candidate is the empty input; then chunks are taken out, halved down to one byte, and again
 * from the start while that helps (Zeller's ddmin); then bytes are turned into '0' so that those
 * that matter stand out. At most `questions` are asked.
 */
size_t minimise(unsigned char *data, size_t size, minimise_ask *ask, void *context,
                unsigned questions);

#endif
