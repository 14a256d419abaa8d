/* buffer.h -- text that grows, and remembers when memory ran out */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_BUFFER_H
#define VIGIL_BASE_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Starts as {0}. Once memory runs out, `failed` is set and every later call does nothing: a writer
 * adds all it has and looks once at the end. `data` ends in a NUL that `size` does not count; it is
 * NULL until something was added.
 */
struct buffer {
    char *data;
    size_t size;
    size_t capacity;
    bool failed;
};

void buffer_add(struct buffer *buffer, const void *data, size_t size);
void buffer_text(struct buffer *buffer, const char *text);
void buffer_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buffer_format_list(struct buffer *buffer, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
void buffer_free(struct buffer *buffer);

/* What stands before one of several words in a sentence, "start, end and days": nothing before the
 * first, `last` (" and ") before the last, ", " before the others. */
static inline const char *buffer_joint(size_t at, size_t count, const char *last)
{
    return at == 0 ? "" : at + 1 == count ? last : ", ";
}

/* "1,234,567": a longer row of digits would be taken for a commit where Markdown is rendered. */
void buffer_count(struct buffer *buffer, uint64_t count);

#endif
