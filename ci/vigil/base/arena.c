/* SPDX-License-Identifier: MIT */
#include "arena.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"

struct arena_text {
    struct arena_text *before;
    max_align_t data[];
};

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (count == 0 || arena->failed) {
        return NULL;
    }
    struct arena_text *text =
        count > (SIZE_MAX - sizeof *text) / size ? NULL : calloc(1, sizeof *text + count * size);
    if (text == NULL) {
        arena->failed = true;
        return NULL;
    }
    text->before = arena->last;
    arena->last = text;
    return text->data;
}

const char *arena_copy(struct arena *arena, const char *text, size_t size)
{
    char *copy = arena_array(arena, size + 1, 1);
    if (copy == NULL) {
        return "";
    }
    if (size > 0) {
        memcpy(copy, text, size);
    }
    return copy;
}

const char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    char *text = size < 0 ? NULL : arena_array(arena, (size_t)size + 1, 1);
    if (text != NULL) {
        (void)vsnprintf(text, (size_t)size + 1, format, again);
    }
    va_end(again);
    va_end(arguments);
    return text == NULL ? "" : text;
}

const char *arena_take(struct arena *arena, struct buffer *buffer)
{
    arena->failed = arena->failed || buffer->failed;
    const char *text = buffer->size == 0 ? "" : arena_copy(arena, buffer->data, buffer->size);
    buffer_free(buffer);
    return text;
}

void arena_free(struct arena *arena)
{
    while (arena->last != NULL) {
        struct arena_text *before = arena->last->before;
        free(arena->last);
        arena->last = before;
    }
}
