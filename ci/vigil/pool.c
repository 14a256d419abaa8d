/* SPDX-License-Identifier: MIT */
#include "pool.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"

struct pool_text {
    struct pool_text *before;
    max_align_t data[];
};

void *pool_array(struct pool *pool, size_t count, size_t size)
{
    if (count == 0 || pool->failed) {
        return NULL;
    }
    struct pool_text *text =
        count > (SIZE_MAX - sizeof *text) / size ? NULL : calloc(1, sizeof *text + count * size);
    if (text == NULL) {
        pool->failed = true;
        return NULL;
    }
    text->before = pool->last;
    pool->last = text;
    return text->data;
}

const char *pool_copy(struct pool *pool, const char *text, size_t size)
{
    char *copy = pool_array(pool, size + 1, 1);
    if (copy == NULL) {
        return "";
    }
    if (size > 0) {
        memcpy(copy, text, size);
    }
    return copy;
}

const char *pool_format(struct pool *pool, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    char *text = size < 0 ? NULL : pool_array(pool, (size_t)size + 1, 1);
    if (text != NULL) {
        (void)vsnprintf(text, (size_t)size + 1, format, again);
    }
    va_end(again);
    va_end(arguments);
    return text == NULL ? "" : text;
}

const char *pool_take(struct pool *pool, struct buffer *buffer)
{
    pool->failed = pool->failed || buffer->failed;
    const char *text = buffer->size == 0 ? "" : pool_copy(pool, buffer->data, buffer->size);
    buffer_free(buffer);
    return text;
}

void pool_free(struct pool *pool)
{
    while (pool->last != NULL) {
        struct pool_text *before = pool->last->before;
        free(pool->last);
        pool->last = before;
    }
}
