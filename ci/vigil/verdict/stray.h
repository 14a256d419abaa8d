/* stray.h -- (private) control characters in what a test runner left, and what to do about them */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_STRAY_H
#define VIGIL_VERDICT_STRAY_H

#include <stddef.h>

#include "base/span.h"

/* Where the first control character stands but for tabs and the ends of lines; text.size: nowhere.
 */
size_t stray_find(struct span text);

/* "byte 0x1b (an escape, as of colours) may not stand there; let the tests print …" */
void stray_describe(char byte, char *into, size_t room);

#endif
