/* SPDX-License-Identifier: MIT */
#include "sensitive.h"

#include <limits.h>
#include <stdlib.h>

#include "sensitive_search.h"

void search_tell(struct search *search, enum sensitive_id id, size_t at)
{
    const struct ctoken *found = search_token(search, at);
    struct sensitive_lines *lines = search->lines;
    if (search->failed || !search->wanted(search->context, found->line)) {
        return;
    }
    if (lines->count == search->room) {
        size_t room = search->room * 2 + 16;
        struct sensitive_line *grown = reallocarray(lines->list, room, sizeof *grown);
        if (grown == NULL) {
            search->failed = true;
            return;
        }
        lines->list = grown;
        search->room = room;
    }
    lines->list[lines->count++] =
        (struct sensitive_line){&sensitive_table[id], found->line, found->column,
                                found->size < UINT_MAX ? (unsigned)found->size : UINT_MAX};
}

static void learn(struct search *search)
{
    for (size_t at = 0; at < search->source->count; at++) {
        search_learn_calls(search, at);
        search_learn_types(search, at);
        search_learn_days(search, at);
    }
}

static size_t behind_directive(const struct tokens *source, size_t at)
{
    while (at < source->count && !token_is_kind(source, at, CTOKEN_DIRECTIVE_END)) {
        at++;
    }
    return at;
}

static void find(struct search *search)
{
    const struct tokens *source = search->source;
    for (size_t at = 0; at < source->count; at++) {
        if (token_is(source, at, "#include")) {
            at = behind_directive(source, at);
            continue;
        }
        search_calls(search, at);
        search_types(search, at);
        search_days(search, at);
    }
}

static int by_place(const void *one, const void *other)
{
    const struct sensitive_line *left = one, *right = other;
    if (left->line != right->line) {
        return left->line < right->line ? -1 : 1;
    }
    if (left->column != right->column) {
        return left->column < right->column ? -1 : 1;
    }
    return left->rule == right->rule ? 0 : left->rule < right->rule ? -1 : 1;
}

/* One a rule a line: the first. */
static void keep_first(struct sensitive_lines *lines)
{
    size_t kept = 0;
    for (size_t i = 0; i < lines->count; i++) {
        size_t same = kept; /* of this line there are no more than there are rules */
        while (same > 0 && lines->list[same - 1].line == lines->list[i].line &&
               lines->list[same - 1].rule != lines->list[i].rule) {
            same--;
        }
        if (same == 0 || lines->list[same - 1].line != lines->list[i].line) {
            lines->list[kept++] = lines->list[i];
        }
    }
    lines->count = kept;
}

bool sensitive_find(const char *text, size_t size, sensitive_wanted *wanted, void *context,
                    struct sensitive_lines *lines)
{
    struct tokens source;
    struct search search = {
        .source = &source, .wanted = wanted, .context = context, .lines = lines};
    *lines = (struct sensitive_lines){0};
    bool read = tokens_read(text, size, false, &source);
    if (read) {
        learn(&search);
        find(&search);
    }
    if (lines->count > 1) {
        qsort(lines->list, lines->count, sizeof *lines->list, by_place);
        keep_first(lines);
    }
    tokens_free(&source);
    return read && !search.failed;
}

void sensitive_free(struct sensitive_lines *lines)
{
    free(lines->list);
    *lines = (struct sensitive_lines){0};
}
