/* SPDX-License-Identifier: MIT */
#include "cwords.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "cbind.h"
#include "ckeyword.h"

static size_t place_of(const struct ctoken *token, size_t file, size_t room)
{
    char spelt[256];
    (void)ctoken_copy(token, spelt, sizeof spelt);
    return (size_t)(fnv_add(fnv_add_text(FNV_START, spelt), &file, sizeof file) % room);
}

/* The word's place in the table, or the free one where it belongs. */
static struct cword *look_up(const struct cwords *words, const struct ctoken *token, size_t file)
{
    size_t at = place_of(token, file, words->room);
    while (words->list[at].token != NULL &&
           (words->list[at].file != file || !ctoken_same(words->list[at].token, token))) {
        at = (at + 1) % words->room;
    }
    return &words->list[at];
}

/* At most half of the table is in use. */
static bool make_room(struct cwords *words)
{
    if (words->count < words->room / 2) {
        return true;
    }
    struct cwords grown = {.room = words->room * 2 + 1024};
    grown.list = calloc(grown.room, sizeof *grown.list);
    if (grown.list == NULL) {
        return false;
    }
    for (size_t i = 0; i < words->room; i++) {
        if (words->list[i].token != NULL) {
            *look_up(&grown, words->list[i].token, words->list[i].file) = words->list[i];
        }
    }
    free(words->list);
    words->list = grown.list;
    words->room = grown.room;
    return true;
}

struct cword *cwords_find(const struct cwords *words, const struct ctoken *token, size_t file)
{
    struct cword *word = words->room > 0 ? look_up(words, token, file) : NULL;
    return word != NULL && word->token != NULL ? word : NULL;
}

static bool note(struct cwords *words, const struct ctoken *token, size_t file, enum cside side,
                 bool declared, bool kept)
{
    if (!make_room(words)) {
        return false;
    }
    struct cword *word = look_up(words, token, file);
    words->count += word->token == NULL;
    word->token = token;
    word->file = file;
    word->stands[side] = true;
    word->declared[side] = word->declared[side] || declared;
    word->kept[side] = word->kept[side] || (declared && kept);
    return true;
}

/* A walk over what stands at file scope: outside of bodies and what is given to tables. */
struct walk {
    const struct ctext *text;
    size_t unit;     /* the next that begins */
    size_t within;   /* the end of the function's body or the initialiser at hand */
    unsigned rounds; /* brackets that are open */
    unsigned braces;
    bool in_directive, in_value; /* of a constant, behind its "=" */
    bool is_static;              /* the declaration at hand; or it declares a type */
};

static bool is(const struct walk *walk, size_t at, const char *spelling)
{
    return at < walk->text->source.count && ctoken_is(&walk->text->source.tokens[at], spelling);
}

static bool follows_name(const struct walk *walk, size_t at)
{
    static const char marks[] = "(;,[={}:";
    const struct ctoken *token = &walk->text->source.tokens[at];
    return at < walk->text->source.count && token->kind == CTOKEN_PUNCTUATION && token->size == 1 &&
           memchr(marks, token->text[0], sizeof marks - 1) != NULL &&
           !(is(walk, at, "(") && is(walk, at + 1, "*"));
}

static bool precedes_name(const struct walk *walk, size_t at)
{
    const struct ctoken *token = &walk->text->source.tokens[at];
    return (token->kind == CTOKEN_WORD && !ckeyword_is_statement(token)) || is(walk, at, "*") ||
           is(walk, at, "}") || is(walk, at, ",") || is(walk, at, "{") || is(walk, at, ")");
}

/* Whether the word there is declared: `int name;`, `name(`, `} name;`, `{ NAME,`, `(*name)`. */
static bool declares(const struct walk *walk, size_t at)
{
    if (walk->in_directive || at < walk->within || at == 0 || walk->in_value) {
        return false;
    }
    if (walk->rounds > 0) {
        return walk->rounds == 1 && at > 1 && is(walk, at - 1, "*") && is(walk, at - 2, "(") &&
               (is(walk, at + 1, ")") || is(walk, at + 1, "["));
    }
    return follows_name(walk, at + 1) && precedes_name(walk, at - 1);
}

/* Brackets and what ends a declaration or a value. */
static void count_marks(struct walk *walk, size_t at)
{
    walk->rounds += is(walk, at, "(") || is(walk, at, "[");
    walk->rounds -= walk->rounds > 0 && (is(walk, at, ")") || is(walk, at, "]"));
    walk->braces += is(walk, at, "{");
    walk->braces -= walk->braces > 0 && is(walk, at, "}");
    bool ends = walk->rounds == 0 && (is(walk, at, ",") || is(walk, at, ";") || is(walk, at, "}"));
    walk->in_value = (walk->in_value || is(walk, at, "=")) && !ends;
    walk->is_static = walk->is_static && !(walk->braces == 0 && is(walk, at, ";"));
}

static void step(struct walk *walk, size_t at)
{
    const struct ctoken *token = &walk->text->source.tokens[at];
    walk->in_directive = (walk->in_directive || token->kind == CTOKEN_DIRECTIVE) &&
                         token->kind != CTOKEN_DIRECTIVE_END;
    const struct cunits *units = &walk->text->units;
    for (; walk->unit < units->count && units->list[walk->unit].begin <= at; walk->unit++) {
        const struct cunit *unit = &units->list[walk->unit];
        bool body = unit->kind == CUNIT_FUNCTION || unit->kind == CUNIT_TABLE;
        walk->within = body && unit->end > walk->within ? unit->end : walk->within;
    }
    if (walk->in_directive || token->kind == CTOKEN_DIRECTIVE_END) {
        return;
    }
    if (at >= walk->within) {
        count_marks(walk, at);
    } else if (at + 1 == walk->within && is(walk, at, "}")) {
        walk->is_static = false;
    }
    walk->is_static = walk->is_static || (walk->braces == 0 && at >= walk->within &&
                                          (is(walk, at, "static") || is(walk, at, "typedef")));
}

/* Whether another file can mean what is declared there: not a static one, a member, a tag. */
static bool keeps(const struct walk *walk, size_t at)
{
    bool tag = ckeyword_is_aggregate(&walk->text->source.tokens[at - 1]) && is(walk, at + 1, "{");
    return walk->text->is_private && (walk->is_static || walk->braces > 0 || tag);
}

static bool is_macro_name(const struct ctext *text, size_t at)
{
    return at > 0 && ctoken_is(&text->source.tokens[at - 1], "#define");
}

bool cwords_add(struct cwords *words, const struct ctext *text, size_t file, enum cside side)
{
    struct walk walk = {.text = text};
    for (size_t i = 0; i < text->source.count; i++) {
        const struct ctoken *token = &text->source.tokens[i];
        bool macro = is_macro_name(text, i);
        step(&walk, i);
        if (token->kind != CTOKEN_WORD || (text->bind[i] != CBIND_FREE && !macro)) {
            continue;
        }
        bool declared = macro || declares(&walk, i);
        bool kept = macro ? text->is_private : declared && keeps(&walk, i);
        if (!note(words, token, file, side, declared, kept) ||
            !note(words, token, CWORDS_ALL, side, declared, kept)) {
            return false;
        }
    }
    return true;
}

void cwords_free(struct cwords *words)
{
    free(words->list);
    *words = (struct cwords){0};
}
