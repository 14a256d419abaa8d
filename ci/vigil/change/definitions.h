/* definitions.h -- pure: the definitions of a source text, where universal-ctags found them */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_DEFINITIONS_H
#define VIGIL_CHANGE_DEFINITIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "tokens.h"

/* What a program does is in these. Prototypes, types, includes and conditions of the preprocessor
 * are not among them; what stands in one's body is. */
enum definition_kind {
    DEFINITION_FUNCTION, /* with its type, its name, its parameters and its body */
    DEFINITION_MACRO,    /* a #define with something behind its name; a macro_rules! of Rust */
    DEFINITION_TABLE, /* an object, a constant or a member with an initialiser; or, in C and C++, a
                         macro that is given something at file scope: "DEFINE_READER(offset)" */
    DEFINITION_ENUM,  /* named by its tag, or by its first constant where it has none */
};

struct definition {
    enum definition_kind kind;
    char name[128]; /* "clock_read", "TEST(reads)"; with what it is in where the language is not
                       C: "clock::Reader::read". Hostile */
    unsigned first, last; /* lines */
    size_t begin, end;    /* tokens of the source */
};

struct definitions {
    enum language language;
    struct tokens source; /* without comments */
    struct definition *list;
    size_t count;
};

/* A text that ctags was given. NULL: there is none, and no definition is in it. It must outlive its
 * definitions. */
struct definitions_text {
    enum language language;
    const char *text;
    size_t size;
};

/* What ctags is told before "-f OUTPUT -L LIST"; NULL ends it. No option is read from a file, so
 * that a project cannot say what counts. */
extern const char *const definitions_options[];

/* The ending of the file's name by which ctags knows the language: ".cc". */
const char *definitions_ending(enum language language);

/* Writes for ctags what it reads: the text with "_" for each byte that is not ASCII, since it
 * passes over names with others. `into` has room for it. */
void definitions_mask(const char *text, size_t size, char *into);

/*
 * Reads what ctags wrote of files that were named "DIRECTORY/NUMBER.ENDING", where `texts[NUMBER]`
 * is what stood in the file. `all` has room for `count`. The definitions of each text are in its
 * order. Code under any condition of the preprocessor counts. A definition within a function is
 * part of that function and not listed, except macros. Where ctags does not say the end (in Rust,
 * or where braces do not match), the brackets tell it.
 *
 * False, with a fault, where memory ran out, or a line is not what ctags writes. To be freed in any
 * case, each.
 */
bool definitions_read(const char *json, size_t size, const struct definitions_text *texts,
                      size_t count, struct definitions *all, struct fault *fault);
void definitions_free(struct definitions *definitions);

#endif
