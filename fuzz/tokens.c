/* tokens.c -- tokens of each language lie in order in the text and leave out only blanks and
 * comments; those of C read as the same when written anew */
/* SPDX-License-Identifier: MIT */
#include "change/tokens.h"
#include "base/buffer.h"
#include "fuzz.h"

/* Steps from one place of the text to a later one, counting lines. */
struct place {
    const char *text;
    size_t at, line_start;
    unsigned line;
};

static void step_to(struct place *place, size_t at)
{
    for (; place->at < at; place->at++) {
        if (place->text[place->at] == '\n') {
            place->line++;
            place->line_start = place->at + 1;
        }
    }
}

static void check_gap(const char *text, size_t from, size_t to)
{
    size_t mark = from == 0 && to >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    for (size_t i = from + mark; i < to; i++) {
        fuzz_require(memchr(" \t\r\n\v\f\\", text[i], 8) != NULL, "byte %02x at %zu is in no token",
                     (unsigned char)text[i], i);
    }
}

static void check_places(const char *text, size_t size, const struct tokens *source)
{
    struct place place = {.text = text, .line = 1};
    size_t end = 0;
    for (size_t i = 0; i < source->count; i++) {
        const struct ctoken *token = &source->tokens[i];
        size_t at = (size_t)(token->text - text);
        fuzz_require(token->text >= text + end && at + token->size <= size,
                     "token %zu at %zu with %zu bytes, the one before ends at %zu of %zu", i, at,
                     token->size, end, size);
        fuzz_require((token->size == 0) == (token->kind == CTOKEN_DIRECTIVE_END),
                     "token %zu of kind %d has %zu bytes", i, token->kind, token->size);
        check_gap(text, end, at);
        step_to(&place, at);
        fuzz_require(token->line == place.line && token->column == at - place.line_start + 1,
                     "token %zu at %u:%u, by counting at %u:%zu", i, token->line, token->column,
                     place.line, at - place.line_start + 1);
        end = at + token->size;
        step_to(&place, end > at ? end - 1 : at);
        fuzz_require(token->last_line == place.line, "token %zu ends in line %u, by counting %u", i,
                     token->last_line, place.line);
    }
    check_gap(text, end, size);
}

/* All tokens but the comments. */
static void check_without_comments(const struct tokens *with, const struct tokens *without)
{
    size_t at = 0;
    for (size_t i = 0; i < with->count; i++) {
        if (with->tokens[i].kind != CTOKEN_COMMENT) {
            fuzz_require(at < without->count && with->tokens[i].text == without->tokens[at].text &&
                             ctoken_same(&with->tokens[i], &without->tokens[at]),
                         "token %zu is not there without comments", i);
            at++;
        }
    }
    fuzz_require(at == without->count, "%zu tokens, and %zu without comments", at, without->count);
}

/* Whether a line has to end behind it, for a quote that does not end would go on. */
static bool ends_line(const struct ctoken *token, const struct ctoken *next)
{
    bool quoted = token->kind == CTOKEN_STRING || token->kind == CTOKEN_CHARACTER;
    return quoted && next != NULL && next->line > token->last_line;
}

/* Whether it ends in a backslash, which with a line's end behind it would be a splice. */
static bool splices(const char *spelt, size_t size)
{
    while (size > 0 && strchr(" \t\r\v\f?", spelt[size - 1]) != NULL) {
        size--; /* a blank, or a NUL as it is shown */
    }
    return size > 0 && spelt[size - 1] == '\\';
}

/* Its spelling, with a comment before it; behind a backslash too, for a line may end there. */
static void write_token(const struct ctoken *token, const char *spelt, size_t size,
                        struct buffer *into)
{
    bool alone = token->kind == CTOKEN_DIRECTIVE || token->kind == CTOKEN_DIRECTIVE_END;
    buffer_text(into, alone ? "\n" : " /**/ ");
    buffer_add(into, spelt, size);
    buffer_text(into, ctoken_is(token, "\\") ? " /**/" : "");
}

/* False: they cannot be written so that they would read as the same. */
static bool write_tokens(const struct tokens *source, struct buffer *into)
{
    bool in_directive = false, whole = true;
    buffer_text(into, "");
    for (size_t i = 0; i < source->count && whole; i++) {
        const struct ctoken *token = &source->tokens[i];
        const struct ctoken *next = i + 1 < source->count ? token + 1 : NULL;
        in_directive = token->kind == CTOKEN_DIRECTIVE ||
                       (in_directive && token->kind != CTOKEN_DIRECTIVE_END);
        size_t size = ctoken_copy(token, NULL, 0);
        char *spelt = fuzz_memory(size + 1);
        (void)ctoken_copy(token, spelt, size + 1);
        write_token(token, spelt, size, into);
        if (!in_directive && ends_line(token, next)) {
            buffer_text(into, "\n");
            whole = !ctoken_is(next, "#");
        }
        whole = whole && (token->kind == CTOKEN_PUNCTUATION || !splices(spelt, size));
        free(spelt);
    }
    return whole;
}

static void check_same(const struct tokens *one, const struct tokens *other)
{
    for (size_t i = 0; i < one->count && i < other->count; i++) {
        char left[64], right[64];
        size_t size = ctoken_copy(&one->tokens[i], left, sizeof left);
        bool same = size == ctoken_copy(&other->tokens[i], right, sizeof right) &&
                    one->tokens[i].kind == other->tokens[i].kind && strcmp(left, right) == 0;
        fuzz_require(same, "token %zu is \"%s\", and written anew \"%s\"", i, left, right);
    }
    fuzz_require(one->count == other->count, "%zu tokens, and written anew %zu", one->count,
                 other->count);
}

static void check_round_trip(const struct tokens *source)
{
    struct buffer text = {0};
    struct tokens again = {0};
    if (write_tokens(source, &text) && !text.failed &&
        tokens_read(text.data, text.size, LANGUAGE_C, false, &again)) {
        check_same(source, &again);
    }
    tokens_free(&again);
    buffer_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum language languages[] = {LANGUAGE_C, LANGUAGE_CPP, LANGUAGE_RUST, LANGUAGE_GO,
                                              LANGUAGE_JAVA};
    char *text = fuzz_copy((const char *)data, size);
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        struct tokens with, without = {0};
        if (tokens_read(text, size, languages[i], true, &with) &&
            tokens_read(text, size, languages[i], false, &without)) {
            check_places(text, size, &with);
            check_without_comments(&with, &without);
            if (languages[i] == LANGUAGE_C) {
                check_round_trip(&without);
            }
        }
        tokens_free(&with);
        tokens_free(&without);
    }
    fuzz_release(text);
    return 0;
}
