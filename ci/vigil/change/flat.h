/* flat.h -- (private) a source without its directives and comments, and which bracket closes which
 */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_FLAT_H
#define VIGIL_CHANGE_FLAT_H

#include "tokens.h"

#define FLAT_NONE ((size_t)-1)

struct flat {
    const struct tokens *source;
    size_t *token; /* of the source */
    size_t *place; /* of each token of the source, or of the next one that is here */
    size_t *match; /* of "(", "[", "{" where it closes; else FLAT_NONE */
    size_t count;
};

/*
 * Each branch of a condition begins with those brackets open that were open at its #if. So
 *
 *     #if A
 *         if (x) {
 *     #else
 *         if (y) {
 *     #endif
 *         }
 *
 * closes the second brace, and the block around the condition ends where it should. False when
 * memory ran out. To be freed in any case.
 */
bool flat_make(const struct tokens *source, struct flat *flat);
void flat_free(struct flat *flat);

static inline const struct ctoken *flat_at(const struct flat *flat, size_t at)
{
    return &flat->source->tokens[flat->token[at]];
}

/* Whether such a token stands there; false behind the end. */
static inline bool flat_is(const struct flat *flat, size_t at, const char *spelling)
{
    return at < flat->count && ctoken_is(flat_at(flat, at), spelling);
}

static inline bool flat_is_word(const struct flat *flat, size_t at)
{
    return at < flat->count && flat_at(flat, at)->kind == CTOKEN_WORD;
}

/* The place behind the bracket at `at` and all it holds, or behind any other single token. */
static inline size_t flat_over(const struct flat *flat, size_t at)
{
    return flat->match[at] == FLAT_NONE ? at + 1 : flat->match[at] + 1;
}

#endif
