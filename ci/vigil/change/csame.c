/* SPDX-License-Identifier: MIT */
#include "csame.h"

#include "base/hash.h"
#include "cattribute.h"
#include "cbind.h"
#include "ckeyword.h"

/* New names in one unit; with more it has changed. */
#define MOST_PAIRS 256

/* What one word became, as all files know it (NULL: it is but one file's), and as this one does. */
struct pair {
    struct cword *all[CSIDES], *own[CSIDES];
};

struct comparison {
    const struct csame *same;
    struct cplace places[CSIDES];
    size_t at[CSIDES];
    size_t declared; /* names so far */
    struct pair pairs[MOST_PAIRS];
    size_t pair_count;
};

/* To the next token that counts. `const` and linkage before a definition's name say nothing of what
 * it does. */
static size_t next(const struct cplace *place, size_t at)
{
    const struct tokens *source = &place->text->source;
    for (size_t over; at < place->unit->end; at = over) {
        over = cattribute_over(source, at, place->unit->end);
        if (over == at && at < place->unit->begin && ckeyword_is_storage(&source->tokens[at])) {
            over = at + 1;
        }
        if (over == at) {
            break;
        }
    }
    return at;
}

static bool is_new_to_base(const struct csame *same, const struct cword *word)
{
    char spelt[256];
    size_t size = ctoken_copy(word->token, spelt, sizeof spelt);
    return !word->stands[CSIDE_BASE] && size < sizeof spelt &&
           (same->is_word == NULL || !same->is_word(same->context, spelt, size));
}

/* Whether the one was never seen to become another, nor the other to have been another. */
static bool agree(struct cword *const words[CSIDES])
{
    const struct cword *was = words[CSIDE_BASE], *is = words[CSIDE_HEAD];
    const struct cword *became = was == NULL ? NULL : was->partner[CSIDE_HEAD];
    const struct cword *came_of = is == NULL ? NULL : is->partner[CSIDE_BASE];
    return (became == NULL || is == NULL || ctoken_same(became->token, is->token)) &&
           (came_of == NULL || was == NULL || ctoken_same(came_of->token, was->token));
}

/* Whether the one may have become the other. */
static bool are_partners(struct cword *const words[CSIDES])
{
    const struct cword *was = words[CSIDE_BASE], *is = words[CSIDE_HEAD];
    return was != NULL && is != NULL && was->declared[CSIDE_BASE] && is->declared[CSIDE_HEAD] &&
           !was->stands[CSIDE_HEAD] && !is->stands[CSIDE_BASE];
}

/* Whether the one became the other: in all files, or in the one that keeps them. */
static bool find_pair(const struct comparison *comparison, const struct ctoken *was,
                      const struct ctoken *is, struct pair *pair)
{
    const struct csame *same = comparison->same;
    const struct cplace *places = comparison->places;
    pair->all[CSIDE_BASE] = cwords_find(same->words, was, CWORDS_ALL);
    pair->all[CSIDE_HEAD] = cwords_find(same->words, is, CWORDS_ALL);
    pair->own[CSIDE_BASE] = cwords_find(same->words, was, places[CSIDE_BASE].file);
    pair->own[CSIDE_HEAD] = cwords_find(same->words, is, places[CSIDE_HEAD].file);
    if (are_partners(pair->all) && is_new_to_base(same, pair->all[CSIDE_HEAD])) {
        return agree(pair->all) && agree(pair->own);
    }
    pair->all[CSIDE_BASE] = pair->all[CSIDE_HEAD] = NULL;
    return places[CSIDE_BASE].file == places[CSIDE_HEAD].file && are_partners(pair->own) &&
           pair->own[CSIDE_BASE]->kept[CSIDE_BASE] && pair->own[CSIDE_HEAD]->kept[CSIDE_HEAD] &&
           agree(pair->own);
}

static bool add_pair(struct comparison *comparison, const struct ctoken *was,
                     const struct ctoken *is)
{
    struct pair pair;
    if (!find_pair(comparison, was, is, &pair)) {
        return false;
    }
    for (size_t i = 0; i < comparison->pair_count; i++) {
        const struct pair *known = &comparison->pairs[i];
        bool base = known->own[CSIDE_BASE] == pair.own[CSIDE_BASE];
        bool head = known->own[CSIDE_HEAD] == pair.own[CSIDE_HEAD];
        if (base || head) {
            return base && head;
        }
    }
    if (comparison->pair_count == MOST_PAIRS) {
        return false;
    }
    comparison->pairs[comparison->pair_count++] = pair;
    return true;
}

static void remember(struct cword *const words[CSIDES])
{
    if (words[CSIDE_BASE] != NULL && words[CSIDE_HEAD] != NULL) {
        words[CSIDE_BASE]->partner[CSIDE_HEAD] = words[CSIDE_HEAD];
        words[CSIDE_HEAD]->partner[CSIDE_BASE] = words[CSIDE_BASE];
    }
}

/* Words that are bound, by the order in which their names are declared. */
static bool same_binding(struct comparison *comparison)
{
    size_t orders[CSIDES];
    bool declares[CSIDES];
    for (unsigned side = 0; side < CSIDES; side++) {
        const struct ctext *text = comparison->places[side].text;
        size_t at = comparison->at[side], name = text->bind[at];
        declares[side] = name == at;
        if (declares[side]) {
            text->order[at] = comparison->declared;
        }
        orders[side] = text->order[name];
    }
    comparison->declared += declares[CSIDE_BASE];
    return declares[CSIDE_BASE] == declares[CSIDE_HEAD] && orders[CSIDE_BASE] == orders[CSIDE_HEAD];
}

static bool same_word(struct comparison *comparison)
{
    const struct ctext *base = comparison->places[CSIDE_BASE].text;
    const struct ctext *head = comparison->places[CSIDE_HEAD].text;
    size_t was = comparison->at[CSIDE_BASE], is = comparison->at[CSIDE_HEAD];
    bool bound = base->bind[was] != CBIND_FREE;
    if (bound != (head->bind[is] != CBIND_FREE)) {
        return false;
    }
    if (bound) {
        return same_binding(comparison);
    }
    return ctoken_same(&base->source.tokens[was], &head->source.tokens[is]) ||
           add_pair(comparison, &base->source.tokens[was], &head->source.tokens[is]);
}

static bool same_token(struct comparison *comparison)
{
    const struct ctoken *was =
        &comparison->places[CSIDE_BASE].text->source.tokens[comparison->at[CSIDE_BASE]];
    const struct ctoken *is =
        &comparison->places[CSIDE_HEAD].text->source.tokens[comparison->at[CSIDE_HEAD]];
    if (was->kind == CTOKEN_WORD && is->kind == CTOKEN_WORD) {
        return same_word(comparison);
    }
    return ctoken_same(was, is);
}

/* Labels may be used before they stand there: their order is no name's yet. */
static void forget_order(const struct cplace *place)
{
    for (size_t i = place->unit->head; i < place->unit->end; i++) {
        place->text->order[i] = i - place->unit->head;
    }
}

static bool same_tokens(struct comparison *comparison)
{
    const struct cplace *base = &comparison->places[CSIDE_BASE];
    const struct cplace *head = &comparison->places[CSIDE_HEAD];
    for (;;) {
        comparison->at[CSIDE_BASE] = next(base, comparison->at[CSIDE_BASE]);
        comparison->at[CSIDE_HEAD] = next(head, comparison->at[CSIDE_HEAD]);
        bool ends = comparison->at[CSIDE_BASE] == base->unit->end;
        if (ends || comparison->at[CSIDE_HEAD] == head->unit->end) {
            return ends && comparison->at[CSIDE_HEAD] == head->unit->end;
        }
        if (!same_token(comparison)) {
            return false;
        }
        comparison->at[CSIDE_BASE]++;
        comparison->at[CSIDE_HEAD]++;
    }
}

bool csame(const struct csame *same, struct cplace base, struct cplace head)
{
    struct comparison comparison = {.same = same,
                                    .places = {[CSIDE_BASE] = base, [CSIDE_HEAD] = head},
                                    .at = {base.unit->head, head.unit->head},
                                    .declared = (size_t)-1 / 2}; /* beyond any place */
    forget_order(&base);
    forget_order(&head);
    if (base.unit->kind != head.unit->kind ||
        (base.unit->kind == CUNIT_MACRO &&
         cunit_is_function_like(&base.text->source, base.unit) !=
             cunit_is_function_like(&head.text->source, head.unit)) ||
        !same_tokens(&comparison)) {
        return false;
    }
    for (size_t i = 0; i < comparison.pair_count; i++) {
        remember(comparison.pairs[i].all);
        remember(comparison.pairs[i].own);
    }
    return true;
}

uint64_t csame_shape(struct cplace place)
{
    uint64_t shape = FNV_START + (uint64_t)place.unit->kind;
    for (size_t at = next(&place, place.unit->head); at < place.unit->end;
         at = next(&place, at + 1)) {
        const struct ctoken *token = &place.text->source.tokens[at];
        char spelt[64] = "";
        if (token->kind != CTOKEN_WORD) {
            (void)ctoken_copy(token, spelt, sizeof spelt);
        }
        shape = fnv_add_text(fnv_add(shape, &token->kind, sizeof token->kind), spelt);
    }
    return shape;
}
