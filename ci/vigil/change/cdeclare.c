/* SPDX-License-Identifier: MIT */
#include "cdeclare.h"

#include "ckeyword.h"

/* Tokens that are looked at ahead: more than anyone writes, and it keeps hostile text cheap. */
#define AHEAD 256

static bool is_type(const struct cflat *flat, size_t at)
{
    return at < flat->count && ckeyword_is_type(cflat_at(flat, at));
}

static bool is_statement(const struct cflat *flat, size_t at)
{
    return at < flat->count && ckeyword_is_statement(cflat_at(flat, at));
}

size_t cdeclare_over_specifier(const struct cflat *flat, size_t at)
{
    if (at >= flat->count) {
        return at;
    }
    if (ckeyword_is_attribute(cflat_at(flat, at)) && cflat_is(flat, at + 1, "(")) {
        return cflat_over(flat, at + 1);
    }
    if (cflat_is(flat, at, "[") && cflat_is(flat, at + 1, "[")) {
        return cflat_over(flat, at);
    }
    return ckeyword_is_storage(cflat_at(flat, at)) ? at + 1 : at;
}

size_t cdeclare_members(const struct cflat *flat, size_t at)
{
    for (size_t i = at + 1; i < flat->count && i - at < AHEAD;) {
        size_t over = cdeclare_over_specifier(flat, i);
        if (over > i) {
            i = over;
        } else if (cflat_is(flat, i, "{")) {
            return i;
        } else if (cflat_is_word(flat, i) || cflat_is(flat, i, ":")) {
            i++;
        } else {
            break;
        }
    }
    return CFLAT_NONE;
}

/* Whether "(" holds nothing but names and the commas between them. */
static bool lists_names(const struct cflat *flat, size_t open)
{
    size_t close = flat->match[open];
    for (size_t i = open + 1; i < close; i++) {
        bool name = (i - open) % 2 == 1;
        if (name ? !cflat_is_word(flat, i) || is_type(flat, i) : !cflat_is(flat, i, ",")) {
            return false;
        }
    }
    return (close - open) % 2 == 0;
}

/* Whether a name of the list is declared behind it, before a semicolon. */
static bool declares_one(const struct cflat *flat, size_t open)
{
    size_t close = flat->match[open];
    for (size_t i = close + 2; i < flat->count && i - close < AHEAD && !cflat_is(flat, i, ";");
         i++) {
        for (size_t name = open + 1; name < close && cflat_is_word(flat, i); name += 2) {
            if (ctoken_same(cflat_at(flat, name), cflat_at(flat, i))) {
                return true;
            }
        }
    }
    return false;
}

size_t cdeclare_old_style(const struct cflat *flat, size_t open)
{
    size_t close = flat->match[open];
    if (close == CFLAT_NONE || close - open > AHEAD || !cflat_is_word(flat, close + 1) ||
        !lists_names(flat, open) || !declares_one(flat, open)) {
        return CFLAT_NONE;
    }
    for (size_t i = close + 1; i < flat->count && i - close < AHEAD; i++) {
        if (cflat_is(flat, i, "{")) {
            return cflat_is(flat, i - 1, ";") ? i : CFLAT_NONE;
        }
    }
    return CFLAT_NONE;
}

/* Of a declarator in brackets, "(*handlers[])" or "(f)", the word it names. */
static size_t name_within(const struct cflat *flat, size_t open)
{
    size_t close = flat->match[open];
    for (size_t i = open + 1; i < close; i++) {
        size_t over = cdeclare_over_specifier(flat, i);
        if (over > i) {
            i = over - 1;
        } else if (cflat_is_word(flat, i) && !is_type(flat, i)) {
            return i;
        }
    }
    return CFLAT_NONE;
}

/* "(f)(int x)" behind a type: brackets that hold a declarator, and brackets behind them. */
static bool is_declarator(const struct cflat *flat, size_t open)
{
    return cflat_is(flat, open, "(") && flat->match[open] != CFLAT_NONE &&
           (cflat_is(flat, flat->match[open] + 1, "(") ||
            cflat_is(flat, flat->match[open] + 1, "["));
}

size_t cdeclare_function(const struct cflat *flat, size_t from, size_t brace, bool *is_call)
{
    size_t name = CFLAT_NONE, names = 0, word = CFLAT_NONE;
    bool typed = false;
    *is_call = false;
    for (size_t i = from, over; i < brace; i = over) {
        over = cdeclare_over_specifier(flat, i);
        if (over > i) {
            continue;
        }
        over = cflat_over(flat, i);
        if (is_declarator(flat, i)) {
            return name_within(flat, i);
        }
        bool given = cflat_is_word(flat, i) && !is_type(flat, i) && cflat_is(flat, i + 1, "(") &&
                     flat->match[i + 1] != CFLAT_NONE;
        if (given && !is_declarator(flat, i + 1)) {
            if (typed) {
                return i;
            }
            name = i;
            names++;
            over = cflat_over(flat, i + 1);
        } else {
            typed = true;
            word = cflat_is_word(flat, i) ? i : word;
        }
    }
    *is_call = names == 1 && !cflat_is(flat, name + 2, ")") &&
               cdeclare_old_style(flat, name + 1) == CFLAT_NONE;
    return name == CFLAT_NONE ? word : name; /* a macro may be all of a function's head */
}

size_t cdeclare_object(const struct cflat *flat, size_t from, size_t equals)
{
    size_t name = CFLAT_NONE;
    for (size_t i = from, over; i < equals; i = over) {
        over = cdeclare_over_specifier(flat, i);
        if (over > i) {
            continue;
        }
        over = cflat_over(flat, i);
        if (is_declarator(flat, i)) {
            return name_within(flat, i);
        }
        name = cflat_is_word(flat, i) ? i : name;
    }
    return name;
}

bool cdeclare_is_call(const struct cflat *flat, size_t at)
{
    if (!cflat_is_word(flat, at) || !cflat_is(flat, at + 1, "(") || is_type(flat, at) ||
        is_statement(flat, at) || cdeclare_over_specifier(flat, at) > at ||
        flat->match[at + 1] == CFLAT_NONE) {
        return false;
    }
    size_t close = flat->match[at + 1];
    if (close + 1 >= flat->count || cflat_is(flat, close + 1, ";")) {
        return true;
    }
    return cflat_at(flat, close + 1)->line > cflat_at(flat, close)->line &&
           cflat_is_word(flat, close + 1) && cdeclare_old_style(flat, at + 1) == CFLAT_NONE;
}

size_t cdeclare_next_function(const struct cflat *flat, size_t at)
{
    size_t start = CFLAT_NONE;
    for (size_t i = at; i < flat->count; i++) {
        if (cflat_is(flat, i, "{") && start != CFLAT_NONE && cflat_is(flat, i - 1, ")")) {
            return start;
        }
        if (cflat_is(flat, i, ";") || cflat_is(flat, i, "{") || cflat_is(flat, i, "}")) {
            start = CFLAT_NONE;
        } else if (start == CFLAT_NONE && cflat_at(flat, i)->column == 1 &&
                   cflat_is_word(flat, i) && !is_statement(flat, i) &&
                   !cflat_is(flat, i + 1, ":")) {
            start = i;
        }
    }
    return flat->count;
}
