/* SPDX-License-Identifier: MIT */
#include "flat.h"

#include <stdlib.h>

/* Nested conditions; in deeper ones the branches are read as if they followed one another. */
#define DEEPEST 64

struct brace {
    size_t at;
    size_t round; /* so many "(" and "[" are open around it; none within closes those */
};

struct height {
    size_t braces, rounds;
};

struct pairing {
    struct flat *flat;
    struct brace *braces;
    size_t *rounds; /* "(" and "[" */
    struct height now;
    struct height conditions[DEEPEST];
    unsigned depth;
};

static void condition(struct pairing *pairing, const struct ctoken *directive)
{
    if (ctoken_is(directive, "#if") || ctoken_is(directive, "#ifdef") ||
        ctoken_is(directive, "#ifndef")) {
        if (pairing->depth < DEEPEST) {
            pairing->conditions[pairing->depth] = pairing->now;
        }
        pairing->depth++;
    } else if (ctoken_is(directive, "#endif")) {
        pairing->depth -= pairing->depth > 0;
    } else if (ctoken_is(directive, "#else") || ctoken_is(directive, "#elif") ||
               ctoken_is(directive, "#elifdef") || ctoken_is(directive, "#elifndef")) {
        if (pairing->depth > 0 && pairing->depth <= DEEPEST) {
            pairing->now = pairing->conditions[pairing->depth - 1];
        }
    }
}

/* A bracket closes only its own kind, and none outside of the braces that it stands in. */
static void close_round(struct pairing *pairing, size_t at, bool is_square)
{
    struct height *now = &pairing->now;
    size_t floor = now->braces > 0 ? pairing->braces[now->braces - 1].round : 0;
    if (now->rounds > floor &&
        flat_is(pairing->flat, pairing->rounds[now->rounds - 1], "[") == is_square) {
        pairing->flat->match[pairing->rounds[--now->rounds]] = at;
    }
}

static void pair(struct pairing *pairing, size_t at)
{
    const struct ctoken *token = flat_at(pairing->flat, at);
    struct height *now = &pairing->now;
    if (token->kind != CTOKEN_PUNCTUATION) {
        return;
    }
    if (ctoken_is(token, "(") || ctoken_is(token, "[")) {
        pairing->rounds[now->rounds++] = at;
    } else if (ctoken_is(token, ")") || ctoken_is(token, "]")) {
        close_round(pairing, at, ctoken_is(token, "]"));
    } else if (ctoken_is(token, "{")) {
        pairing->braces[now->braces++] = (struct brace){at, now->rounds};
    } else if (ctoken_is(token, "}") && now->braces > 0) {
        struct brace opened = pairing->braces[--now->braces];
        now->rounds = opened.round;
        pairing->flat->match[opened.at] = at;
    }
}

static void walk(struct pairing *pairing)
{
    const struct tokens *source = pairing->flat->source;
    bool in_directive = false;
    for (size_t i = 0; i < source->count; i++) {
        enum ctoken_kind kind = source->tokens[i].kind;
        pairing->flat->place[i] = pairing->flat->count;
        if (kind == CTOKEN_DIRECTIVE) {
            in_directive = true;
            condition(pairing, &source->tokens[i]);
        } else if (kind == CTOKEN_DIRECTIVE_END) {
            in_directive = false;
        } else if (!in_directive && kind != CTOKEN_COMMENT) {
            size_t at = pairing->flat->count++;
            pairing->flat->token[at] = i;
            pairing->flat->match[at] = FLAT_NONE;
            pair(pairing, at);
        }
    }
    pairing->flat->place[source->count] = pairing->flat->count;
}

bool flat_make(const struct tokens *source, struct flat *flat)
{
    size_t room = source->count + 1;
    *flat = (struct flat){.source = source,
                          .token = calloc(room, sizeof *flat->token),
                          .place = calloc(room, sizeof *flat->place),
                          .match = calloc(room, sizeof *flat->match)};
    struct pairing pairing = {.flat = flat,
                              .braces = calloc(room, sizeof *pairing.braces),
                              .rounds = calloc(room, sizeof *pairing.rounds)};
    bool made = flat->token != NULL && flat->place != NULL && flat->match != NULL &&
                pairing.braces != NULL && pairing.rounds != NULL;
    if (made) {
        walk(&pairing);
    }
    free(pairing.braces);
    free(pairing.rounds);
    return made;
}

void flat_free(struct flat *flat)
{
    free(flat->token);
    free(flat->place);
    free(flat->match);
    *flat = (struct flat){0};
}
