/* cursor.h -- (private) a bounded reader; the only code that moves a pointer through text */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CURSOR_H
#define FUSEAU_CURSOR_H

#include <stdbool.h>
#include <stdint.h>

#include "result.h"

/*
 * A rule is a function that takes the text and the place where it begins, and answers with the
 * place where it ends or cannot go on. Text and place travel by value, in registers: a cursor whose
 * address is passed along costs a store and a load at every step.
 */
struct cursor {
    const char *text; /* may be NULL when size is 0 */
    size_t size;
};

/* The byte at `at`, or NUL (which no grammar of ours takes) past the end. */
static inline unsigned char cursor_byte(struct cursor cursor, size_t at)
{
    return at < cursor.size ? (unsigned char)cursor.text[at] : 0;
}

/* Two, four and eight bytes, the first lowest, on any machine; compilers make one load of each. */
static inline uint64_t cursor_load2(const char *text)
{
    return (uint64_t)(unsigned char)text[0] | (uint64_t)(unsigned char)text[1] << 8;
}

static inline uint64_t cursor_load4(const char *text)
{
    return (uint64_t)(unsigned char)text[0] | (uint64_t)(unsigned char)text[1] << 8 |
           (uint64_t)(unsigned char)text[2] << 16 | (uint64_t)(unsigned char)text[3] << 24;
}

static inline uint64_t cursor_load8(const char *text)
{
    return (uint64_t)(unsigned char)text[0] | (uint64_t)(unsigned char)text[1] << 8 |
           (uint64_t)(unsigned char)text[2] << 16 | (uint64_t)(unsigned char)text[3] << 24 |
           (uint64_t)(unsigned char)text[4] << 32 | (uint64_t)(unsigned char)text[5] << 40 |
           (uint64_t)(unsigned char)text[6] << 48 | (uint64_t)(unsigned char)text[7] << 56;
}

/* The `left` bytes, fewer than eight; in two loads that overlap where `left` is no power of two. */
static inline uint64_t cursor_short_word(const char *text, size_t left)
{
    if (left >= 4) {
        return cursor_load4(text) | cursor_load4(text + left - 4) << (8 * (left - 4));
    }
    if (left >= 2) {
        return cursor_load2(text) | cursor_load2(text + left - 2) << (8 * (left - 2));
    }
    return left == 1 ? (unsigned char)*text : 0;
}

/* The eight bytes from `at`, the first lowest; those past the end are NUL. */
static inline uint64_t cursor_word(struct cursor cursor, size_t at)
{
    if (cursor.size >= at + 8) {
        return cursor_load8(cursor.text + at);
    }
    return cursor.size > at ? cursor_short_word(cursor.text + at, cursor.size - at) : 0;
}

static inline struct fuseau_result cursor_accept(size_t at)
{
    return (struct fuseau_result){FUSEAU_OK, at};
}

/* The byte at `at`, which is the end at most, cannot be: `error`, or END when there is none. */
static inline struct fuseau_result cursor_refuse(struct cursor cursor, size_t at,
                                                 enum fuseau_error error)
{
    return (struct fuseau_result){at < cursor.size ? error : FUSEAU_ERR_END, at};
}

/* The same where a digit stands or should: FUSEAU_ERR_DIGIT if it does not, else `error`. */
static inline struct fuseau_result cursor_refuse_digit(struct cursor cursor, size_t at,
                                                       enum fuseau_error error)
{
    bool digit = (unsigned)cursor_byte(cursor, at) - '0' <= 9;
    return cursor_refuse(cursor, at, digit ? error : FUSEAU_ERR_DIGIT);
}

/* What a public parse answers: a rule that ended before the text did is refused. */
static inline struct fuseau_result cursor_finish(struct cursor cursor, struct fuseau_result result)
{
    if (result.error == FUSEAU_OK && result.at < cursor.size) {
        result.error = FUSEAU_ERR_TRAILING;
    }
    return result;
}

#endif
