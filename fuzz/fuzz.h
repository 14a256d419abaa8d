/* fuzz.h -- what the fuzz targets share: exact-size copies, and promises that say how they broke */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_FUZZ_H
#define FUSEAU_FUZZ_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "result.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program, with what broke in words and numbers, unless `kept`; also with NDEBUG. */
__attribute__((format(printf, 2, 3))) static inline void fuzz_require(bool kept, const char *broken,
                                                                      ...)
{
    if (kept) {
        return;
    }
    va_list values;
    va_start(values, broken);
    fputs("broken promise: ", stderr);
    vfprintf(stderr, broken, values);
    fputc('\n', stderr);
    va_end(values);
    abort();
}

static inline void *fuzz_memory(size_t size)
{
    void *const memory = malloc(size);
    if (!memory) {
        fputs("out of memory\n", stderr);
        abort();
    }
    return memory;
}

/*
 * A heap copy that ends where its memory does, so that ASan sees a read one byte past it. Of no
 * bytes as well: malloc(0) may give a readable byte, hence the copy starts after a byte of its own.
 */
static inline char *fuzz_copy(const char *text, size_t size)
{
    char *const block = (char *)fuzz_memory(size + 1);
    memcpy(block + 1, text, size);
    return block + 1;
}

static inline void fuzz_release(char *copy)
{
    free(copy - 1);
}

/* One way to read and write one grammar. A value is a struct of `value_size` bytes. */
struct fuzz_grammar {
    const char *name;
    const void *options; /* given to `parse` and `second` as it stands */
    size_t value_size;
    struct fuseau_result (*parse)(const void *options, const char *text, size_t size, void *value);
    struct fuseau_result (*second)(const void *options, const char *text, size_t size, void *value);
    struct fuseau_result (*format)(const void *value, char *text, size_t room); /* or NULL */
    bool (*equal)(const void *left, const void *right);
    bool ends_anywhere; /* a text is refused at a byte before which it could have ended, too */
    /*
     * Numbers may have fewer digits than their field. So a value has several texts, and a digit too
     * many is out of range though what stands before it is all of the grammar.
     */
    bool free_width;
};

/* What an output holds before the call that must leave it alone. */
enum { FUZZ_UNTOUCHED = 0xa5 };

static inline void *fuzz_blank(size_t size)
{
    return memset(fuzz_memory(size), FUZZ_UNTOUCHED, size);
}

/* Each byte is as the one before it: a loop would be traced, compare by compare, by the fuzzer. */
static inline bool fuzz_is_untouched(const void *output, size_t size)
{
    const unsigned char *const bytes = (const unsigned char *)output;
    return size == 0 || (bytes[0] == FUZZ_UNTOUCHED && memcmp(bytes, bytes + 1, size - 1) == 0);
}

/* Reads an exact-size copy. Promise: on failure the output is untouched; `at` is in the text. */
static inline struct fuseau_result fuzz_parse(const struct fuzz_grammar *grammar, const char *text,
                                              size_t size, void *value)
{
    char *const copy = fuzz_copy(text, size);
    memset(value, FUZZ_UNTOUCHED, grammar->value_size);
    const struct fuseau_result result = grammar->parse(grammar->options, copy, size, value);
    fuzz_release(copy);
    fuzz_require(result.at <= size, "%s: %zu bytes accepted of a text of %zu", grammar->name,
                 result.at, size);
    fuzz_require(result.error != FUSEAU_OK || result.at == size,
                 "%s: the text is accepted, but only %zu bytes of its %zu", grammar->name,
                 result.at, size);
    fuzz_require(result.error == FUSEAU_OK || fuzz_is_untouched(value, grammar->value_size),
                 "%s: refused with %s at %zu, yet the output was written to", grammar->name,
                 fuseau_error_name(result.error), result.at);
    return result;
}

/* The errors that are judged last, when the form is right. */
static inline bool fuzz_is_of_meaning(enum fuseau_error error)
{
    return error == FUSEAU_ERR_LEAP_SECOND || error == FUSEAU_ERR_EXPERIMENTAL ||
           error == FUSEAU_ERR_CRITICAL || error == FUSEAU_ERR_DUPLICATE;
}

/*
 * Promise: what is accepted of a refused text begins an accepted one. So those bytes alone fail for
 * want of more; where the text had TRAILING bytes, or a tag too many, they are accepted, or else
 * what is judged last, such as their ":60", cannot stand.
 */
static inline void fuzz_viable_prefix(const struct fuzz_grammar *grammar, const char *text,
                                      struct fuseau_result whole)
{
    const bool ended = whole.error == FUSEAU_ERR_TRAILING || whole.error == FUSEAU_ERR_TAGS;
    const enum fuseau_error expected = ended ? FUSEAU_OK : FUSEAU_ERR_END;
    void *const value = fuzz_blank(grammar->value_size);
    const struct fuseau_result prefix = fuzz_parse(grammar, text, whole.at, value);
    const bool unjudged = ended && fuzz_is_of_meaning(prefix.error);
    const bool complete =
        grammar->ends_anywhere || (grammar->free_width && whole.error == FUSEAU_ERR_RANGE);
    const bool allowed = prefix.error == expected || (complete && prefix.error == FUSEAU_OK);
    free(value);
    fuzz_require(unjudged || (allowed && prefix.at == whole.at),
                 "%s: the text fails with %s at %zu, its first %zu bytes give %s at %zu, not %s",
                 grammar->name, fuseau_error_name(whole.error), whole.at, whole.at,
                 fuseau_error_name(prefix.error), prefix.at, fuseau_error_name(expected));
}

enum { FUZZ_SHOWN_MAX = 160 };

/* The value as text, for a person. */
static inline const char *fuzz_show(const struct fuzz_grammar *grammar, const void *value,
                                    char shown[FUZZ_SHOWN_MAX])
{
    const struct fuseau_result result = grammar->format(value, shown, FUZZ_SHOWN_MAX - 1);
    if (result.error != FUSEAU_OK) {
        return "a value that has no text";
    }
    shown[result.at] = '\0';
    return shown;
}

/* Promise: the second, slower reader gives the same code, the same `at` and the same value. */
static inline void fuzz_second_opinion(const struct fuzz_grammar *grammar, const char *text,
                                       size_t size, struct fuseau_result first, const void *value)
{
    void *const slow = fuzz_blank(grammar->value_size);
    const struct fuseau_result second = grammar->second(grammar->options, text, size, slow);
    fuzz_require(first.error == second.error && first.at == second.at,
                 "%s: read with %s at %zu, the slow reader says %s at %zu", grammar->name,
                 fuseau_error_name(first.error), first.at, fuseau_error_name(second.error),
                 second.at);
    const bool equal = first.error != FUSEAU_OK || grammar->equal(value, slow);
    if (!equal && grammar->format) {
        char ours[FUZZ_SHOWN_MAX];
        char theirs[FUZZ_SHOWN_MAX];
        const char *const left = fuzz_show(grammar, value, ours);
        const char *const right = fuzz_show(grammar, slow, theirs);
        fuzz_require(false, "%s: read as %s, the slow reader says %s%s", grammar->name, left, right,
                     strcmp(left, right) == 0 ? ", but it differs in what is not written" : "");
    }
    fuzz_require(equal, "%s: accepted, the slow reader has another value", grammar->name);
    free(slow);
}

/*
 * How `text`, which was accepted, is written: letters in upper case, "T" for a space, and of a
 * fraction the first nine digits without the zeros that end them.
 */
static inline size_t fuzz_canonical(const char *text, size_t size, char *canonical)
{
    const char *const found = (const char *)memchr(text, '.', size);
    const size_t point = found ? (size_t)(found - text) : size;
    size_t tail = found ? point + 1 : size;
    while (tail < size && text[tail] >= '0' && text[tail] <= '9') {
        tail++;
    }
    size_t length = tail > point + 10 ? point + 10 : tail;
    while (length > point && (text[length - 1] == '0' || text[length - 1] == '.')) {
        length--;
    }
    memcpy(canonical, text, length);
    memcpy(canonical + length, text + tail, size - tail);
    length += size - tail;
    for (size_t i = 0; i < length; i++) {
        canonical[i] = canonical[i] == 't' || canonical[i] == ' ' ? 'T' : canonical[i];
        canonical[i] = canonical[i] == 'z' ? 'Z' : canonical[i];
    }
    return length;
}

/* Promise: with too little room nothing is written, and `at` is the room there must be. */
static inline void fuzz_room(const struct fuzz_grammar *grammar, const void *value, size_t room,
                             size_t needed)
{
    char *const text = (char *)fuzz_blank(room + 1) + 1; /* as in fuzz_copy */
    const struct fuseau_result result = grammar->format(value, text, room);
    fuzz_require(result.error == FUSEAU_ERR_ROOM && result.at == needed,
                 "%s: %zu bytes of room where %zu are needed give %s at %zu", grammar->name, room,
                 needed, fuseau_error_name(result.error), result.at);
    fuzz_require(fuzz_is_untouched(text, room), "%s: refused for want of room, yet written to",
                 grammar->name);
    fuzz_release(text);
}

/* Promise: a value read is written in its canonical form, and that reads back to the same value. */
static inline void fuzz_round_trip(const struct fuzz_grammar *grammar, const char *text,
                                   size_t size, const void *value)
{
    char *const canonical = (char *)fuzz_blank(size + 1);
    const size_t length = fuzz_canonical(text, size, canonical);
    char *const written = (char *)fuzz_blank(length + 1) + 1;
    const struct fuseau_result result = grammar->format(value, written, length);
    fuzz_require(result.error == FUSEAU_OK && result.at == length,
                 "%s: writing \"%.*s\" gives %s at %zu", grammar->name, (int)length, canonical,
                 fuseau_error_name(result.error), result.at);
    fuzz_require(memcmp(written, canonical, length) == 0,
                 "%s: written as \"%.*s\", not as \"%.*s\"", grammar->name, (int)length, written,
                 (int)length, canonical);
    void *const again = fuzz_blank(grammar->value_size);
    const struct fuseau_result reread = fuzz_parse(grammar, written, length, again);
    fuzz_require(reread.error == FUSEAU_OK && grammar->equal(value, again),
                 "%s: written as \"%.*s\", which reads back with %s at %zu, or to another value",
                 grammar->name, (int)length, written, fuseau_error_name(reread.error), reread.at);
    fuzz_room(grammar, value, 0, length);
    if (length > 1) {
        fuzz_room(grammar, value, length - 1, length);
    }
    free(again);
    fuzz_release(written);
    free(canonical);
}

/* Promise: a value is written as a text that reads back to it; the room is judged as above. */
static inline void fuzz_reread(const struct fuzz_grammar *grammar, const void *value)
{
    char written[FUZZ_SHOWN_MAX];
    const struct fuseau_result result = grammar->format(value, written, sizeof written);
    fuzz_require(result.error == FUSEAU_OK, "%s: a value that was read has no text: %s",
                 grammar->name, fuseau_error_name(result.error));
    void *const again = fuzz_blank(grammar->value_size);
    const struct fuseau_result reread = fuzz_parse(grammar, written, result.at, again);
    fuzz_require(reread.error == FUSEAU_OK && grammar->equal(value, again),
                 "%s: written as \"%.*s\", which reads back with %s at %zu, or to another value",
                 grammar->name, (int)result.at, written, fuseau_error_name(reread.error),
                 reread.at);
    free(again);
    fuzz_room(grammar, value, 0, result.at);
    fuzz_room(grammar, value, result.at - 1, result.at);
}

/* Reads a text, and holds `grammar` to every promise above. */
static inline struct fuseau_result fuzz_read(const struct fuzz_grammar *grammar, const char *text,
                                             size_t size, void *value)
{
    const struct fuseau_result result = fuzz_parse(grammar, text, size, value);
    fuzz_second_opinion(grammar, text, size, result, value);
    if (result.error != FUSEAU_OK) {
        fuzz_viable_prefix(grammar, text, result);
    } else if (grammar->free_width) {
        fuzz_reread(grammar, value);
    } else if (grammar->format) {
        fuzz_round_trip(grammar, text, size, value);
    }
    return result;
}

#endif
