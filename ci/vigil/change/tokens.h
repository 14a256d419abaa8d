/* tokens.h -- pure: C as tokens, and the definitions that a change can change */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_TOKENS_H
#define VIGIL_CHANGE_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

enum ctoken_kind {
    CTOKEN_WORD,   /* identifier or keyword */
    CTOKEN_NUMBER, /* a preprocessing number */
    CTOKEN_STRING, /* with its prefix and quotes */
    CTOKEN_CHARACTER,
    CTOKEN_PUNCTUATION,   /* the longest that C has: "->", "<<=" */
    CTOKEN_DIRECTIVE,     /* "#" at the beginning of a line, with the word behind it: "#define" */
    CTOKEN_DIRECTIVE_END, /* the end of that (logical) line; no text */
    CTOKEN_COMMENT,       /* only where asked for */
};

struct ctoken {
    enum ctoken_kind kind;
    const char *text; /* points into the source; a spliced line leaves its splice in it */
    size_t size;
    unsigned line, last_line, column; /* from 1 on; column counts bytes */
};

struct tokens {
    struct ctoken *tokens;
    size_t count;
};

/* Never fails on hostile text: a string or comment that does not end, ends with its line or with
 * the text. The source must outlive the tokens. False when memory ran out. To be freed in any case.
 */
bool tokens_read(const char *text, size_t size, bool with_comments, struct tokens *source);
void tokens_free(struct tokens *source);

/* How a token is spelt: its text without splices, and of a directive without blanks: "#define". Use
 * these, for `text` and `size` have them in it. */
bool ctoken_is(const struct ctoken *token, const char *spelling);
bool ctoken_same(const struct ctoken *one, const struct ctoken *other); /* in kind and spelling */
/* As snprintf: cut to the room, ended by a NUL; the bytes that the whole would have. A NUL within
 * becomes '?'. */
size_t ctoken_copy(const struct ctoken *token, char *into, size_t room);

/* What the program does is in these. Prototypes, typedefs, structs, includes and conditions of the
 * preprocessor are not among them; what stands in one's body is. */
enum cunit_kind {
    CUNIT_FUNCTION, /* a definition: its parameters and its body */
    CUNIT_MACRO,    /* a #define with something behind its name */
    CUNIT_TABLE,    /* a definition at file scope with an initialiser; or a macro that is given
                       something there, named with the first of it: "DEFINE_READER(offset)" */
    CUNIT_ENUM,     /* at file scope; named by its tag, or its first constant where it has none */
};

struct cunit {
    enum cunit_kind kind;
    char name[128];
    unsigned first, last; /* lines */
    size_t head;          /* the token at which its declaration begins, before type and name */
    size_t begin, end;    /* tokens of the source: parameters and body; what stands behind the
                             macro's name; initialiser; the braces of an enum */
};

struct cunits {
    struct cunit *list;
    size_t count;
};

/* In the source's order. Code under any condition of the preprocessor counts; where braces do not
 * match because of one, the rest of the file up to the next function that begins at the first
 * column is one unit. False when memory ran out. To be freed in any case. */
bool cunits_find(const struct tokens *source, struct cunits *units);
void cunits_free(struct cunits *units);

/* Whether a macro takes arguments: "#define X(a)", and not "#define X (a)". */
bool cunit_is_function_like(const struct tokens *source, const struct cunit *macro);

#endif
