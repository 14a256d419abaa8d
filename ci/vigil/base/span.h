/* span.h -- a piece of text, not NUL-terminated, and what readers do with one */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_SPAN_H
#define VIGIL_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct span {
    const char *text;
    size_t size;
};

static inline void span_skip(struct span *span, size_t count)
{
    count = count < span->size ? count : span->size;
    if (count > 0) {
        span->text += count;
        span->size -= count;
    }
}

/* Whether the span begins with the words; then they are skipped. */
static inline bool span_take(struct span *span, const char *words)
{
    size_t length = strlen(words);
    if (length > span->size || memcmp(span->text, words, length) != 0) {
        return false;
    }
    span_skip(span, length);
    return true;
}

static inline bool span_is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

/* Skips one decimal digit or more. *value, unless NULL, gets the number, UINT64_MAX at most. */
static inline bool span_take_digits(struct span *span, uint64_t *value)
{
    uint64_t number = 0;
    size_t count = 0;
    while (count < span->size && span_is_digit(span->text[count])) {
        uint64_t digit = (uint64_t)(span->text[count++] - '0');
        number = number > (UINT64_MAX - digit) / 10 ? UINT64_MAX : number * 10 + digit;
    }
    span_skip(span, count);
    if (count > 0 && value != NULL) {
        *value = number;
    }
    return count > 0;
}

/* Where the words, one letter or more, first occur; the span's size where they do not. */
static inline size_t span_find(struct span span, const char *words)
{
    size_t length = strlen(words), i = 0;
    while (length <= span.size && i <= span.size - length) {
        const char *first = memchr(span.text + i, words[0], span.size - length - i + 1);
        if (first == NULL) {
            break;
        }
        i = (size_t)(first - span.text);
        if (memcmp(first, words, length) == 0) {
            return i;
        }
        i++;
    }
    return span.size;
}

static inline size_t span_find_last(struct span span, const char *words)
{
    size_t length = strlen(words);
    for (size_t i = length <= span.size ? span.size - length + 1 : 0; i > 0; i--) {
        if (memcmp(span.text + i - 1, words, length) == 0) {
            return i - 1;
        }
    }
    return span.size;
}

/* Whether the text ends in these words, and is longer. */
static inline bool text_ends(const char *text, const char *words)
{
    size_t size = strlen(text), length = strlen(words);
    return size > length && memcmp(text + size - length, words, length) == 0;
}

/* How many bytes of a text in UTF-8 a field of `most` bytes holds: no character is cut in two. */
static inline size_t text_fit(const char *text, size_t size, size_t most)
{
    size_t fit = size < most ? size : most;
    while (fit > 0 && fit < size && ((unsigned char)text[fit] & 0xc0) == 0x80) {
        fit--;
    }
    return fit;
}

static inline bool span_is(struct span span, const char *words)
{
    return span.size == strlen(words) && memcmp(span.text, words, span.size) == 0;
}

/* The first line, without its "\n" or "\r\n", skipped; false when there is none. */
static inline bool span_take_line(struct span *text, struct span *line)
{
    if (text->size == 0) {
        return false;
    }
    const char *end = (const char *)memchr(text->text, '\n', text->size);
    size_t length = end == NULL ? text->size : (size_t)(end - text->text);
    *line = (struct span){text->text, length};
    span_skip(text, end == NULL ? length : length + 1);
    if (length > 0 && line->text[length - 1] == '\r') {
        line->size--;
    }
    return true;
}

/* Copies what fits and ends it with a NUL; the rest of `into` is zero. A NUL within becomes '?'. */
static inline void span_copy(char *into, size_t room, struct span span)
{
    size_t size = span.size < room - 1 ? span.size : room - 1;
    memset(into, 0, room);
    for (size_t i = 0; i < size; i++) {
        into[i] = span.text[i];
        if (into[i] == '\0') {
            into[i] = '?';
        }
    }
}

#endif
