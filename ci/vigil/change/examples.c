/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/list.h"
#include "base/span.h"
#include "flat.h"
#include "offset.h"
#include "posixtz.h"
#include "rfc9557.h"
#include "tzdb.h"
#include "zone.h"

#define TEXT_MOST  255 /* bytes of a string that may say a zone */
#define ZONES_MOST 64
#define ZONE_SIZE  128

/* How surely a text is about a zone: the surest of a row's texts counts. */
enum zone_rank {
    ZONE_NONE,
    ZONE_BARE,   /* "IST-5:30", but "step1" as well */
    ZONE_OFFSET, /* alone, or at the end of a timestamp or a time */
    ZONE_NAMED,  /* by a name, in brackets or alone; or a TZ string with rules */
};

/* "Z" and "-00:00" leave the local offset open; an example of one is an example of UTC. */
static enum zone_rank offset_is(struct fuseau_offset offset, char zone[ZONE_SIZE])
{
    char text[FUSEAU_OFFSET_MAX_SIZE];
    struct fuseau_result result = fuseau_offset_format(offset, text, sizeof text);
    if (result.error != FUSEAU_OK) {
        return ZONE_NONE;
    }
    span_copy(zone, ZONE_SIZE,
              offset.seconds == 0 ? (struct span){"UTC", 3} : (struct span){text, result.at});
    return ZONE_OFFSET;
}

/* The zone in the brackets: no such zone need exist, since an example may show a refusal. */
static enum zone_rank suffix(const char *text, size_t size, char zone[ZONE_SIZE])
{
    struct fuseau_rfc9557 value;
    const struct fuseau_rfc9557_options options = {.timestamp = {.allow_space = true}};
    if (fuseau_rfc9557_parse(text, size, &options, &value).error != FUSEAU_OK ||
        value.zone == FUSEAU_RFC9557_NO_ZONE) {
        return ZONE_NONE;
    }
    if (value.zone == FUSEAU_RFC9557_ZONE_OFFSET) {
        (void)offset_is(value.zone_offset, zone);
    } else {
        span_copy(zone, ZONE_SIZE, (struct span){text + value.zone_name.at, value.zone_name.size});
    }
    return ZONE_NAMED;
}

/* For a suffix whose timestamp is a macro before it: STAMP "[Europe/Paris]". */
static enum zone_rank suffix_alone(const char *text, size_t size, char zone[ZONE_SIZE])
{
    static const char stamp[] = "2000-01-01T00:00:00Z";
    char whole[sizeof stamp + 256];
    if (size == 0 || text[0] != '[' || size > 256) {
        return ZONE_NONE;
    }
    memcpy(whole, stamp, sizeof stamp - 1);
    memcpy(whole + sizeof stamp - 1, text, size);
    return suffix(whole, sizeof stamp - 1 + size, zone);
}

/* "Etc/UTC" and its like are UTC; a file that says what zone this machine has is no zone. */
static enum zone_rank name(const char *text, size_t size, char zone[ZONE_SIZE])
{
    struct fuseau_tzdb *database = fuseau_tzdb_default();
    const struct fuseau_zone *found = NULL;
    struct span words = {text, size};
    if (database == NULL || span_is(words, "localtime") || span_is(words, "posixrules") ||
        fuseau_tzdb_zone(database, text, size, FUSEAU_TZDB_EXACT_CASE, &found).error != FUSEAU_OK) {
        return ZONE_NONE;
    }
    bool utc = fuseau_zone_is_fixed(found) && fuseau_zone_at(found, 0)->offset_seconds == 0;
    fuseau_zone_release(found);
    span_copy(zone, ZONE_SIZE, utc ? (struct span){"UTC", 3} : words);
    return ZONE_NAMED;
}

static enum zone_rank rule(const char *text, size_t size, char zone[ZONE_SIZE])
{
    struct fuseau_posixtz value;
    if (fuseau_posixtz_parse(text, size, &value).error != FUSEAU_OK) {
        return ZONE_NONE;
    }
    span_copy(zone, ZONE_SIZE, (struct span){text, size});
    return value.has_daylight ? ZONE_NAMED : ZONE_BARE;
}

/* An offset alone, or one behind a date or time, also where these are examples of refusals. */
static enum zone_rank offset(const char *text, size_t size, char zone[ZONE_SIZE])
{
    struct fuseau_offset value;
    if (fuseau_offset_parse(text, size, &value).error == FUSEAU_OK) {
        return offset_is(value, zone);
    }
    for (size_t tail = 1; tail < size && tail <= 6 && span_is_digit(text[0]); tail += 5) {
        if (fuseau_offset_parse(text + size - tail, tail, &value).error == FUSEAU_OK) {
            return offset_is(value, zone);
        }
    }
    return ZONE_NONE;
}

/* `zone` is written to where the rank is greater than `least`. */
static enum zone_rank zone_in(const char *text, size_t size, enum zone_rank least,
                              char zone[ZONE_SIZE])
{
    enum zone_rank (*const readers[])(const char *, size_t,
                                      char[ZONE_SIZE]) = {suffix, suffix_alone, name, rule, offset};
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        char said[ZONE_SIZE] = "";
        enum zone_rank rank = readers[i](text, size, said);
        if (rank != ZONE_NONE) {
            (void)snprintf(zone, rank > least ? ZONE_SIZE : 0, "%s", said);
            return rank;
        }
    }
    return ZONE_NONE;
}

struct reading {
    struct tokens source; /* with its comments */
    struct flat flat;
    struct example_rows *rows;
    enum language language;
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

/* Whether a mark stands between these tokens of the source, the row's first and last. */
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
    return next != NULL && is_mark(next) && next->line == flat_at(&reading->flat, last)->line;
}

/* Whether one of the comments right above the row, alone on their lines, is a mark. */
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
        const struct ctoken *token = flat_at(&reading->flat, i);
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

/* Adds what the literal says; false where `text` has no room for it. */
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

/* Literals that follow one another are one string. */
static void zone_of(const struct reading *reading, size_t first, size_t last, char zone[ZONE_SIZE])
{
    enum zone_rank best = ZONE_NONE;
    for (size_t i = first; i <= last; i++) {
        char text[TEXT_MOST];
        size_t size = 0;
        bool fits = true;
        for (; i <= last && flat_at(&reading->flat, i)->kind == CTOKEN_STRING; i++) {
            fits = fits && add_literal(flat_at(&reading->flat, i), text, &size);
        }
        enum zone_rank rank = fits && size > 0 ? zone_in(text, size, best, zone) : ZONE_NONE;
        best = rank > best ? rank : best;
    }
}

static bool add_row(struct reading *reading, size_t first, size_t last)
{
    struct example_rows *rows = reading->rows;
    char *text = text_of(reading, first, last);
    struct example_row *row =
        text == NULL ? NULL : list_add(&rows->list, &rows->count, sizeof *row);
    if (row == NULL) {
        free(text);
        return false;
    }
    *row = (struct example_row){.line = flat_at(&reading->flat, first)->line,
                                .last = flat_at(&reading->flat, last)->line,
                                .text = text,
                                .is_new = true};
    zone_of(reading, first, last, row->zone);
    return true;
}

/* "= {", or "[]){" of a compound literal; "[]row{" and "struct {…}{" of Go; "= [", "&[" and "vec!["
 * of Rust. Not the body of a function or a struct. */
static bool begins_table(const struct flat *flat, enum language language, size_t at)
{
    if (flat->match[at] == FLAT_NONE) {
        return false;
    }
    bool given = flat_is(flat, at - 1, "="), indexed = flat_is(flat, at - 2, "]");
    switch (language) {
    case LANGUAGE_RUST:
        return flat_is(flat, at, "[") &&
               (given || flat_is(flat, at - 1, "&") || flat_is(flat, at - 1, "!"));
    case LANGUAGE_GO:
        return flat_is(flat, at, "{") &&
               (flat_is(flat, at - 1, "}") || (indexed && flat_is_word(flat, at - 1)));
    default:
        return flat_is(flat, at, "{") && (given || (indexed && flat_is(flat, at - 1, ")")));
    }
}

static bool find_rows(struct reading *reading)
{
    const struct flat *flat = &reading->flat;
    size_t end = 0; /* of the table that is open */
    for (size_t at = 0; at < flat->count; at++) {
        bool braced = flat_is(flat, at, "{") ||
                      (reading->language == LANGUAGE_RUST && flat_is(flat, at, "("));
        if (at >= end && begins_table(flat, reading->language, at)) {
            end = flat->match[at];
        } else if (at < end && braced && flat->match[at] != FLAT_NONE) {
            size_t last = flat->match[at];
            bool typed = reading->language == LANGUAGE_RUST && flat_is_word(flat, at - 1);
            bool marked = is_marked_within(reading, at, last) || is_marked_behind(reading, last) ||
                          is_marked_before(reading, typed ? at - 1 : at); /* Row { … } */
            if (marked && !add_row(reading, at, last)) {
                return false;
            }
            at = last;
        }
    }
    return true;
}

static bool read_rows(const char *text, size_t size, enum language language,
                      struct example_rows *rows)
{
    struct reading reading = {.rows = rows, .language = language};
    *rows = (struct example_rows){0};
    bool read = tokens_read(text, size, language, true, &reading.source) &&
                flat_make(&reading.source, &reading.flat) && find_rows(&reading);
    flat_free(&reading.flat);
    tokens_free(&reading.source);
    return read;
}

static int by_text(const void *one, const void *other)
{
    const struct example_row *left = one, *right = other;
    return strcmp(left->text, right->text);
}

bool example_rows_find(enum language language, const char *base, size_t base_size, const char *head,
                       size_t head_size, struct example_rows *rows)
{
    struct example_rows before = {0};
    bool read = read_rows(head, head_size, language, rows) &&
                (base == NULL || read_rows(base, base_size, language, &before));
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

static size_t blanks(struct span text)
{
    size_t count = 0;
    while (count < text.size && (text.text[count] == ' ' || text.text[count] == '\t')) {
        count++;
    }
    return count;
}

/* A letter of any script, or a digit; and no place that somebody is to fill in: "<reason>". */
static bool says_something(struct span text)
{
    static const char opening[] = "<[{", closing[] = ">]}";
    const char *opens = text.size > 1 ? strchr(opening, text.text[0]) : NULL;
    if (opens != NULL &&
        span_find(text, (char[]){closing[opens - opening], '\0'}) == text.size - 1) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.text[i];
        if (byte >= 0x80 || span_is_digit((char)byte) ||
            ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z')) {
            return true;
        }
    }
    return false;
}

/* Whether the text begins with the words, in whatever case; then skips them and blanks behind. */
static bool take_words(struct span *text, const char *words)
{
    size_t length = strlen(words);
    if (text->size < length || strncasecmp(text->text, words, length) != 0) {
        return false;
    }
    span_skip(text, length);
    span_skip(text, blanks(*text));
    return true;
}

enum waiver waiver_read(const char *message, size_t size, struct span *reason)
{
    struct span rest = {message, size}, line;
    enum waiver found = WAIVER_NONE;
    while (span_take_line(&rest, &line)) {
        size_t indent = blanks(line);
        bool quoted = indent > 3 || (indent > 0 && memchr(line.text, '\t', indent) != NULL);
        span_skip(&line, indent);
        if (quoted || !take_words(&line, "Time-examples:")) {
            continue;
        }
        bool because = take_words(&line, "not needed");
        (void)take_words(&line, ",");
        because = because && take_words(&line, "because") && strchr(" \t,:", line.text[-1]) != NULL;
        while (line.size > 0 && strchr(" \t\r.", line.text[line.size - 1]) != NULL) {
            line.size--;
        }
        if (because && says_something(line)) {
            *reason = line;
            return WAIVER_GIVEN;
        }
        found = WAIVER_WITHOUT_REASON;
    }
    return found;
}
