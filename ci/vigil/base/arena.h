/* arena.h -- memory for texts and arrays that are all freed together */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_ARENA_H
#define VIGIL_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct buffer;

/* Starts as {0}. Once memory ran out `failed` is set, and every text is "". For one thread at a
 * time.
 */
struct arena {
    struct arena_text *last;
    bool failed;
};

/* Each returns a text that ends in a NUL and lives until arena_free. */
const char *arena_copy(struct arena *arena, const char *text, size_t size);
const char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Copies what the buffer holds and frees the buffer. */
const char *arena_take(struct arena *arena, struct buffer *buffer);

/* Room for `count` items of `size` bytes, all zero; NULL when memory ran out or `count` is 0. */
void *arena_array(struct arena *arena, size_t count, size_t size);

void arena_free(struct arena *arena);

#endif
