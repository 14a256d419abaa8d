/* SPDX-License-Identifier: MIT */
#include "change.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"

/* What became of a definition that head has. */
enum matter { SAME, CHANGED, NEW };

/* One file, while its definitions are compared. */
struct compared {
    bool *taken; /* for each of base's definitions: head has it too, here or elsewhere */
    enum matter *matters;
};

static int compare_names(const struct definition *one, const struct definition *other)
{
    int kinds = (one->kind > other->kind) - (one->kind < other->kind);
    return kinds != 0 ? kinds : strcmp(one->name, other->name);
}

/* A definition, to be sorted. */
struct named {
    const struct definition *is;
};

static int by_name(const void *one, const void *other)
{
    const struct definition *left = ((const struct named *)one)->is;
    const struct definition *right = ((const struct named *)other)->is;
    int names = compare_names(left, right);
    return names != 0 ? names : (left > right) - (left < right);
}

/* The definitions ordered by kind and name, those of one name as in the file. To be freed. */
static struct named *sorted(const struct definitions *definitions)
{
    struct named *list = calloc(definitions->count + 1, sizeof *list);
    for (size_t i = 0; list != NULL && i < definitions->count; i++) {
        list[i].is = &definitions->list[i];
    }
    if (list != NULL) {
        qsort(list, definitions->count, sizeof *list, by_name);
    }
    return list;
}

/* Whether the next token of the definition is on the next line, which in Go ends a statement. */
static bool breaks_line(const struct definitions *of, size_t at, size_t end)
{
    const struct ctoken *token = &of->source.tokens[at];
    return of->language == LANGUAGE_GO && at + 1 < end && token[1].line > token->last_line &&
           ctoken_ends_statement(token);
}

/* "#define X(a)" takes arguments, "#define X (a)" does not, with the same tokens. */
static bool takes_arguments(const struct definitions *of, const struct definition *macro)
{
    const struct ctoken *name = &of->source.tokens[macro->begin + 1];
    return macro->end > macro->begin + 2 && name[1].text == name->text + name->size;
}

static bool is_same(const struct definitions *base, const struct definition *was,
                    const struct definitions *head, const struct definition *is)
{
    size_t size = was->end - was->begin, i = 0;
    if (is->end - is->begin != size ||
        (is->kind == DEFINITION_MACRO && takes_arguments(base, was) != takes_arguments(head, is))) {
        return false;
    }
    while (i < size &&
           ctoken_same(&base->source.tokens[was->begin + i], &head->source.tokens[is->begin + i]) &&
           breaks_line(base, was->begin + i, was->end) ==
               breaks_line(head, is->begin + i, is->end)) {
        i++;
    }
    return i == size;
}

/* Compares the definitions of one name within a file. The same tokens are not compared twice in a
 * row: on a hostile line with many definitions each of them is the whole line. */
static bool compare_file(const struct change_sides *sides, struct compared *compared)
{
    struct named *before = sorted(&sides->base), *after = sorted(&sides->head);
    bool done = before != NULL && after != NULL;
    struct {
        size_t begin, end, base_begin, base_end;
        bool same;
    } last = {0};
    for (size_t i = 0, j = 0; done && i < sides->base.count && j < sides->head.count;) {
        const struct definition *was = before[i].is, *is = after[j].is;
        int order = compare_names(was, is);
        if (order == 0) {
            if (last.begin != is->begin || last.end != is->end || last.base_begin != was->begin ||
                last.base_end != was->end) {
                last.begin = is->begin;
                last.end = is->end;
                last.base_begin = was->begin;
                last.base_end = was->end;
                last.same = is_same(&sides->base, was, &sides->head, is);
            }
            compared->matters[is - sides->head.list] = last.same ? SAME : CHANGED;
            compared->taken[was - sides->base.list] = true;
        }
        i += order <= 0;
        j += order >= 0;
    }
    free(before);
    free(after);
    return done;
}

/* Whether a file of base had a definition of this name and these tokens that head has no more: then
 * it moved. Each accounts for one that moved. */
static bool was_elsewhere(const struct change_sides *sides, const struct compared *compared,
                          size_t count, const struct definitions *head,
                          const struct definition *moved)
{
    for (size_t file = 0; file < count; file++) {
        const struct definitions *base = &sides[file].base;
        for (size_t i = 0; i < base->count; i++) {
            if (!compared[file].taken[i] && compare_names(&base->list[i], moved) == 0 &&
                is_same(base, &base->list[i], head, moved)) {
                compared[file].taken[i] = true;
                return true;
            }
        }
    }
    return false;
}

static bool add(struct change_units *units, const char *path, const struct definition *definition,
                bool is_new)
{
    char *copy = strdup(path);
    struct change_unit *unit =
        copy == NULL ? NULL : list_add(&units->list, &units->count, sizeof *unit);
    if (unit == NULL) {
        free(copy);
        return false;
    }
    *unit = (struct change_unit){.path = copy,
                                 .kind = definition->kind,
                                 .first = definition->first,
                                 .last = definition->last,
                                 .is_new = is_new};
    memcpy(unit->name, definition->name, sizeof unit->name);
    return true;
}

bool change_find(const struct change_file *files, const struct change_sides *sides, size_t count,
                 struct change_units *units)
{
    struct compared *compared = calloc(count + 1, sizeof *compared);
    bool done = compared != NULL;
    *units = (struct change_units){0};
    for (size_t file = 0; done && file < count; file++) {
        size_t definitions = sides[file].head.count;
        compared[file].taken = calloc(sides[file].base.count + 1, sizeof *compared[file].taken);
        compared[file].matters = calloc(definitions + 1, sizeof *compared[file].matters);
        done = compared[file].taken != NULL && compared[file].matters != NULL;
        for (size_t i = 0; done && i < definitions; i++) {
            compared[file].matters[i] = NEW;
        }
        done = done && compare_file(&sides[file], &compared[file]);
    }
    for (size_t file = 0; done && file < count; file++) {
        const struct definitions *head = &sides[file].head;
        for (size_t i = 0; done && i < head->count; i++) {
            enum matter matter = compared[file].matters[i];
            if (matter == CHANGED ||
                (matter == NEW && !was_elsewhere(sides, compared, count, head, &head->list[i]))) {
                done = add(units, files[file].head_path, &head->list[i], matter == NEW);
            }
        }
    }
    for (size_t file = 0; compared != NULL && file < count; file++) {
        free(compared[file].taken);
        free(compared[file].matters);
    }
    free(compared);
    return done;
}

void change_units_free(struct change_units *units)
{
    for (size_t i = 0; i < units->count; i++) {
        free(units->list[i].path);
    }
    free(units->list);
    *units = (struct change_units){0};
}

/* The next token at or behind `at` that is in no definition; `next` is the first definition that
 * may have it. */
static size_t outside(const struct definitions *definitions, size_t at, size_t *next)
{
    while (*next < definitions->count && definitions->list[*next].begin <= at) {
        size_t end = definitions->list[(*next)++].end;
        at = end > at ? end : at;
    }
    return at;
}

bool change_is_declared(const struct change_sides *sides)
{
    const struct definitions *base = &sides->base, *head = &sides->head;
    size_t was = 0, is = 0, next_was = 0, next_is = 0;
    for (;; was++, is++) {
        was = outside(base, was, &next_was);
        is = outside(head, is, &next_is);
        if (was >= base->source.count || is >= head->source.count) {
            return was < base->source.count || is < head->source.count;
        }
        if (!ctoken_same(&base->source.tokens[was], &head->source.tokens[is])) {
            return true;
        }
    }
}
