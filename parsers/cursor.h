/* cursor.h -- (private) a bounded reader; the only code that moves a pointer through text */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_CURSOR_H
#define FUSEAU_CURSOR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "result.h"

/* Rules are put together into one function, so that all they find stays in registers. */
#define RULE static inline __attribute__((always_inline))

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
RULE unsigned char cursor_byte(struct cursor cursor, size_t at)
{
    return at < cursor.size ? (unsigned char)cursor.text[at] : 0;
}

/* Asked of the machine, not of a macro that may not be defined; compilers answer it themselves. */
RULE bool cursor_first_is_lowest(void)
{
    const uint16_t one = 1;
    unsigned char first;
    memcpy(&first, &one, 1);
    return first == 1;
}

/* Four and eight bytes as a number, the first lowest. */
RULE uint32_t cursor_load4(const char *text)
{
    uint32_t word;
    memcpy(&word, text, sizeof word);
    return cursor_first_is_lowest() ? word : __builtin_bswap32(word);
}

RULE uint64_t cursor_load8(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
    return cursor_first_is_lowest() ? word : __builtin_bswap64(word);
}

/* The inverse: writes a number as eight bytes, the lowest first. */
RULE void cursor_store8(char *text, uint64_t word)
{
    uint64_t bytes = cursor_first_is_lowest() ? word : __builtin_bswap64(word);
    memcpy(text, &bytes, sizeof bytes);
}

/*
 * The eight bytes from `at`, the first lowest; those past the end are NUL. Near the end the text's
 * last eight bytes are loaded and shifted down, so that no byte outside is touched.
 */
RULE uint64_t cursor_word(struct cursor cursor, size_t at)
{
    if (cursor.size >= at + 8) {
        return cursor_load8(cursor.text + at);
    }
    if (cursor.size >= 8) {
        size_t missing = at + 8 - cursor.size;
        return missing < 8 ? cursor_load8(cursor.text + cursor.size - 8) >> (8 * missing) : 0;
    }
    uint64_t word = 0;
    for (size_t i = at; i < cursor.size; i++) {
        word |= (uint64_t)(unsigned char)cursor.text[i] << (8 * (i - at));
    }
    return word;
}

RULE struct fuseau_result cursor_accept(size_t at)
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
RULE struct fuseau_result cursor_finish(struct cursor cursor, struct fuseau_result result)
{
    if (result.error == FUSEAU_OK && result.at < cursor.size) {
        result.error = FUSEAU_ERR_TRAILING;
    }
    return result;
}

#endif
