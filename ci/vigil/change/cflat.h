/* cflat.h -- (private) a source without its directives and comments, and which bracket closes which
 */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_CFLAT_H
#define VIGIL_CHANGE_CFLAT_H

#include "tokens.h"

#define CFLAT_NONE ((size_t)-1)

struct cflat {
    const struct tokens *source;
    size_t *token; /* of the source */
    size_t
        *match; /* of an opening bracket the one that closes it, or CFLAT_NONE; of "(", "[", "{" */
    size_t count;
};

/*
 * Each branch of a condition begins with the brackets open that were open at its #if: so
 *
 *     #if A
 *         if (x) {
 *     #else
 *         if (y) {
 *     #endif
 *         }
 *
 * closes the second brace, and what it stands in goes on to its own end. False when memory ran out.
 * To be freed in any case.
 */
bool cflat_make(const struct tokens *source, struct cflat *flat);
void cflat_free(struct cflat *flat);

static inline const struct ctoken *cflat_at(const struct cflat *flat, size_t at)
{
    return &flat->source->tokens[flat->token[at]];
}

/* Whether such a token stands there; false behind the end. */
static inline bool cflat_is(const struct cflat *flat, size_t at, const char *spelling)
{
    return at < flat->count && ctoken_is(cflat_at(flat, at), spelling);
}

static inline bool cflat_is_word(const struct cflat *flat, size_t at)
{
    return at < flat->count && cflat_at(flat, at)->kind == CTOKEN_WORD;
}

/* Behind what begins there: a bracket with all it holds, else one token. */
static inline size_t cflat_over(const struct cflat *flat, size_t at)
{
    return flat->match[at] == CFLAT_NONE ? at + 1 : flat->match[at] + 1;
}

#endif
