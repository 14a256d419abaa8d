/* capture.h -- the head and the tail of any amount of output */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_CAPTURE_H
#define VIGIL_BASE_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buffer.h"

struct capture {
    struct buffer head;
    size_t head_limit;
    char *tail; /* a ring */
    size_t tail_limit, tail_at, tail_used;
    uint64_t dropped; /* bytes that are in neither */
};

/* False when memory ran out. */
bool capture_start(struct capture *capture, size_t head_limit, size_t tail_limit);
void capture_add(struct capture *capture, const char *text, size_t size);

/* Head, "\n[… 12 bytes left out …]\n" where some were, tail, and a NUL. The caller frees it. False
 * when memory ran out. */
bool capture_finish(struct capture *capture, char **text, size_t *size);
void capture_free(struct capture *capture);

#endif
