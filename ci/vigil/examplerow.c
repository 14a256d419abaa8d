/* SPDX-License-Identifier: MIT */
#include "examplerow.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "cflat.h"
#include "examplezone.h"
#include "span.h"

#define TEXT_MOST  255 /* bytes of a string that may say a zone */
#define ZONES_MOST 64

struct reading {
    struct csource source; /* with its comments */
    struct cflat flat;
    struct example_rows *rows;
    size_t room;
};

static const struct ctoken *source_token(const struct reading *reading, size_t at)
{
    return at < reading->source.count ? &reading->source.tokens[at] : NULL;
}

/* A comment whose first word is "example". */
static bool is_mark(const struct ctoken *token)
{
    if (token == NULL || token->kind != CTOKEN_COMMENT) {
        return false;
    }
    struct span text = {token->text, token->size};
    span_skip(&text, 2);
    while (text.size > 0 && strchr(" \t\r\n*", text.text[0]) != NULL) {
        span_skip(&text, 1);
    }
    bool named = span_take(&text, "example") || span_take(&text, "Example");
    char next = text.size > 0 ? text.text[0] : ' ';
    return named && next != '_' && !span_is_digit(next) &&
           !((next | 0x20) >= 'a' && (next | 0x20) <= 'z');
}

/* Between the row's first and last token, the tokens of the source. */
static bool is_marked_within(const struct reading *reading, size_t first, size_t last)
{
    for (size_t i = reading->flat.token[first]; i < reading->flat.token[last]; i++) {
        const struct ctoken *token = source_token(reading, i);
        if (is_mark(token) || (token->kind == CTOKEN_WORD && ctoken_is(token, "EXAMPLE"))) {
            return true;
        }
    }
    return false;
}

static bool is_marked_behind(const struct reading *reading, size_t last)
{
    size_t at = reading->flat.token[last] + 1;
    const struct ctoken *next = source_token(reading, at);
    if (next != NULL && ctoken_is(next, ",")) {
        next = source_token(reading, ++at);
    }
    return next != NULL && is_mark(next) && next->line == cflat_at(&reading->flat, last)->line;
}

/* Comments that are alone on their lines, up to the one on the line before the row. */
static bool is_marked_before(const struct reading *reading, size_t first)
{
    size_t at = reading->flat.token[first];
    unsigned line = source_token(reading, at)->line;
    for (; at > 0; at--) {
        const struct ctoken *token = source_token(reading, at - 1);
        const struct ctoken *before = at > 1 ? source_token(reading, at - 2) : NULL;
        if (token->kind != CTOKEN_COMMENT || token->last_line + 1 != line ||
            (before != NULL && before->last_line == token->line)) {
            return false;
        }
        if (is_mark(token)) {
            return true;
        }
        line = token->line;
    }
    return false;
}

/* The row's tokens, a blank between them. */
static char *text_of(const struct reading *reading, size_t first, size_t last)
{
    struct buffer text = {0};
    for (size_t i = first; i <= last; i++) {
        const struct ctoken *token = cflat_at(&reading->flat, i);
        char *spelling = malloc(token->size + 1);
        if (spelling == NULL) {
            buffer_free(&text);
            return NULL;
        }
        (void)ctoken_copy(token, spelling, token->size + 1);
        buffer_text(&text, i > first ? " " : "");
        buffer_text(&text, spelling);
        free(spelling);
    }
    if (text.failed) {
        buffer_free(&text);
    }
    return text.data;
}

/* The escape behind a backslash: its byte; the text moves past it. */
static char escape(struct span *text)
{
    static const char letters[] = "n\nt\tr\ra\ab\bf\fv\v";
    unsigned value = 0, digits = 0;
    bool hex = span_take(text, "x");
    while (text->size > 0 && digits < (hex ? 2 : 3)) {
        const char *hexes = "0123456789abcdef", *digit = strchr(hexes, text->text[0] | 0x20);
        if (text->text[0] == '\0' || digit == NULL || (digit - hexes) >= (hex ? 16 : 8)) {
            break;
        }
        value = value * (hex ? 16 : 8) + (unsigned)(digit - hexes);
        digits++;
        span_skip(text, 1);
    }
    if (hex || digits > 0 || text->size == 0) {
        return (char)(unsigned char)value;
    }
    char letter = text->text[0];
    const char *named = letter != '\0' ? strchr(letters, letter) : NULL;
    span_skip(text, 1);
    return named != NULL && (named - letters) % 2 == 0 ? named[1] : letter;
}

/* Adds what the literal says; false where that is too much. */
static bool add_literal(const struct ctoken *literal, char text[TEXT_MOST], size_t *size)
{
    char spelling[4 * TEXT_MOST];
    size_t length = ctoken_copy(literal, spelling, sizeof spelling);
    struct span rest = {spelling, length};
    if (length >= sizeof spelling) {
        return false;
    }
    span_skip(&rest, span_find(rest, "\"") + 1);
    while (rest.size > 0 && rest.text[0] != '"') {
        bool escaped = span_take(&rest, "\\");
        char letter = escaped ? escape(&rest) : rest.text[0];
        span_skip(&rest, escaped ? 0 : 1);
        if (*size == TEXT_MOST) {
            return false;
        }
        text[(*size)++] = letter;
    }
    return true;
}

/* Literals on end are one string. */
static void zone_of(const struct reading *reading, size_t first, size_t last,
                    char zone[EXAMPLEZONE_SIZE])
{
    enum examplezone_rank best = EXAMPLEZONE_NONE;
    for (size_t i = first; i <= last; i++) {
        char text[TEXT_MOST];
        size_t size = 0;
        bool fits = true;
        for (; i <= last && cflat_at(&reading->flat, i)->kind == CTOKEN_STRING; i++) {
            fits = fits && add_literal(cflat_at(&reading->flat, i), text, &size);
        }
        enum examplezone_rank rank =
            fits && size > 0 ? examplezone(text, size, best, zone) : EXAMPLEZONE_NONE;
        best = rank > best ? rank : best;
    }
}

static bool add_row(struct reading *reading, size_t first, size_t last)
{
    struct example_rows *rows = reading->rows;
    if (rows->count == reading->room) {
        size_t room = reading->room * 2 + 16;
        struct example_row *grown = reallocarray(rows->list, room, sizeof *grown);
        if (grown == NULL) {
            return false;
        }
        rows->list = grown;
        reading->room = room;
    }
    struct example_row *row = &rows->list[rows->count];
    *row = (struct example_row){.line = cflat_at(&reading->flat, first)->line,
                                .last = cflat_at(&reading->flat, last)->line,
                                .text = text_of(reading, first, last),
                                .is_new = true};
    zone_of(reading, first, last, row->zone);
    rows->count += row->text != NULL ? 1 : 0;
    return row->text != NULL;
}

/* "= {", or "[]){" of a compound literal; not what a function or a struct is made of. */
static bool begins_table(const struct cflat *flat, size_t at)
{
    return cflat_is(flat, at, "{") && flat->match[at] != CFLAT_NONE &&
           (cflat_is(flat, at - 1, "=") ||
            (cflat_is(flat, at - 1, ")") && cflat_is(flat, at - 2, "]")));
}

static bool find_rows(struct reading *reading)
{
    const struct cflat *flat = &reading->flat;
    size_t end = 0; /* of the table that is open */
    for (size_t at = 0; at < flat->count; at++) {
        if (at >= end && begins_table(flat, at)) {
            end = flat->match[at];
        } else if (at < end && cflat_is(flat, at, "{") && flat->match[at] != CFLAT_NONE) {
            size_t last = flat->match[at];
            bool marked = is_marked_within(reading, at, last) || is_marked_behind(reading, last) ||
                          is_marked_before(reading, at);
            if (marked && !add_row(reading, at, last)) {
                return false;
            }
            at = last;
        }
    }
    return true;
}

static bool read_rows(const char *text, size_t size, struct example_rows *rows)
{
    struct reading reading = {.rows = rows};
    *rows = (struct example_rows){0};
    bool read = csource_read(text, size, true, &reading.source) &&
                cflat_make(&reading.source, &reading.flat) && find_rows(&reading);
    cflat_free(&reading.flat);
    csource_free(&reading.source);
    return read;
}

static int by_text(const void *one, const void *other)
{
    const struct example_row *left = one, *right = other;
    return strcmp(left->text, right->text);
}

bool example_rows_find(const char *base, size_t base_size, const char *head, size_t head_size,
                       struct example_rows *rows)
{
    struct example_rows before = {0};
    bool read =
        read_rows(head, head_size, rows) && (base == NULL || read_rows(base, base_size, &before));
    if (before.count > 0) {
        qsort(before.list, before.count, sizeof *before.list, by_text);
    }
    for (size_t i = 0; read && before.count > 0 && i < rows->count; i++) {
        rows->list[i].is_new = bsearch(&rows->list[i], before.list, before.count,
                                       sizeof *before.list, by_text) == NULL;
    }
    example_rows_free(&before);
    return read;
}

void example_rows_free(struct example_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        free(rows->list[i].text);
    }
    free(rows->list);
    *rows = (struct example_rows){0};
}

size_t example_rows_zones(const struct example_rows *rows, size_t count)
{
    const char *zones[ZONES_MOST];
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < rows[i].count && found < ZONES_MOST; j++) {
            const struct example_row *row = &rows[i].list[j];
            size_t same = 0;
            while (same < found && strcmp(zones[same], row->zone) != 0) {
                same++;
            }
            if (row->is_new && row->zone[0] != '\0' && same == found) {
                zones[found++] = row->zone;
            }
        }
    }
    return found;
}
