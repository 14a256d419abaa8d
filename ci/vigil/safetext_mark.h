/* safetext_mark.h -- (private) one byte made inert, and what it would complete */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_SAFETEXT_MARK_H
#define VIGIL_SAFETEXT_MARK_H

#include <stdbool.h>
#include <string.h>

#include "buffer.h"

static inline void safetext_escape(struct buffer *into, unsigned char byte)
{
    buffer_format(into, "\\x%02x", byte);
}

static inline bool safetext_ends_in(const struct buffer *into, const char *words)
{
    size_t length = strlen(words);
    return into->size >= length && memcmp(into->data + into->size - length, words, length) == 0;
}

/* The last letter of "<!--", to be kept from following the others. */
static inline bool safetext_opens_comment(const struct buffer *into, unsigned char byte)
{
    return byte == '-' && safetext_ends_in(into, "<!-");
}

#endif
