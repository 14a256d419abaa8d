/* sensitive_token.h -- (private) what can be said of C's types and names from tokens alone */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_SENSITIVE_TOKEN_H
#define VIGIL_CHANGE_SENSITIVE_TOKEN_H

#include "tokens.h"

/* In all these functions `at` may lie before or behind the tokens, where nothing stands. */
bool token_is(const struct tokens *source, size_t at, const char *spelling);
bool token_is_any(const struct tokens *source, size_t at, const char *const *spellings);
bool token_is_kind(const struct tokens *source, size_t at, enum ctoken_kind kind);

/* The first NAMES_MOST names of one sort in a file: more would make a hostile file slow. */
#define NAMES_MOST 256
struct names {
    const struct ctoken *list[NAMES_MOST];
    size_t count;
};

void names_add(struct names *names, const struct ctoken *name);
bool names_have(const struct names *names, const struct tokens *source, size_t at);

/* How an integer type holds seconds. */
enum integer_width {
    INTEGER_NONE,
    INTEGER_32,     /* int, unsigned, uint32_t, or narrower */
    INTEGER_UNSURE, /* long */
    INTEGER_WIDE,
};

/* The type that begins there, and the token behind it: "const unsigned int" or "int32_t". */
enum integer_width integer_type(const struct tokens *source, size_t at, size_t *behind);

/* Whether the closing parenthesis ends a cast; then *opening is its beginning. */
bool is_cast(const struct tokens *source, size_t closing, size_t *opening);

/* The last name of "self->began.tv_sec" or "(*x)", from `at` on; SIZE_MAX where none begins. */
size_t operand_name(const struct tokens *source, size_t at);

/* Whether the word there is being declared by the file itself, and not as extern. */
bool is_declared(const struct tokens *source, size_t at);

/* Whether what stands from `first` to `last`, with the parentheses and casts around it, is part of
 * a sum, a product or a quotient. */
bool is_in_arithmetic(const struct tokens *source, size_t first, size_t last);

#endif
