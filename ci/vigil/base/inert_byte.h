/* inert_byte.h -- one byte made inert, and what it would complete */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_INERT_BYTE_H
#define VIGIL_BASE_INERT_BYTE_H

#include <stdbool.h>
#include <string.h>

#include "buffer.h"

static inline void inert_escape(struct buffer *into, unsigned char byte)
{
    buffer_format(into, "\\x%02x", byte);
}

static inline bool inert_ends_in(const struct buffer *into, const char *words)
{
    size_t length = strlen(words);
    return into->size >= length && memcmp(into->data + into->size - length, words, length) == 0;
}

/* The last letter of "<!--", to be kept from following the others. */
static inline bool inert_opens_comment(const struct buffer *into, unsigned char byte)
{
    return byte == '-' && inert_ends_in(into, "<!-");
}

#endif
