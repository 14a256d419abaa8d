/* SPDX-License-Identifier: MIT */
#include "ckeyword.h"

static bool is_one_of(const struct ctoken *token, const char *const *words)
{
    if (token->kind != CTOKEN_WORD) {
        return false;
    }
    while (*words != NULL && !ctoken_is(token, *words)) {
        words++;
    }
    return *words != NULL;
}

bool ckeyword_is_type(const struct ctoken *token)
{
    static const char *const words[] = {
        "void",    "char",    "short",    "int",        "long",          "float",
        "double",  "signed",  "unsigned", "_Bool",      "bool",          "_Complex",
        "_Atomic", "_BitInt", "typeof",   "__typeof__", "__typeof",      "struct",
        "union",   "enum",    "__int128", "_Float128",  "typeof_unqual", NULL};
    return is_one_of(token, words);
}

bool ckeyword_is_storage(const struct ctoken *token)
{
    static const char *const words[] = {
        "static",   "extern",        "inline",   "__inline",  "__inline__",    "_Noreturn",
        "noreturn", "const",         "volatile", "register",  "_Thread_local", "__thread",
        "auto",     "thread_local",  "typedef",  "constexpr", "restrict",      "__restrict",
        "__const",  "__extension__", NULL};
    return is_one_of(token, words);
}

bool ckeyword_is_statement(const struct ctoken *token)
{
    static const char *const words[] = {
        "if",       "else",           "for",           "while",    "do",
        "switch",   "return",         "case",          "default",  "goto",
        "break",    "continue",       "sizeof",        "_Alignof", "alignof",
        "_Generic", "_Static_assert", "static_assert", NULL};
    return is_one_of(token, words);
}

bool ckeyword_is_attribute(const struct ctoken *token)
{
    static const char *const words[] = {"__attribute__", "__attribute", "__declspec",
                                        "_Alignas",      "alignas",     "__asm__",
                                        "asm",           "__asm",       NULL};
    return is_one_of(token, words);
}

bool ckeyword_is_aggregate(const struct ctoken *token)
{
    static const char *const words[] = {"struct", "union", "enum", NULL};
    return is_one_of(token, words);
}
