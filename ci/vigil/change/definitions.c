/* SPDX-License-Identifier: MIT */
#include "definitions.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "base/span.h"
#include "flat.h"
#include "tags.h"

/* How many tokens of a head stand before its name, how many behind it, brackets and what they hold
 * aside, are looked through for its end, and among how many of a line the name is looked for:
 * without a limit a hostile file could be slow. */
#define SEARCH_MOST 1000

/* What is known of each token of a source, and of the end behind the last. */
struct spot {
    size_t head; /* behind the "}" of a struct: where that struct begins, plus 1 */
    int cover;   /* how many tags cover it, at first less those that cover the token before */
};

/* One text, while its definitions are found. */
struct finding {
    const struct tokens *source;
    struct flat flat;
    struct spot *spots;
    struct definitions *into;
    size_t gave_up; /* where the last search for an end in Go was given up, as a place in `flat` */
};

/* The first token that begins on this line or behind it. */
static size_t at_line(const struct tokens *source, unsigned line)
{
    size_t from = 0, to = source->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (source->tokens[middle].line < line) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

/* Whether the token is what the tag calls so. */
static bool has_name(const struct ctoken *token, const char *name)
{
    char spelling[sizeof((struct tag *)NULL)->name], masked[sizeof spelling];
    size_t size = ctoken_copy(token, spelling, sizeof spelling);
    size = size < sizeof masked ? size : sizeof masked - 1;
    tags_mask(spelling, size, masked);
    masked[size] = '\0';
    return token->kind == CTOKEN_WORD && strcmp(masked, name) == 0;
}

/* The first token on the tag's line that has its name (of a struct without one, the word "struct"),
 * if there is one at `behind` or later of those; the beginning of the line where there is none. */
static size_t name_of(const struct finding *finding, const struct tag *tag, size_t behind)
{
    const struct tokens *source = finding->source;
    const char *name = tag->name[0] == '\0' ? tag->keyword : tag->name;
    size_t line = at_line(source, tag->line), from = behind > line ? behind : line;
    for (size_t at = from;
         at < source->count && at - from < SEARCH_MOST && source->tokens[at].line == tag->line;
         at++) {
        if (has_name(&source->tokens[at], name)) {
            return at;
        }
    }
    return from == line ? line : name_of(finding, tag, line);
}

/* Where the declaration begins that has this name: behind what ends another one, which in Go a line
 * does. A struct before it is part of it: struct { int a; } table[]. So is what stands within an
 * annotation of Java's: @Zones({"UTC"}) int f(). */
static size_t head_of(const struct finding *finding, size_t name)
{
    const struct ctoken *tokens = finding->source->tokens;
    bool is_java = finding->into->language == LANGUAGE_JAVA;
    size_t at = name, rounds = 0;
    while (at > 0 && name - at < SEARCH_MOST && tokens[at - 1].kind != CTOKEN_DIRECTIVE_END &&
           (rounds > 0 || tokens[at - 1].size != 1 ||
            strchr(";{}:", tokens[at - 1].text[0]) == NULL) &&
           (finding->into->language != LANGUAGE_GO || tokens[at - 1].line == tokens[at].line)) {
        at--;
        rounds += is_java && ctoken_is(&tokens[at], ")") ? 1 : 0;
        rounds -= rounds > 0 && ctoken_is(&tokens[at], "(") ? 1 : 0;
    }
    return finding->spots[at].head > 0 ? finding->spots[at].head - 1 : at;
}

/* Where what the tag tells of ends, as its brackets tell: behind its semicolon or its body. Sets
 * `body` to its first brace, and `given` where there is an "="; where these are all that is asked
 * for, because ctags tells the end, stops there. */
static size_t end_by_brackets(struct finding *finding, const struct tag *tag, size_t name,
                              size_t *body, bool *given)
{
    const struct flat *flat = &finding->flat;
    bool is_go = finding->into->language == LANGUAGE_GO, done = false;
    size_t at = flat->place[name], steps = 0;
    if (is_go && tag->role == TAG_DEFINES && at < finding->gave_up) {
        *given =
            true; /* it is sought once for all that begin in lines of which none ends anything */
        at = finding->gave_up;
        return at < flat->count ? flat->token[at] : finding->source->count;
    }
    for (; !done && steps < SEARCH_MOST && at < flat->count; steps++) {
        bool brace = flat_is(flat, at, "{"),
             gives = flat_is(flat, at, "=") && tag->kind == DEFINITION_TABLE;
        if (flat_is(flat, at, "}") || (is_go && flat_is(flat, at, ")")) ||
            (tag->role == TAG_DECLARES && brace) ||
            (tag->role == TAG_HOLDS && *body != FLAT_NONE && (brace || gives))) {
            break; /* the end of the block that it is in, or what is no part of it */
        }
        *body = brace && *body == FLAT_NONE ? at : *body;
        *given = *given || gives;
        bool whole = brace && flat->match[at] != FLAT_NONE && !*given && !is_go;
        at = flat_over(flat, at);
        const struct ctoken *last = flat_at(flat, at - 1);
        done = ctoken_is(last, ";") ||
               (tag->role == TAG_DEFINES &&
                (whole || (tag->end > 0 && (*given || *body != FLAT_NONE)))) ||
               (is_go && ctoken_ends_statement(last) &&
                (at >= flat->count || flat_at(flat, at)->line > last->last_line));
    }
    if (!done && steps == SEARCH_MOST && at > finding->gave_up) {
        finding->gave_up = at;
    }
    return at < flat->count ? flat->token[at] : finding->source->count;
}

/* Names a macro that is given something by its first argument too, and says whether there is one:
 * "DEFINE(offset)" of "DEFINE(offset, 3);", "TEST(reads)" of "TEST(reads) {". */
static bool name_call(const struct finding *finding, size_t name, struct definition *definition)
{
    const struct flat *flat = &finding->flat;
    const struct ctoken *tokens = finding->source->tokens;
    size_t open = flat->place[name] + 1, used = 0, room = sizeof definition->name - 2;
    size_t close = flat_is(flat, open, "(") ? flat->match[open] : FLAT_NONE;
    if (!language_is_c(finding->into->language) || definition->begin != name ||
        close == FLAT_NONE || close == open + 1 ||
        (definition->kind == DEFINITION_FUNCTION && !flat_is(flat, close + 1, "{") &&
         !flat_is(flat, close + 1, "("))) {
        return false;
    }
    for (size_t i = name; i < flat->token[close] && used < room && !ctoken_is(&tokens[i], ",");
         i++) {
        if (i > name && tokens[i - 1].kind == CTOKEN_WORD && tokens[i].kind == CTOKEN_WORD) {
            definition->name[used++] = ' ';
        }
        used += ctoken_copy(&tokens[i], definition->name + used, room - used);
    }
    memcpy(definition->name + (used < room ? used : room - 1), ")", 2);
    return true;
}

/* Adds what the tag, which has its name at `name`, defines. False when memory ran out. */
static bool add(struct finding *finding, const struct tag *tag, size_t name, size_t begin,
                size_t end)
{
    const struct ctoken *tokens = finding->source->tokens;
    struct definitions *into = finding->into;
    struct definition *added = list_add(&into->list, &into->count, sizeof *added);
    if (added == NULL) {
        return false;
    }
    *added = (struct definition){.kind = tag->kind,
                                 .begin = begin,
                                 .end = end,
                                 .first = tokens[begin].line,
                                 .last = tokens[end - 1].last_line};
    size_t used = strlen(tag->scope), room = sizeof added->name - used;
    memcpy(added->name, tag->scope, used);
    if (tag->name[0] == '\0') { /* an enum is named by its first constant */
        while (name + 1 < end && !ctoken_is(&tokens[name], "{")) {
            name++;
        }
        name += name + 1 < end;
    } else if (!has_name(&tokens[name], tag->name)) { /* "operator ==" */
        span_copy(added->name + used, room, (struct span){tag->name, strlen(tag->name)});
        return true;
    }
    if (!name_call(finding, name, added)) {
        (void)ctoken_copy(&tokens[name], added->name + used, room);
    }
    return true;
}

/* Takes what the tag tells of, which has its name at `name`. False when memory ran out. */
static bool take_tag(struct finding *finding, const struct tag *tag, size_t name)
{
    const struct flat *flat = &finding->flat;
    const struct tokens *source = finding->source;
    enum language language = finding->into->language;
    if (tag->kind == DEFINITION_MACRO && language_is_c(language)) {
        size_t begin = name - (name > 0 && source->tokens[name].kind == CTOKEN_WORD), end = begin;
        while (end < source->count && source->tokens[end].kind != CTOKEN_DIRECTIVE_END) {
            end++;
        }
        return source->tokens[begin].kind != CTOKEN_DIRECTIVE || end <= begin + 2 ||
               add(finding, tag, name, begin, end);
    }
    size_t begin = head_of(finding, name), body = FLAT_NONE;
    bool given = tag->is_given;
    size_t end = end_by_brackets(finding, tag, name, &body, &given);
    bool defines =
        tag->role == TAG_DEFINES && (tag->kind != DEFINITION_TABLE || given || body != FLAT_NONE);
    if (defines && tag->end > 0) {
        end = at_line(source, tag->end + 1);
    }
    size_t close = body == FLAT_NONE ? FLAT_NONE : flat->match[body];
    close = close == FLAT_NONE ? FLAT_NONE : flat->token[close];
    if (close != FLAT_NONE && language_is_c(language) &&
        (tag->role == TAG_HOLDS || tag->kind == DEFINITION_ENUM)) {
        finding->spots[close + 1].head = begin + 1;
    }
    if (close != FLAT_NONE &&
        (tag->role == TAG_SURROUNDS || (tag->role == TAG_HOLDS && language == LANGUAGE_CPP))) {
        finding->spots[close].cover++; /* its members have tags of their own */
        finding->spots[close + 1].cover--;
        end = flat->token[body] + 1;
    }
    finding->spots[begin].cover++;
    finding->spots[end].cover--;
    return !defines || end <= begin || add(finding, tag, name, begin, end);
}

/* In C and C++, each run of tokens that no tag covers, cut behind each body, counts as a definition
 * if it has what it takes to do something, which "struct x;" and "extern "C" {" have not. For ctags
 * does not tell of everything: not of a name in brackets, not of what follows a brace too many, not
 * of the second end of a body that ends in each branch of a condition. */
static bool add_gaps(struct finding *finding)
{
    const struct flat *flat = &finding->flat;
    struct tag tag = {.keyword = NULL};
    size_t begin = FLAT_NONE, name = FLAT_NONE,
           end = FLAT_NONE; /* of the run, and its first body */
    bool added = true, acts = false, given = false;
    for (size_t i = 1; i < finding->source->count; i++) {
        finding->spots[i].cover += finding->spots[i - 1].cover;
    }
    for (size_t at = 0; added && at <= flat->count; at++) {
        bool untold = at < flat->count && finding->spots[flat->token[at]].cover == 0;
        bool open = flat_is(flat, at, "{"), close = flat_is(flat, at, "}");
        if (begin != FLAT_NONE && (!untold || end == at - 1)) {
            name = flat->token[name == FLAT_NONE ? begin : name];
            (void)ctoken_copy(&finding->source->tokens[name], tag.name, sizeof tag.name);
            added = !acts || add(finding, &tag, name, flat->token[begin], flat->token[at - 1] + 1);
            begin = FLAT_NONE;
        }
        if (!untold || (begin == FLAT_NONE && (close || flat_is(flat, at, ";")))) {
            continue;
        }
        if (begin == FLAT_NONE) {
            if (flat_is(flat, at + 1, "(") &&
                (flat_is(flat, at, "_Static_assert") || flat_is(flat, at, "static_assert"))) {
                at = flat_over(flat, at + 1) - 1;
                continue;
            }
            begin = at;
            name = end = FLAT_NONE;
            tag.kind = DEFINITION_TABLE;
            acts = given = false;
        }
        given = given || flat_is(flat, at, "=");
        const struct ctoken *token = flat_at(flat, at);
        acts = acts || (token->kind != CTOKEN_WORD && token->kind != CTOKEN_STRING &&
                        !ctoken_is(token, "::") &&
                        (token->size > 1 || strchr(";,:*&<>[]{~", token->text[0]) == NULL));
        if (!given && (open || close)) {
            tag.kind = DEFINITION_FUNCTION;
            end = open && end == FLAT_NONE ? flat->match[at] : end;
        }
        if (name == FLAT_NONE && flat_is_word(flat, at) && flat_is(flat, at + 1, "(")) {
            name = at;
        }
    }
    return added;
}

static int by_place(const void *one, const void *other)
{
    const struct definition *left = one, *right = other;
    int begins = (left->begin > right->begin) - (left->begin < right->begin);
    int ends = (left->end > right->end) - (left->end < right->end);
    return begins != 0 ? begins : ends != 0 ? ends : strcmp(left->name, right->name);
}

/* Sorts them by place, and drops all but macros that stand within a function. */
static void sort(struct definitions *definitions)
{
    size_t kept = 0, behind = 0;
    if (definitions->count > 1) {
        qsort(definitions->list, definitions->count, sizeof *definitions->list, by_place);
    }
    for (size_t i = 0; i < definitions->count; i++) {
        const struct definition *definition = &definitions->list[i];
        bool within = definition->begin < behind && definition->end <= behind;
        if (definition->kind == DEFINITION_FUNCTION && definition->end > behind) {
            behind = definition->end;
        }
        if (!within || definition->kind == DEFINITION_MACRO) {
            definitions->list[kept++] = *definition;
        }
    }
    definitions->count = kept;
}

static bool find(const struct tags_text *text, const struct tags *tags,
                 struct definitions *definitions)
{
    struct tokens *source = &definitions->source;
    struct finding finding = {.source = source, .into = definitions};
    definitions->language = text->language;
    bool found = tokens_read(text->text, text->size, text->language, false, source) &&
                 flat_make(source, &finding.flat);
    finding.spots = found ? calloc(source->count + 1, sizeof *finding.spots) : NULL;
    found = finding.spots != NULL;
    for (size_t i = 0, behind = 0; found && i < tags->count; i++) {
        size_t name = name_of(&finding, &tags->list[i], behind);
        if (name < source->count && source->tokens[name].line == tags->list[i].line) {
            found = take_tag(&finding, &tags->list[i], name);
            behind = name + 1;
        }
    }
    found = found && (!language_is_c(text->language) || add_gaps(&finding));
    sort(definitions);
    free(finding.spots);
    flat_free(&finding.flat);
    return found;
}

bool definitions_read(const char *json, size_t size, const struct tags_text *texts, size_t count,
                      struct definitions *all, struct fault *fault)
{
    struct tags *tags = calloc(count + 1, sizeof *tags);
    memset(all, 0, count * sizeof *all);
    bool read = tags == NULL ? fault_set(fault, "out of memory")
                             : tags_read(json, size, texts, count, tags, fault);
    for (size_t i = 0; read && i < count; i++) {
        read = texts[i].text == NULL || find(&texts[i], &tags[i], &all[i]) ||
               fault_set(fault, "out of memory");
    }
    for (size_t i = 0; tags != NULL && i < count; i++) {
        free(tags[i].list);
    }
    free(tags);
    return read;
}

void definitions_free(struct definitions *definitions)
{
    tokens_free(&definitions->source);
    free(definitions->list);
    *definitions = (struct definitions){0};
}
