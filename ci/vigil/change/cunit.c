/* SPDX-License-Identifier: MIT */
#include "tokens.h"

#include <stdlib.h>

#include "cdeclare.h"
#include "cflat.h"

struct finding {
    const struct tokens *source;
    struct cflat flat;
    struct cunits *units;
    size_t room;
    bool failed; /* memory ran out */
};

static struct cunit *add(struct finding *finding, enum cunit_kind kind)
{
    struct cunits *units = finding->units;
    if (units->count == finding->room) {
        size_t room = finding->room * 2 + 16;
        struct cunit *grown = reallocarray(units->list, room, sizeof *grown);
        finding->failed = finding->failed || grown == NULL;
        if (grown == NULL) {
            return NULL;
        }
        units->list = grown;
        finding->room = room;
    }
    struct cunit *unit = &units->list[units->count++];
    *unit = (struct cunit){.kind = kind};
    return unit;
}

/* Tokens of the source, `end` not among them. */
static void place(struct finding *finding, struct cunit *unit, size_t head, size_t begin,
                  size_t end)
{
    const struct ctoken *tokens = finding->source->tokens;
    unit->head = head;
    unit->begin = begin;
    unit->end = end;
    unit->first = tokens[head].line;
    unit->last = tokens[end - 1].last_line;
}

/* The same, told by places in `flat`. */
static void place_flat(struct finding *finding, struct cunit *unit, size_t head, size_t begin,
                       size_t end)
{
    const size_t *token = finding->flat.token;
    place(finding, unit, token[head], begin < end ? token[begin] : token[end - 1] + 1,
          token[end - 1] + 1);
}

static void name_unit(const struct finding *finding, struct cunit *unit, size_t name)
{
    if (name != CFLAT_NONE && cflat_is_word(&finding->flat, name)) {
        (void)ctoken_copy(cflat_at(&finding->flat, name), unit->name, sizeof unit->name);
    }
}

/* "TEST(name)": the macro, with the first of what it is given. */
static void name_call(const struct finding *finding, struct cunit *unit, size_t name)
{
    const struct cflat *flat = &finding->flat;
    size_t close = flat->match[name + 1], used = 0, room = sizeof unit->name - 2;
    for (size_t i = name; i < close && used < room && !cflat_is(flat, i, ","); i++) {
        if (i > name && cflat_is_word(flat, i - 1) && cflat_is_word(flat, i)) {
            unit->name[used++] = ' ';
        }
        used += ctoken_copy(cflat_at(flat, i), unit->name + used, room - used);
    }
    used = used < room ? used : room - 1;
    unit->name[used] = ')';
    unit->name[used + 1] = '\0';
}

/* Behind the brackets; where they do not close, at the next function that begins. */
static size_t end_of(const struct cflat *flat, size_t open)
{
    return flat->match[open] == CFLAT_NONE ? cdeclare_next_function(flat, open + 1)
                                           : flat->match[open] + 1;
}

static size_t add_function(struct finding *finding, size_t from, size_t brace)
{
    bool is_call;
    size_t name = cdeclare_function(&finding->flat, from, brace, &is_call);
    size_t end = end_of(&finding->flat, brace);
    struct cunit *unit = add(finding, CUNIT_FUNCTION);
    if (unit != NULL) {
        place_flat(finding, unit, from, name == CFLAT_NONE ? from : name + 1, end);
        if (is_call) {
            name_call(finding, unit, name);
        } else {
            name_unit(finding, unit, name);
        }
    }
    return end;
}

static size_t add_call(struct finding *finding, size_t at)
{
    struct cunit *unit = add(finding, CUNIT_TABLE);
    size_t end = finding->flat.match[at + 1] + 1;
    if (unit != NULL) {
        place_flat(finding, unit, at, at + 1, end);
        name_call(finding, unit, at);
    }
    return end;
}

/* From the "=" to the comma or semicolon behind what it gives. */
static size_t add_table(struct finding *finding, size_t from, size_t equals)
{
    const struct cflat *flat = &finding->flat;
    size_t end = equals + 1;
    while (end < flat->count && !cflat_is(flat, end, ",") && !cflat_is(flat, end, ";")) {
        end = cflat_is(flat, end, "{") ? end_of(flat, end) : cflat_over(flat, end);
    }
    struct cunit *unit = add(finding, CUNIT_TABLE);
    if (unit != NULL) {
        place_flat(finding, unit, from, equals + 1, end);
        name_unit(finding, unit, cdeclare_object(flat, from, equals));
    }
    return end;
}

static void add_enum(struct finding *finding, size_t at, size_t brace, size_t end)
{
    const struct cflat *flat = &finding->flat;
    size_t name = at + 1;
    for (size_t over; (over = cdeclare_over_specifier(flat, name)) > name;) {
        name = over;
    }
    bool has_tag = name < brace && cflat_is_word(flat, name);
    struct cunit *unit = add(finding, CUNIT_ENUM);
    if (unit != NULL) {
        place_flat(finding, unit, at, brace, end);
        name_unit(finding, unit, has_tag || brace + 1 >= flat->count ? name : brace + 1);
    }
}

/* An enum, or those among the members of a struct: their constants are known to the whole file. */
static size_t add_members(struct finding *finding, size_t at, size_t brace)
{
    const struct cflat *flat = &finding->flat;
    size_t end = end_of(flat, brace);
    for (size_t i = at; i < end; i++) {
        size_t members = cflat_is(flat, i, "enum") ? cdeclare_members(flat, i) : CFLAT_NONE;
        if (members != CFLAT_NONE) {
            size_t close = flat->match[members];
            add_enum(finding, i, members, close == CFLAT_NONE ? end : close + 1);
        }
    }
    return end;
}

/* Behind what begins there, in one declaration; `*ends`: so does the declaration. */
static size_t take(struct finding *finding, size_t *from, size_t at, bool *ends)
{
    const struct cflat *flat = &finding->flat;
    bool aggregate =
        cflat_is(flat, at, "struct") || cflat_is(flat, at, "union") || cflat_is(flat, at, "enum");
    size_t brace = aggregate                 ? cdeclare_members(flat, at)
                   : cflat_is(flat, at, "(") ? cdeclare_old_style(flat, at)
                                             : CFLAT_NONE;
    if (brace != CFLAT_NONE) {
        return aggregate ? add_members(finding, at, brace) : brace;
    }
    if (cflat_is(flat, at, "=")) {
        at = add_table(finding, *from, at);
        *from = at + 1;
        *ends = !cflat_is(flat, at, ",");
        return at < flat->count ? at + 1 : at;
    }
    if (cflat_is(flat, at, "{")) {
        *ends = true;
        bool linkage = at == *from + 2 && cflat_is(flat, *from, "extern") &&
                       cflat_at(flat, *from + 1)->kind == CTOKEN_STRING;
        return linkage ? at + 1 : add_function(finding, *from, at);
    }
    *ends = cflat_is(flat, at, ";") || cflat_is(flat, at, "}");
    return cflat_over(flat, at);
}

static void find_declarations(struct finding *finding)
{
    const struct cflat *flat = &finding->flat;
    for (size_t at = 0; at < flat->count;) {
        bool ends = cdeclare_is_call(flat, at);
        if (ends) {
            at = add_call(finding, at);
        }
        for (size_t from = at; at < flat->count && !ends;) {
            at = take(finding, &from, at, &ends);
        }
    }
}

static void find_macro(struct finding *finding, size_t at)
{
    const struct ctoken *tokens = finding->source->tokens;
    size_t end = at, name = at + 1; /* each directive has its end */
    while (tokens[end].kind != CTOKEN_DIRECTIVE_END) {
        end++;
    }
    while (end > name && tokens[end - 1].kind == CTOKEN_COMMENT) {
        end--;
    }
    if (end <= name + 1 || tokens[name].kind != CTOKEN_WORD) {
        return;
    }
    struct cunit *unit = add(finding, CUNIT_MACRO);
    if (unit != NULL) {
        place(finding, unit, at, name + 1, end);
        (void)ctoken_copy(&tokens[name], unit->name, sizeof unit->name);
    }
}

static int by_place(const void *one, const void *other)
{
    const struct cunit *left = one, *right = other;
    return (left->begin > right->begin) - (left->begin < right->begin);
}

bool cunits_find(const struct tokens *source, struct cunits *units)
{
    struct finding finding = {.source = source, .units = units};
    *units = (struct cunits){0};
    finding.failed = !cflat_make(source, &finding.flat);
    if (!finding.failed) {
        find_declarations(&finding);
    }
    for (size_t i = 0; i < source->count && !finding.failed; i++) {
        if (ctoken_is(&source->tokens[i], "#define")) {
            find_macro(&finding, i);
        }
    }
    if (units->count > 1) {
        qsort(units->list, units->count, sizeof *units->list, by_place);
    }
    cflat_free(&finding.flat);
    return !finding.failed;
}

void cunits_free(struct cunits *units)
{
    free(units->list);
    *units = (struct cunits){0};
}

bool cunit_is_function_like(const struct tokens *source, const struct cunit *macro)
{
    const struct ctoken *name = &source->tokens[macro->begin - 1], *next = name + 1;
    return macro->kind == CUNIT_MACRO && ctoken_is(next, "(") &&
           next->text == name->text + name->size;
}
