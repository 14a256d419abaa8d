/* tags.h -- pure: what universal-ctags is told, and what it writes, read */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_TAGS_H
#define VIGIL_CHANGE_TAGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "tokens.h"

/* A text that ctags was given. NULL: there is none, and no definition is in it. It must outlive its
 * definitions. */
struct tags_text {
    enum language language;
    const char *text;
    size_t size;
};

/* What ctags is told before "-f OUTPUT -L LIST"; NULL ends it. No option is read from a file, so
 * that a project cannot say what counts. */
extern const char *const tags_options[];

/* The ending of the file's name by which ctags knows the language: ".cc". */
const char *tags_ending(enum language language);

/* Writes for ctags what it reads: the text with "_" for each byte that is not ASCII, since it
 * passes over names with others. `into` has room for it. */
void tags_mask(const char *text, size_t size, char *into);

/* What a program does is in these. Prototypes, types, includes and conditions of the preprocessor
 * are not among them; what stands in one's body is. */
enum definition_kind {
    DEFINITION_FUNCTION, /* with its type, its name, its parameters and its body */
    DEFINITION_MACRO,    /* a #define with something behind its name; a macro_rules! of Rust */
    DEFINITION_TABLE, /* an object, a constant or a member with an initialiser; or, in C and C++, a
                         macro that is given something at file scope: "DEFINE_READER(offset)" */
    DEFINITION_ENUM,  /* named by its tag, or by its first constant where it has none */
};

/* One line of what ctags writes. */
struct tag {
    enum definition_kind kind;
    bool is_constant; /* it needs no "=" to be one: of Go's constants the first may give the rest */
    char name[128];   /* masked */
    char scope[128];  /* what it is in, with a mark behind it; "" nothing */
    unsigned line, end; /* end 0: it does not say */
    size_t order;
};

struct tags {
    struct tag *list;
    size_t count;
};

/* Reads what ctags wrote of files that were named "DIRECTORY/NUMBER.ENDING", where `texts[NUMBER]`
 * is what stood in the file; `tags`, all zero, has room for `count`. Only what counts is kept.
 * False, with a fault, where memory ran out, or a line is not what ctags writes. Each list is to be
 * freed in any case. */
bool tags_read(const char *json, size_t size, const struct tags_text *texts, size_t count,
               struct tags *tags, struct fault *fault);

#endif
