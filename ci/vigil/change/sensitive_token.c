/* SPDX-License-Identifier: MIT */
#include "sensitive_token.h"

#include <stdint.h>
#include <string.h>

bool token_is(const struct tokens *source, size_t at, const char *spelling)
{
    return at < source->count && ctoken_is(&source->tokens[at], spelling);
}

bool token_is_any(const struct tokens *source, size_t at, const char *const *spellings)
{
    while (*spellings != NULL && !token_is(source, at, *spellings)) {
        spellings++;
    }
    return *spellings != NULL;
}

bool token_is_kind(const struct tokens *source, size_t at, enum ctoken_kind kind)
{
    return at < source->count && source->tokens[at].kind == kind;
}

void names_add(struct names *names, const struct ctoken *name)
{
    if (names->count < NAMES_MOST) {
        names->list[names->count++] = name;
    }
}

bool names_have(const struct names *names, const struct tokens *source, size_t at)
{
    size_t i = 0;
    while (at < source->count && i < names->count &&
           !ctoken_same(names->list[i], &source->tokens[at])) {
        i++;
    }
    return at < source->count && i < names->count;
}

/* No declaration has more words in a row; without a limit a hostile file could be slow. */
#define WORDS_MOST 16

/* Words that are no part of a type, though a name may follow them. */
static bool is_statement_word(const struct tokens *source, size_t at)
{
    static const char *const words[] = {"return", "else",   "case",     "goto",
                                        "do",     "sizeof", "_Alignof", NULL};
    return token_is_any(source, at, words);
}

static bool is_type_word(const struct tokens *source, size_t at)
{
    return token_is_kind(source, at, CTOKEN_WORD) && !is_statement_word(source, at);
}

enum integer_width integer_type(const struct tokens *source, size_t at, size_t *behind)
{
    static const char *const around[] = {"const",    "volatile", "static", "extern",
                                         "register", "signed",   NULL};
    static const char *const narrow[] = {"int",      "unsigned", "short",   "int8_t",
                                         "int16_t",  "int32_t",  "uint8_t", "uint16_t",
                                         "uint32_t", "uint",     NULL};
    static const char *const wide[] = {"int64_t", "uint64_t", "intmax_t", "uintmax_t", NULL};
    unsigned longs = 0, narrows = 0, wides = 0;
    for (size_t last = at + WORDS_MOST; at < last; at++) {
        if (token_is(source, at, "long")) {
            longs++;
        } else if (token_is_any(source, at, narrow)) {
            narrows++;
        } else if (token_is_any(source, at, wide)) {
            wides++;
        } else if (!token_is_any(source, at, around)) {
            break;
        }
    }
    *behind = at;
    if (longs == 1 && wides == 0) {
        return INTEGER_UNSURE;
    }
    return longs > 1 || wides > 0 ? INTEGER_WIDE : narrows > 0 ? INTEGER_32 : INTEGER_NONE;
}

bool is_cast(const struct tokens *source, size_t closing, size_t *opening)
{
    size_t at = closing - 1;
    while (token_is(source, at, "*")) {
        at--;
    }
    size_t words = at;
    while (words - at < WORDS_MOST && is_type_word(source, at)) {
        at--;
    }
    *opening = at;
    bool called = token_is_kind(source, at - 1, CTOKEN_WORD) && !is_statement_word(source, at - 1);
    bool sized = token_is(source, at - 1, "sizeof") || token_is(source, at - 1, "_Alignof");
    return token_is(source, closing, ")") && words != at && token_is(source, at, "(") && !called &&
           !sized;
}

size_t operand_name(const struct tokens *source, size_t at)
{
    static const char *const before[] = {"(", "*", "&", NULL};
    static const char *const between[] = {".", "->", NULL};
    while (token_is_any(source, at, before)) {
        at++;
    }
    if (!is_type_word(source, at)) {
        return SIZE_MAX;
    }
    while (token_is_any(source, at + 1, between) && is_type_word(source, at + 2)) {
        at += 2;
    }
    return at;
}

static bool is_known_type(const struct tokens *source, size_t at)
{
    static const char *const words[] = {"char",   "void",  "int",    "long", "short", "unsigned",
                                        "signed", "float", "double", "bool", "const", NULL};
    char name[64];
    size_t size = 0;
    if (at < source->count) {
        size = ctoken_copy(&source->tokens[at], name, sizeof name);
    }
    bool ends_in_t = size > 2 && size < sizeof name && strcmp(name + size - 2, "_t") == 0;
    return ends_in_t || token_is_any(source, at, words) || token_is(source, at - 1, "struct") ||
           token_is(source, at - 1, "union") || token_is(source, at - 1, "enum");
}

bool is_declared(const struct tokens *source, size_t at)
{
    static const char *const boundaries[] = {";", "{", "}", "(", ",", NULL};
    size_t type = at - 1, begin;
    while (token_is(source, type, "*")) {
        type--;
    }
    bool pointer = type != at - 1, external = false;
    for (begin = type; type - begin < WORDS_MOST && is_type_word(source, begin); begin--) {
        external = external || token_is(source, begin, "extern");
    }
    bool bounded = begin >= source->count || token_is_any(source, begin, boundaries) ||
                   token_is_kind(source, begin, CTOKEN_DIRECTIVE_END);
    return begin != type && bounded && !external && (!pointer || is_known_type(source, type));
}

/* Whether an operand stands before the sign: "a - b", not "(-b". */
static bool is_binary(const struct tokens *source, size_t at)
{
    size_t before = at - 1;
    return is_type_word(source, before) || token_is_kind(source, before, CTOKEN_NUMBER) ||
           token_is(source, before, ")") || token_is(source, before, "]");
}

bool is_in_arithmetic(const struct tokens *source, size_t first, size_t last)
{
    static const char *const operators[] = {"+", "-", "*", "/", "%", NULL};
    static const char *const assigns[] = {"+=", "-=", "*=", "/=", "%=", NULL};
    size_t opening;
    for (;;) {
        if (is_cast(source, first - 1, &opening)) {
            first = opening;
        } else if (token_is(source, first - 1, "(") && token_is(source, last + 1, ")")) {
            first--;
            last++;
        } else {
            break;
        }
    }
    bool before = token_is_any(source, first - 1, operators) && is_binary(source, first - 1);
    return before || token_is_any(source, first - 1, assigns) ||
           token_is_any(source, last + 1, operators);
}
