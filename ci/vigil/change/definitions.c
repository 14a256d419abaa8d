/* SPDX-License-Identifier: MIT */
#include "definitions.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "base/span.h"
#include "flat.h"
#include "tags.h"

/* How many tokens before a name may be of its type, and among how many of a line a name is looked
 * for: without a limit a hostile file could be slow. */
#define HEAD_MOST 200
#define LINE_MOST 5000

/* One text, while its definitions are found. */
struct finding {
    const struct tokens *source;
    struct flat flat;
    size_t *place; /* for each token of the source, where `flat` has it or the next one */
    size_t *opens; /* for each of `flat`: where the bracket that it closes opens, or FLAT_NONE */
    struct definitions *into;
    enum language language;
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

static bool is(const struct finding *finding, size_t at, const char *spelling)
{
    return at < finding->source->count && ctoken_is(&finding->source->tokens[at], spelling);
}

static bool is_word(const struct finding *finding, size_t at)
{
    return at < finding->source->count && finding->source->tokens[at].kind == CTOKEN_WORD;
}

/* Whether the token is what the tag calls so. */
static bool has_name(const struct ctoken *token, const char *name)
{
    char spelling[sizeof((struct tag *)NULL)->name], masked[sizeof spelling];
    size_t size = ctoken_copy(token, spelling, sizeof spelling);
    size = size < sizeof spelling ? size : sizeof spelling - 1;
    tags_mask(spelling, size + 1, masked);
    return token->kind == CTOKEN_WORD && strcmp(masked, name) == 0;
}

/* The token on the tag's line, at `from` or behind, that has its name (of an enum without one, the
 * word "enum"); `from` itself where there is none. */
static size_t name_of(const struct finding *finding, const struct tag *tag, size_t from)
{
    const struct tokens *source = finding->source;
    size_t most = from + LINE_MOST;
    for (size_t at = from; at < source->count && at < most && source->tokens[at].line == tag->line;
         at++) {
        if (has_name(&source->tokens[at], tag->name[0] == '\0' ? "enum" : tag->name)) {
            return at;
        }
    }
    return from;
}

static bool is_no_macro(const struct finding *finding, size_t at)
{
    static const char *const words[] = {
        "_Static_assert", "static_assert", "__attribute__", "_Alignas",
        "alignas",        "__declspec",    "asm",           "__asm__",
        "typeof",         "__typeof__",    "decltype",      "_Pragma"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (flat_is(&finding->flat, at, words[i])) {
            return true;
        }
    }
    return false;
}

/* Whether a macro with arguments stands there by itself: DEFINE_READER(offset), with or without a
 * semicolon. */
static bool is_call(const struct finding *finding, size_t at)
{
    const struct flat *flat = &finding->flat;
    if (!flat_is_word(flat, at) || !flat_is(flat, at + 1, "(") || is_no_macro(finding, at) ||
        flat->match[at + 1] == FLAT_NONE) {
        return false;
    }
    size_t close = flat->match[at + 1];
    return close + 1 >= flat->count || flat_is(flat, close + 1, ";") ||
           (flat_at(flat, close + 1)->line > flat_at(flat, close)->line &&
            flat_is_word(flat, close + 1));
}

static bool is_aggregate(const struct flat *flat, size_t at)
{
    return flat_is(flat, at, "struct") || flat_is(flat, at, "union") || flat_is(flat, at, "enum") ||
           flat_is(flat, at, "class");
}

static bool is_access(const struct flat *flat, size_t at)
{
    return flat_is(flat, at, "public") || flat_is(flat, at, "protected") ||
           flat_is(flat, at, "private");
}

/* Whether a declaration begins at `at`, because what is before it ends another or is around this
 * one. In Go, lines end statements, and "func" and "var" stand on the line of the name. */
static bool begins_there(const struct finding *finding, size_t at)
{
    const struct flat *flat = &finding->flat;
    size_t before = at - 1, open = at == 0 ? FLAT_NONE : finding->opens[before];
    if (at == 0 || flat->token[before] + 1 != flat->token[at]) {
        return true; /* a directive lies between them */
    }
    if (flat_is(flat, before, "}")) {
        bool members = open != FLAT_NONE && language_is_c(finding->language) &&
                       (is_aggregate(flat, open - 1) || is_aggregate(flat, open - 2));
        return !members; /* struct { int a; } table[] */
    }
    return flat_is(flat, before, ";") || flat_is(flat, before, "{") ||
           (flat_is(flat, before, ":") && before > 0 && is_access(flat, before - 1)) ||
           (finding->language == LANGUAGE_GO &&
            flat_at(flat, before)->line < flat_at(flat, at)->line);
}

/* Where the declaration begins that has this name. */
static size_t head_of(const struct finding *finding, size_t name)
{
    const struct flat *flat = &finding->flat;
    size_t at = finding->place[name];
    if (at >= flat->count) {
        return name;
    }
    for (size_t steps = 0; !begins_there(finding, at); steps++) {
        if (steps == HEAD_MOST) {
            return at_line(finding->source, finding->source->tokens[name].line);
        }
        size_t open = finding->opens[at - 1];
        bool call = language_is_c(finding->language) && flat_is(flat, at - 1, ")") &&
                    open != FLAT_NONE && open > 0 && is_call(finding, open - 1) &&
                    begins_there(finding, open - 1);
        if (call) {
            break;
        }
        at = open == FLAT_NONE ? at - 1 : open;
    }
    return flat->token[at];
}

static size_t directive_of(const struct finding *finding, size_t name)
{
    size_t at = name;
    while (at > 0 && finding->source->tokens[at].kind != CTOKEN_DIRECTIVE &&
           finding->source->tokens[at - 1].kind != CTOKEN_DIRECTIVE_END) {
        at--;
    }
    return at;
}

static size_t end_of_directive(const struct finding *finding, size_t at)
{
    while (at < finding->source->count &&
           finding->source->tokens[at].kind != CTOKEN_DIRECTIVE_END) {
        at++;
    }
    return at;
}

/* Where the definition of that name ends, as its brackets tell: behind its body or its semicolon,
 * but before the line of the next definition. */
static size_t end_by_brackets(const struct finding *finding, size_t name, unsigned next_line)
{
    const struct flat *flat = &finding->flat;
    bool given = false;
    size_t at = finding->place[name];
    while (at < flat->count) {
        const struct ctoken *token = flat_at(flat, at);
        bool body = flat_is(flat, at, "{") && flat->match[at] != FLAT_NONE;
        if (token->line >= next_line || flat_is(flat, at, ")") || flat_is(flat, at, "]") ||
            flat_is(flat, at, "}")) {
            break; /* the end of the block that it is in */
        }
        given = given || flat_is(flat, at, "=");
        size_t over = flat_over(flat, at);
        const struct ctoken *last = flat_at(flat, over - 1);
        bool ends_line = over >= flat->count || flat_at(flat, over)->line > last->last_line;
        at = over;
        if (flat_is(flat, at - 1, ";") || (body && !given && finding->language != LANGUAGE_GO) ||
            (finding->language == LANGUAGE_GO && ends_line && ctoken_ends_statement(last))) {
            break;
        }
    }
    return at < flat->count ? flat->token[at] : finding->source->count;
}

/* The end of the body where that is behind `end`, else `end`: of a body that ends once in each
 * branch of a condition, ctags tells the first end. */
static size_t behind_body(const struct finding *finding, size_t name, size_t end)
{
    const struct flat *flat = &finding->flat;
    size_t at = finding->place[name];
    while (at < flat->count && flat->token[at] < end && !flat_is(flat, at, "{")) {
        at = flat_over(flat, at);
    }
    size_t close = at < flat->count && flat->token[at] < end ? flat->match[at] : FLAT_NONE;
    return close != FLAT_NONE && flat->token[close] >= end ? flat->token[close] + 1 : end;
}

/* Whether what is declared there is given a value. */
static bool is_given(const struct finding *finding, size_t name, size_t end)
{
    const struct flat *flat = &finding->flat;
    for (size_t at = finding->place[name];
         at < flat->count && flat->token[at] < end && !flat_is(flat, at, ";");
         at = flat_over(flat, at)) {
        if (flat_is(flat, at, "=") || flat_is(flat, at, "{")) {
            return true;
        }
    }
    return false;
}

/* "TEST(reads)": the macro with its first argument. */
static void name_call(const struct finding *finding, size_t name, char into[128])
{
    const struct ctoken *tokens = finding->source->tokens;
    size_t used = 0, room = 126;
    size_t close = finding->flat.match[finding->place[name + 1]];
    close = close == FLAT_NONE ? name + 2 : finding->flat.token[close];
    for (size_t i = name; i < close && used < room && !is(finding, i, ","); i++) {
        if (i > name && is_word(finding, i - 1) && is_word(finding, i)) {
            into[used++] = ' ';
        }
        used += ctoken_copy(&tokens[i], into + used, room - used);
    }
    used = used < room ? used : room - 1;
    into[used] = ')';
    into[used + 1] = '\0';
}

/* Whether the head is only a macro with arguments, and a body follows: TEST(reads) { … }. */
static bool is_macro_head(const struct finding *finding, size_t head, size_t name)
{
    size_t open = name + 1;
    if (!language_is_c(finding->language) || head != name || !is(finding, open, "(") ||
        is(finding, open + 1, ")")) {
        return false;
    }
    size_t close = finding->flat.match[finding->place[open]];
    return close != FLAT_NONE && flat_is(&finding->flat, close + 1, "{");
}

static void name_definition(const struct finding *finding, const struct tag *tag, size_t head,
                            size_t name, struct definition *definition)
{
    const struct ctoken *tokens = finding->source->tokens;
    size_t used = strlen(tag->scope), room = sizeof definition->name;
    memcpy(definition->name, tag->scope, used + 1);
    if (tag->kind == DEFINITION_FUNCTION && is_macro_head(finding, head, name)) {
        name_call(finding, name, definition->name);
    } else if (tag->name[0] == '\0') {
        size_t first = name;
        while (first < definition->end && !is(finding, first, "{")) {
            first++;
        }
        first += first + 1 < definition->end;
        (void)ctoken_copy(&tokens[first < definition->end ? first : name], definition->name + used,
                          room - used);
    } else if (has_name(&tokens[name], tag->name)) {
        (void)ctoken_copy(&tokens[name], definition->name + used, room - used);
    } else { /* "operator ==" */
        span_copy(definition->name + used, room - used,
                  (struct span){tag->name, strlen(tag->name)});
    }
}

static struct definition *add(struct finding *finding, enum definition_kind kind, size_t begin,
                              size_t end)
{
    struct definitions *into = finding->into;
    struct definition *added = list_add(&into->list, &into->count, sizeof *added);
    if (added != NULL) {
        *added = (struct definition){.kind = kind,
                                     .begin = begin,
                                     .end = end,
                                     .first = finding->source->tokens[begin].line,
                                     .last = finding->source->tokens[end - 1].last_line};
    }
    return added;
}

/* Adds the definition of the tag, if it counts. False when memory ran out. */
static bool add_tag(struct finding *finding, const struct tag *tag, size_t name, unsigned next_line)
{
    const struct tokens *source = finding->source;
    bool directive = tag->kind == DEFINITION_MACRO && language_is_c(finding->language);
    size_t begin = directive ? directive_of(finding, name) : head_of(finding, name);
    size_t end = directive      ? end_of_directive(finding, name)
                 : tag->end > 0 ? at_line(source, tag->end + 1)
                                : end_by_brackets(finding, name, next_line);
    if (tag->kind == DEFINITION_FUNCTION) {
        end = behind_body(finding, name, end);
    }
    bool counts = directive                       ? end > name + 1
                  : tag->kind == DEFINITION_TABLE ? tag->is_constant || is_given(finding, name, end)
                                                  : end > name;
    if (!counts || end <= begin) {
        return true;
    }
    struct definition *added = add(finding, tag->kind, begin, end);
    if (added != NULL) {
        name_definition(finding, tag, begin, name, added);
    }
    return added != NULL;
}

static int by_line(const void *one, const void *other)
{
    const struct tag *left = one, *right = other;
    return left->line != right->line ? (left->line > right->line) - (left->line < right->line)
                                     : (left->order > right->order) - (left->order < right->order);
}

static bool add_tags(struct finding *finding, struct tags *tags)
{
    const struct tokens *source = finding->source;
    size_t behind = 0; /* the last name that was found */
    bool added = true;
    if (tags->count > 1) {
        qsort(tags->list, tags->count, sizeof *tags->list, by_line);
    }
    for (size_t i = 0, next = 0; added && i < tags->count; i++) {
        const struct tag *tag = &tags->list[i];
        size_t line = at_line(source, tag->line), from = behind > line ? behind : line;
        size_t name = name_of(finding, tag, from);
        name = name == from ? name_of(finding, tag, line) : name;
        while (next < tags->count && tags->list[next].line <= tag->line) {
            next++;
        }
        if (name < source->count && source->tokens[name].line == tag->line) {
            added = add_tag(finding, tag, name,
                            next < tags->count ? tags->list[next].line : (unsigned)INT32_MAX);
            behind = name + 1;
        }
    }
    return added;
}

static int by_place(const void *one, const void *other)
{
    const struct definition *left = one, *right = other;
    if (left->begin != right->begin) {
        return left->begin < right->begin ? -1 : 1;
    }
    return left->end != right->end ? (left->end < right->end ? -1 : 1)
                                   : strcmp(left->name, right->name);
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

/* The token that names the function whose head begins there: the last word before "(", or the word
 * within the first of two pairs of brackets, as in int (f)(int a); else the first token. */
static size_t name_in_head(const struct finding *finding, size_t head, size_t brace)
{
    const struct flat *flat = &finding->flat;
    size_t name = head;
    for (size_t at = head; at < brace; at = flat_over(flat, at)) {
        if (flat_is_word(flat, at) && flat_is(flat, at + 1, "(") && !is_no_macro(finding, at)) {
            size_t close = flat->match[at + 1];
            bool two = close != FLAT_NONE && flat_is(flat, close + 1, "(");
            name = two && flat_is_word(flat, at + 2) ? at + 2 : at;
        }
    }
    return name;
}

/* Reads one declaration that ctags did not find, from `head` on and before `most`, and sets where
 * it ends. It is added where it is a macro with arguments, or has a body. */
static bool add_declaration(struct finding *finding, size_t head, size_t most, size_t *end)
{
    const struct flat *flat = &finding->flat;
    struct definition *added = NULL;
    if (is_call(finding, head)) {
        *end = flat->match[head + 1] + 1;
        added = add(finding, DEFINITION_TABLE, flat->token[head], flat->token[*end - 1] + 1);
        if (added != NULL) {
            name_call(finding, flat->token[head], added->name);
        }
        return added != NULL;
    }
    bool given = false, called = false, members = false, nested = false;
    size_t at = head;
    for (; at < most && !flat_is(flat, at, ";") && !flat_is(flat, at, "}");
         at = flat_over(flat, at)) {
        bool brace = flat_is(flat, at, "{");
        if (brace && (nested || flat->match[at] == FLAT_NONE)) {
            break; /* extern "C" {, namespace x {: what follows is at file scope too */
        }
        if (brace && !given && (called || !members)) {
            size_t name = flat->token[name_in_head(finding, head, at)];
            struct tag tag = {.kind = DEFINITION_FUNCTION};
            *end = flat_over(flat, at);
            added = add(finding, tag.kind, flat->token[head], flat->token[*end - 1] + 1);
            if (added != NULL) {
                (void)ctoken_copy(&finding->source->tokens[name], tag.name, sizeof tag.name);
                name_definition(finding, &tag, flat->token[head], name, added);
            }
            return added != NULL;
        }
        given = given || flat_is(flat, at, "=");
        called = called || (flat_is(flat, at, "(") && !is_no_macro(finding, at - 1));
        members = members || is_aggregate(flat, at);
        nested = flat_is(flat, at, "namespace") || (nested && !flat_is(flat, at, "=")) ||
                 (flat_is(flat, at - 1, "extern") && flat_at(flat, at)->kind == CTOKEN_STRING);
    }
    *end = at < most ? at + 1 : most;
    return true;
}

/* Adds what ctags misses in C and C++: it takes macros that define something for prototypes, and
 * behind a brace too many, or a head made of macros, it may lose the rest of the file. */
static bool add_untold(struct finding *finding)
{
    const struct flat *flat = &finding->flat;
    size_t found = finding->into->count, next = 0;
    bool added = true;
    for (size_t at = 0; added && at < flat->count;) {
        const struct definition *list = finding->into->list;
        while (next < found &&
               (list[next].end <= flat->token[at] ||
                (list[next].kind == DEFINITION_MACRO && list[next].begin <= flat->token[at]))) {
            next++;
        }
        if (next < found && list[next].begin <= flat->token[at]) {
            at = finding->place[list[next].end];
            continue;
        }
        size_t most = next < found ? finding->place[list[next].begin] : flat->count;
        added = add_declaration(finding, at, most > at ? most : at + 1, &at);
    }
    return added;
}

static bool find(const struct tags_text *text, struct tags *tags, struct definitions *definitions)
{
    struct finding finding = {
        .source = &definitions->source, .into = definitions, .language = text->language};
    definitions->language = text->language;
    if (!tokens_read(text->text, text->size, text->language, false, &definitions->source) ||
        !flat_make(&definitions->source, &finding.flat)) {
        flat_free(&finding.flat);
        return false;
    }
    size_t count = definitions->source.count, at = finding.flat.count;
    finding.place = calloc(count + 1, sizeof *finding.place);
    finding.opens = calloc(at + 1, sizeof *finding.opens);
    bool found = finding.place != NULL && finding.opens != NULL;
    for (size_t i = 0; found && i < at; i++) {
        finding.opens[i] = FLAT_NONE;
    }
    for (size_t i = 0; found && i < at; i++) {
        if (finding.flat.match[i] != FLAT_NONE) {
            finding.opens[finding.flat.match[i]] = i;
        }
    }
    for (size_t i = count + 1; found && i > 0; i--) {
        at -= at > 0 && finding.flat.token[at - 1] >= i - 1;
        finding.place[i - 1] = at;
    }
    found = found && add_tags(&finding, tags);
    if (found) {
        sort(definitions);
        found = !language_is_c(text->language) || add_untold(&finding);
    }
    sort(definitions); /* a definition that ctags missed may hold one that it found */
    free(finding.place);
    free(finding.opens);
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
