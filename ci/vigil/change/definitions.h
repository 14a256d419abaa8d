/* definitions.h -- pure: the definitions of a source text, where universal-ctags found them */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_DEFINITIONS_H
#define VIGIL_CHANGE_DEFINITIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "tags.h"
#include "tokens.h"

struct definition {
    enum definition_kind kind;
    char name[128];       /* "clock_read", "TEST(reads)"; outside C with its scopes:
                             "clock::Reader::read". Hostile */
    unsigned first, last; /* lines */
    size_t begin, end;    /* tokens of the source; `end` is behind the last */
};

struct definitions {
    enum language language;
    struct tokens source; /* without comments */
    struct definition *list;
    size_t count;
};

/*
 * Reads what ctags wrote of files that were named "DIRECTORY/NUMBER.ENDING", where `texts[NUMBER]`
 * is what stood in the file. `all` has room for `count`. The definitions of each text are in its
 * order. Code under any condition of the preprocessor counts. A definition within a function is
 * part of that function and not listed, except macros. Where ctags does not say where one ends (in
 * Rust, or where braces do not match), its brackets tell.
 *
 * In C and C++, tokens that ctags tells nothing of count too, so that nothing that does something
 * goes unseen. Each run of them is one definition, with the name of its first word before a "(",
 * or else of its first word; a run that only declares, as "struct x;" and what is asserted
 * statically do, is none.
 *
 * False, with a fault, where memory ran out, or a line is not what ctags writes. Each of `all` is
 * to be freed in any case.
 */
bool definitions_read(const char *json, size_t size, const struct tags_text *texts, size_t count,
                      struct definitions *all, struct fault *fault);
void definitions_free(struct definitions *definitions);

#endif
