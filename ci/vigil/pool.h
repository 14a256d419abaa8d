/* pool.h -- texts that live as long as what is told with them */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_POOL_H
#define VIGIL_POOL_H

#include <stdbool.h>
#include <stddef.h>

struct buffer;

/* Starts as {0}. Once memory ran out `failed` is set, and every text is "". Not for two threads. */
struct pool {
    struct pool_text *last;
    bool failed;
};

/* Each returns a text that ends in a NUL and lives until pool_free. */
const char *pool_copy(struct pool *pool, const char *text, size_t size);
const char *pool_format(struct pool *pool, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The buffer is emptied; "" where nothing was written. */
const char *pool_take(struct pool *pool, struct buffer *buffer);

/* Room for `count` things of `size` bytes, all zero; NULL when memory ran out, or for none. */
void *pool_array(struct pool *pool, size_t count, size_t size);

void pool_free(struct pool *pool);

#endif
