/* tokens.h -- pure: source text of C and its kin as tokens, free of comments and blanks */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_TOKENS_H
#define VIGIL_CHANGE_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

/* The languages whose changes a gate reads, each with its comments, strings and quotes. */
enum language {
    LANGUAGE_NONE,
    LANGUAGE_C,
    LANGUAGE_CPP,
    LANGUAGE_RUST,
    LANGUAGE_GO,
    LANGUAGE_JAVA,
};

/* By the name of the file: "src/x.cc" is C++. A header (.h) is C; language_of_text tells better. */
enum language language_of(const char *path);

/* The same, but a .h file with classes, namespaces, templates or access labels in it is C++. False
 * when memory ran out. */
bool language_of_text(const char *path, const char *text, size_t size, enum language *language);

/* Whether it is C or C++, which have a preprocessor and libc's names. */
bool language_is_c(enum language language);

enum ctoken_kind {
    CTOKEN_WORD,   /* identifier or keyword; in Rust a lifetime too: "'a" */
    CTOKEN_NUMBER, /* a preprocessing number */
    CTOKEN_STRING, /* with its prefix and quotes */
    CTOKEN_CHARACTER,
    CTOKEN_PUNCTUATION, /* the longest that C has: "->", "<<=" */
    CTOKEN_DIRECTIVE,   /* C: "#" at the beginning of a line, with the word behind it: "#define" */
    CTOKEN_DIRECTIVE_END, /* the end of that (logical) line; no text */
    CTOKEN_COMMENT,       /* only where asked for */
};

struct ctoken {
    enum ctoken_kind kind;
    const char *text; /* points into the source; a spliced line leaves its splice in it */
    size_t size;
    unsigned line, last_line, column; /* from 1 on; column counts bytes */
    bool is_raw; /* spelt as it stands: no line of it is spliced with the next */
};

struct tokens {
    struct ctoken *tokens;
    size_t count;
};

/* Never fails on hostile text: an unended string ends with its line, an unended comment with the
 * text. The source must outlive the tokens. False when memory ran out. To be freed in any case.
 */
bool tokens_read(const char *text, size_t size, enum language language, bool with_comments,
                 struct tokens *source);
void tokens_free(struct tokens *source);

/* The spelling of a token is its text without splices and, in a directive, without blanks:
 * "#define". These functions go by it; `text` and `size` do not. */
bool ctoken_is(const struct ctoken *token, const char *spelling);
bool ctoken_same(const struct ctoken *one, const struct ctoken *other); /* in kind and spelling */
/* Copies the spelling as snprintf does: cut to the room and ended by a NUL; returns the size of the
 * whole. A NUL within becomes '?'. */
size_t ctoken_copy(const struct ctoken *token, char *into, size_t room);

/* Whether a line of Go that ends with this token ends a statement (its specification, Semicolons).
 */
bool ctoken_ends_statement(const struct ctoken *token);

#endif
