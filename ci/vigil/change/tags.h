/* tags.h -- pure: the options that universal-ctags is given, and its output, read */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_TAGS_H
#define VIGIL_CHANGE_TAGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "tokens.h"

/* A text that ctags was given; it must outlive its definitions. NULL: there is none, and so no
 * definition. */
struct tags_text {
    enum language language;
    const char *text;
    size_t size;
};

/* The options of ctags before "-f OUTPUT -L LIST"; NULL ends them. No option is read from a file,
 * so that a project cannot say what counts. */
extern const char *const tags_options[];

/* The ending of the file's name by which ctags knows the language: ".cc". */
const char *tags_ending(enum language language);

/* Copies the text with "_" for each byte that is not ASCII, since ctags passes over names that have
 * any, and a blank for each NUL, where a line would end for ctags. `into` has room for `size`
 * bytes. */
void tags_mask(const char *text, size_t size, char *into);

/* The kinds that hold what a program does. Prototypes, types, includes and conditions of the
 * preprocessor count only within the body of one of these. */
enum definition_kind {
    DEFINITION_FUNCTION, /* with its type, its name, its parameters and its body */
    DEFINITION_MACRO,    /* a #define with something behind its name; a macro_rules! of Rust */
    DEFINITION_TABLE, /* an object, a constant or a member with an initialiser; or, in C and C++, a
                         macro that is given something: "DEFINE_READER(offset)" */
    DEFINITION_ENUM,  /* named by its tag, or by its first constant where it has none */
};

/* What a tag tells of. All but the first are read in C and C++ only, where whatever no tag tells of
 * counts too. */
enum tag_role {
    TAG_DEFINES,   /* a definition, or a variable without a value, which is none */
    TAG_DECLARES,  /* a prototype, an extern variable, a typedef */
    TAG_HOLDS,     /* a struct, a union, a class */
    TAG_SURROUNDS, /* a namespace */
};

/* One line of what ctags writes. */
struct tag {
    enum tag_role role;
    enum definition_kind kind;
    bool is_given;       /* it needs no "=": a macro, or a constant of Go, which may get its value
                            from the one before */
    const char *keyword; /* "struct": stands in the place of a name where there is none */
    char name[128];      /* masked; "": it has none */
    char scope[128];     /* what it is in: "Clock::", or "Clock." in Go and Java; "": nothing */
    unsigned line, end;  /* end 0: ctags does not say */
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
