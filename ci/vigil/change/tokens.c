/* SPDX-License-Identifier: MIT */
#include "tokens.h"

#include <stdlib.h>
#include <string.h>

#define END (-1)

struct scan {
    const char *text;
    size_t size, at; /* `at` never stands on a splice */
    size_t end;      /* behind the last byte taken */
    size_t line_start;
    unsigned line, end_line;
    bool fresh;        /* nothing but blanks and comments on this line yet */
    bool in_directive; /* and not at its end */
    bool with_comments;
    struct tokens *source;
    size_t room;
};

static bool is_blank(int letter)
{
    return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\v' || letter == '\f' ||
           letter == '\0'; /* for which compilers take a NUL too, with a warning */
}

static bool is_digit(int letter)
{
    return letter >= '0' && letter <= '9';
}

/* Whatever is not ASCII may stand in a name; "$" is an extension that every compiler has. */
static bool begins_word(int letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_' ||
           letter == '$' || letter >= 0x80;
}

/* The bytes of the splice there, or 0. Compilers overlook blanks between "\" and the line's end. */
static size_t splice(const char *text, size_t size, size_t at)
{
    if (at >= size || text[at] != '\\') {
        return 0;
    }
    size_t end = at + 1;
    while (end < size && is_blank((unsigned char)text[end])) {
        end++;
    }
    return end < size && text[end] == '\n' ? end + 1 - at : 0;
}

static void skip_splices(struct scan *scan)
{
    for (size_t size; (size = splice(scan->text, scan->size, scan->at)) > 0;) {
        scan->at += size;
        scan->line++;
        scan->line_start = scan->at;
    }
}

/* The byte that many behind the next one, or END. */
static int peek(const struct scan *scan, unsigned ahead)
{
    size_t at = scan->at;
    while (ahead-- > 0 && at < scan->size) {
        at++;
        for (size_t size; (size = splice(scan->text, scan->size, at)) > 0;) {
            at += size;
        }
    }
    return at < scan->size ? (unsigned char)scan->text[at] : END;
}

static void take(struct scan *scan)
{
    bool ends_line = scan->text[scan->at] == '\n';
    scan->end = ++scan->at;
    scan->end_line = scan->line;
    if (ends_line) {
        scan->line++;
        scan->line_start = scan->at;
    }
    skip_splices(scan);
}

static bool add(struct scan *scan, struct ctoken token)
{
    struct tokens *source = scan->source;
    if (source->count == scan->room) {
        size_t room = scan->room * 2 + 64;
        struct ctoken *grown = reallocarray(source->tokens, room, sizeof *grown);
        if (grown == NULL) {
            return false;
        }
        source->tokens = grown;
        scan->room = room;
    }
    source->tokens[source->count++] = token;
    return true;
}

/* "\u00e9" in a name. */
static bool names_character(const struct scan *scan)
{
    int next = peek(scan, 1);
    return peek(scan, 0) == '\\' && (next == 'u' || next == 'U');
}

static void take_word(struct scan *scan)
{
    while (begins_word(peek(scan, 0)) || is_digit(peek(scan, 0)) || names_character(scan)) {
        take(scan);
    }
}

/* A sign belongs to the number behind the "e" or "p" of an exponent: "0xe+1" is one number, for the
 * preprocessor. C23 may group digits: "1'000". */
static void take_number(struct scan *scan)
{
    for (int last = 0, now; (now = peek(scan, 0)) != END; last = now) {
        int next = peek(scan, 1);
        bool exponent = last == 'e' || last == 'E' || last == 'p' || last == 'P';
        bool signs = exponent && (now == '+' || now == '-');
        bool groups = now == '\'' && last != 0 && (is_digit(next) || begins_word(next));
        if (!is_digit(now) && !begins_word(now) && now != '.' && !signs && !groups) {
            return;
        }
        take(scan);
    }
}

static void take_quoted(struct scan *scan)
{
    int quote = peek(scan, 0);
    take(scan);
    for (int now; (now = peek(scan, 0)) != END && now != '\n';) {
        take(scan);
        if (now == quote) {
            return;
        }
        if (now == '\\' && peek(scan, 0) != END && peek(scan, 0) != '\n') {
            take(scan);
        }
    }
}

static bool take_comment(struct scan *scan)
{
    if (peek(scan, 0) != '/' || (peek(scan, 1) != '/' && peek(scan, 1) != '*')) {
        return false;
    }
    take(scan);
    bool to_line_end = peek(scan, 0) == '/';
    take(scan);
    for (int now; (now = peek(scan, 0)) != END && !(to_line_end && now == '\n');) {
        take(scan);
        if (!to_line_end && now == '*' && peek(scan, 0) == '/') {
            take(scan);
            break;
        }
    }
    return true;
}

static void take_punctuation(struct scan *scan)
{
    static const char longer[][5] = {"%:%:", "...", "<<=", ">>=", "->", "++", "--", "<<",
                                     ">>",   "<=",  ">=",  "==",  "!=", "&&", "||", "*=",
                                     "/=",   "%=",  "+=",  "-=",  "&=", "^=", "|=", "##",
                                     "<:",   ":>",  "<%",  "%>",  "%:", "::"};
    unsigned length = 1;
    for (size_t i = 0; length == 1 && i < sizeof longer / sizeof *longer; i++) {
        unsigned same = 0;
        while (longer[i][same] != '\0' && peek(scan, same) == longer[i][same]) {
            same++;
        }
        length = longer[i][same] == '\0' ? same : 1;
    }
    for (; length > 0; length--) {
        take(scan);
    }
}

static void take_directive(struct scan *scan)
{
    take(scan);
    struct scan ahead = *scan;
    while (is_blank(peek(&ahead, 0))) {
        take(&ahead);
    }
    if (begins_word(peek(&ahead, 0))) {
        take_word(&ahead);
        *scan = ahead;
    }
}

/* The bytes of L, u, U or u8 before a quote, or 0. */
static unsigned quote_prefix(const struct scan *scan)
{
    int first = peek(scan, 0);
    unsigned size = first == 'u' && peek(scan, 1) == '8'           ? 2
                    : first == 'L' || first == 'u' || first == 'U' ? 1
                                                                   : 0;
    int quote = peek(scan, size);
    return quote == '"' || quote == '\'' ? size : 0;
}

static enum ctoken_kind take_token(struct scan *scan)
{
    int first = peek(scan, 0);
    unsigned prefix = quote_prefix(scan);
    int quote = peek(scan, prefix);
    if (take_comment(scan)) {
        return CTOKEN_COMMENT;
    }
    if (first == '#' && scan->fresh && !scan->in_directive) {
        take_directive(scan);
        return CTOKEN_DIRECTIVE;
    }
    if (quote == '"' || quote == '\'') {
        for (; prefix > 0; prefix--) {
            take(scan);
        }
        take_quoted(scan);
        return quote == '"' ? CTOKEN_STRING : CTOKEN_CHARACTER;
    }
    if (begins_word(first) || names_character(scan)) {
        take_word(scan);
        return CTOKEN_WORD;
    }
    if (is_digit(first) || (first == '.' && is_digit(peek(scan, 1)))) {
        take_number(scan);
        return CTOKEN_NUMBER;
    }
    take_punctuation(scan);
    return CTOKEN_PUNCTUATION;
}

static struct ctoken token_here(const struct scan *scan, enum ctoken_kind kind)
{
    return (struct ctoken){.kind = kind,
                           .text = scan->text + scan->at,
                           .line = scan->line,
                           .last_line = scan->line,
                           .column = (unsigned)(scan->at - scan->line_start) + 1};
}

static bool end_line(struct scan *scan)
{
    scan->fresh = true;
    if (!scan->in_directive) {
        return true;
    }
    scan->in_directive = false;
    return add(scan, token_here(scan, CTOKEN_DIRECTIVE_END));
}

static bool read_token(struct scan *scan)
{
    struct ctoken token = token_here(scan, CTOKEN_WORD);
    token.kind = take_token(scan);
    token.size = (size_t)(scan->text + scan->end - token.text);
    token.last_line = scan->end_line;
    if (token.kind == CTOKEN_COMMENT) {
        return !scan->with_comments || add(scan, token);
    }
    scan->fresh = false;
    scan->in_directive = scan->in_directive || token.kind == CTOKEN_DIRECTIVE;
    return add(scan, token);
}

bool tokens_read(const char *text, size_t size, bool with_comments, struct tokens *source)
{
    static const char mark[] = "\xef\xbb\xbf"; /* of a text in UTF-8: a blank, at its beginning */
    struct scan scan = {.text = text,
                        .size = size,
                        .line = 1,
                        .end_line = 1,
                        .fresh = true,
                        .with_comments = with_comments,
                        .source = source};
    *source = (struct tokens){0};
    if (size >= sizeof mark - 1 && memcmp(text, mark, sizeof mark - 1) == 0) {
        scan.at = sizeof mark - 1;
    }
    skip_splices(&scan);
    for (int now; (now = peek(&scan, 0)) != END;) {
        if (now == '\n' && !end_line(&scan)) {
            return false;
        }
        if (now == '\n' || is_blank(now)) {
            take(&scan);
        } else if (!read_token(&scan)) {
            return false;
        }
    }
    return end_line(&scan);
}

void tokens_free(struct tokens *source)
{
    free(source->tokens);
    *source = (struct tokens){0};
}

/* The next byte of how it is spelt, or END. */
static int spelt(const struct ctoken *token, size_t *at)
{
    for (size_t size; (size = splice(token->text, token->size, *at)) > 0;) {
        *at += size;
    }
    while (token->kind == CTOKEN_DIRECTIVE && *at < token->size &&
           is_blank((unsigned char)token->text[*at])) {
        ++*at;
        for (size_t size; (size = splice(token->text, token->size, *at)) > 0;) {
            *at += size;
        }
    }
    return *at < token->size ? (unsigned char)token->text[(*at)++] : END;
}

bool ctoken_is(const struct ctoken *token, const char *spelling)
{
    size_t at = 0;
    int letter;
    while ((letter = spelt(token, &at)) > 0 && letter == (unsigned char)*spelling) {
        spelling++;
    }
    return letter == END && *spelling == '\0';
}

bool ctoken_same(const struct ctoken *one, const struct ctoken *other)
{
    size_t at = 0, other_at = 0;
    int letter;
    if (one->kind != other->kind) {
        return false;
    }
    while ((letter = spelt(one, &at)) == spelt(other, &other_at)) {
        if (letter == END) {
            return true;
        }
    }
    return false;
}

size_t ctoken_copy(const struct ctoken *token, char *into, size_t room)
{
    size_t at = 0, size = 0;
    for (int letter; (letter = spelt(token, &at)) != END; size++) {
        if (size + 1 < room) {
            into[size] = (char)(letter == '\0' ? '?' : letter);
        }
    }
    if (room > 0) {
        into[size < room ? size : room - 1] = '\0';
    }
    return size;
}
