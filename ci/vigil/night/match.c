/* SPDX-License-Identifier: MIT */
#include "match.h"

#include <string.h>

/* Whether the two can be one: neither says what the other denies. */
static bool agree(const char *left, const char *right)
{
    return left[0] == '\0' || right[0] == '\0' || strcmp(left, right) == 0;
}

/* A variant that was told apart has a mark in its key, made of where it broke then. Where it broke
 * last is what counts: a file may have been renamed since. */
static bool take_marked(void *context, const struct store_variant *variant)
{
    struct match *match = context;
    const struct signature *ours = &match->signature, *its = &variant->signature;
    size_t size = strlen(ours->key);
    match->known = strncmp(its->key, ours->key, size) == 0 &&
                   strncmp(its->key + size, "|@", 2) == 0 && agree(its->message, ours->message) &&
                   agree(its->file, ours->file);
    if (match->known) {
        match->variant = *variant;
    }
    return !match->known;
}

/* Sets match->signature, known and variant. */
static bool find_itself(struct store *store, const char *own, struct match *match,
                        struct fault *fault)
{
    struct signature apart = match->signature;
    if (!store_find_variant(store, match->signature.key, &match->variant, &match->known, fault)) {
        return false;
    }
    if (match->known && (strcmp(match->variant.id, own) == 0 ||
                         signature_same(&match->variant.signature, &match->signature))) {
        return true;
    }
    /* The key is another crash's, or nobody's (any more). */
    bool taken = match->known;
    match->known = false;
    signature_tell_apart(&apart);
    if (strcmp(apart.key, match->signature.key) == 0) {
        return true;
    }
    if (!store_each_variant(store, NULL, take_marked, match, fault)) {
        return false;
    }
    if (match->known) {
        memcpy(match->signature.key, match->variant.signature.key, sizeof match->signature.key);
        signature_identify(&match->signature);
    } else if (taken) {
        match->signature = apart;
    }
    return true;
}

struct search {
    const struct match_night *night;
    const struct signature *signature;
    char by_place[17], similar[17]; /* crashes; "": none */
};

static bool broke_there_tonight(const struct search *search, const struct store_variant *variant)
{
    const struct match_night *night = search->night;
    return night != NULL && strcmp(variant->placed, night->date) == 0 &&
           signature_one_place(&variant->signature, search->signature) &&
           !night->is_gone(night->context, variant->id);
}

static bool take_variant(void *context, const struct store_variant *variant)
{
    struct search *search = context;
    bool is_first = strcmp(variant->id, variant->crash) == 0;
    if (search->by_place[0] == '\0' && broke_there_tonight(search, variant)) {
        memcpy(search->by_place, variant->crash, sizeof search->by_place);
    }
    if (is_first && search->similar[0] == '\0' &&
        signature_similar(&variant->signature, search->signature)) {
        memcpy(search->similar, variant->crash, sizeof search->similar);
    }
    return true;
}

bool match_similar(struct store *store, const struct signature *signature, char crash[17],
                   struct fault *fault)
{
    struct search search = {.signature = signature};
    bool done = store_each_variant(store, NULL, take_variant, &search, fault);
    memcpy(crash, search.similar, sizeof search.similar);
    return done;
}

bool match_find(const struct match_night *night, const struct signature *signature, const char *own,
                struct match *match, struct fault *fault)
{
    *match = (struct match){.signature = *signature};
    struct search search = {.night = night, .signature = &match->signature};
    if (!find_itself(night->store, own, match, fault)) {
        return false;
    }
    if (match->known) {
        memcpy(match->crash, match->variant.crash, sizeof match->crash);
        match->by_place = match->variant.by_place;
        return true;
    }
    if (!store_each_variant(night->store, NULL, take_variant, &search, fault)) {
        return false;
    }
    const char *found = search.by_place[0] != '\0' ? search.by_place : search.similar;
    memcpy(match->crash, found, sizeof match->crash);
    match->by_place = found[0] != '\0' && strcmp(found, search.similar) != 0;
    return true;
}
