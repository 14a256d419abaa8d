/* SPDX-License-Identifier: MIT */
#include "tokens.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "base/span.h"

#define END (-1)

/* After so many strings without an end no more ends are looked for, since each search may go to the
 * end of the text. */
#define UNENDED_MOST 16

struct scan {
    const char *text;
    size_t size, at; /* `at` never stands on a splice */
    size_t end;      /* behind the last byte taken */
    size_t line_start;
    unsigned line, end_line;
    bool fresh;        /* nothing but blanks and comments on this line yet */
    bool in_directive; /* its end was not reached yet */
    bool with_comments;
    enum language language;
    unsigned unended; /* strings over many lines whose end was looked for and is not there */
    struct tokens *source;
};

enum language language_of(const char *path)
{
    static const struct {
        const char *ending;
        enum language language;
    } endings[] = {
        {".c", LANGUAGE_C},     {".h", LANGUAGE_C},     {".cc", LANGUAGE_CPP},
        {".cpp", LANGUAGE_CPP}, {".cxx", LANGUAGE_CPP}, {".c++", LANGUAGE_CPP},
        {".C", LANGUAGE_CPP},   {".hh", LANGUAGE_CPP},  {".hpp", LANGUAGE_CPP},
        {".hxx", LANGUAGE_CPP}, {".h++", LANGUAGE_CPP}, {".H", LANGUAGE_CPP},
        {".ipp", LANGUAGE_CPP}, {".inl", LANGUAGE_CPP}, {".tcc", LANGUAGE_CPP},
        {".rs", LANGUAGE_RUST}, {".go", LANGUAGE_GO},   {".java", LANGUAGE_JAVA},
    };
    for (size_t i = 0; path != NULL && i < sizeof endings / sizeof *endings; i++) {
        if (text_ends(path, endings[i].ending)) {
            return endings[i].language;
        }
    }
    return LANGUAGE_NONE;
}

bool language_is_c(enum language language)
{
    return language == LANGUAGE_C || language == LANGUAGE_CPP;
}

static bool is_at(const struct tokens *source, size_t at, const char *spelling)
{
    return at < source->count && ctoken_is(&source->tokens[at], spelling);
}

/* What no header of C has: "namespace x", "template <", "class x {", "class x : y", "public:". */
static bool is_of_cpp(const struct tokens *source, size_t at)
{
    static const char *const access[] = {"public", "protected", "private"};
    for (size_t i = 0; i < sizeof access / sizeof *access; i++) {
        if (is_at(source, at, access[i]) && is_at(source, at + 1, ":")) {
            return true;
        }
    }
    bool named = at + 1 < source->count && source->tokens[at + 1].kind == CTOKEN_WORD;
    return (is_at(source, at, "namespace") && (named || is_at(source, at + 1, "{"))) ||
           (is_at(source, at, "template") && is_at(source, at + 1, "<")) ||
           (is_at(source, at, "class") && named &&
            (is_at(source, at + 2, "{") || is_at(source, at + 2, ":")));
}

bool language_of_text(const char *path, const char *text, size_t size, enum language *language)
{
    struct tokens source;
    *language = language_of(path);
    if (*language != LANGUAGE_C || !text_ends(path, ".h")) {
        return true;
    }
    bool read = tokens_read(text, size, LANGUAGE_CPP, false, &source);
    for (size_t i = 0; read && i < source.count && *language == LANGUAGE_C; i++) {
        *language = is_of_cpp(&source, i) ? LANGUAGE_CPP : LANGUAGE_C;
    }
    tokens_free(&source);
    return read;
}

static bool is_blank(int letter)
{
    return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\v' || letter == '\f' ||
           letter == '\0'; /* compilers take a NUL for a blank too, with a warning */
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
    for (size_t size;
         language_is_c(scan->language) && (size = splice(scan->text, scan->size, scan->at)) > 0;) {
        scan->at += size;
        scan->line++;
        scan->line_start = scan->at;
    }
}

/* The byte that is `ahead` bytes behind the next one, or END. */
static int peek(const struct scan *scan, unsigned ahead)
{
    size_t at = scan->at;
    while (ahead-- > 0 && at < scan->size) {
        at++;
        for (size_t size;
             language_is_c(scan->language) && (size = splice(scan->text, scan->size, at)) > 0;) {
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

/* Takes all bytes before `end`, which is beyond `at`, as they stand. */
static void take_up_to(struct scan *scan, size_t end)
{
    for (; scan->at < end; scan->at++) {
        scan->end_line = scan->line;
        if (scan->text[scan->at] == '\n') {
            scan->line++;
            scan->line_start = scan->at + 1;
        }
    }
    scan->end = end;
    skip_splices(scan);
}

static bool add(struct scan *scan, struct ctoken token)
{
    struct tokens *source = scan->source;
    struct ctoken *added = list_add(&source->tokens, &source->count, sizeof *added);
    if (added != NULL) {
        *added = token;
    }
    return added != NULL;
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
        bool groups = now == '\'' && language_is_c(scan->language) && last != 0 &&
                      (is_digit(next) || begins_word(next));
        if (!is_digit(now) && !begins_word(now) && now != '.' && !signs && !groups) {
            return;
        }
        take(scan);
    }
}

/* The place behind the closing mark of a string over lines; 0 where it has none, or too many before
 * it had none. */
static size_t behind_mark(struct scan *scan, size_t from, const char *mark, size_t size)
{
    if (scan->unended >= UNENDED_MOST || from > scan->size) {
        return 0;
    }
    const char *found = memmem(scan->text + from, scan->size - from, mark, size);
    scan->unended += found == NULL;
    return found == NULL ? 0 : (size_t)(found - scan->text) + size;
}

/* The place behind a string without escapes, or over lines, that begins at `at`: R"x(…)x" of C++,
 * r#"…"# of Rust, `…` of Go, """…""" of Java. 0 where none begins, or where it does not end: it is
 * then read as an ordinary one. */
static size_t behind_raw_string(struct scan *scan)
{
    struct span rest = {scan->text + scan->at, scan->size - scan->at};
    char mark[32];
    size_t size = 0;
    switch (scan->language) {
    case LANGUAGE_CPP:
        (void)(span_take(&rest, "u8") || span_take(&rest, "u") || span_take(&rest, "U") ||
               span_take(&rest, "L"));
        if (!span_take(&rest, "R\"")) {
            return 0;
        }
        mark[size++] = ')';
        while (size < 17 && rest.size > 0 && strchr("() \\\t\v\f\n", rest.text[0]) == NULL) {
            mark[size++] = rest.text[0];
            span_skip(&rest, 1);
        }
        mark[size++] = '"';
        if (!span_take(&rest, "(")) {
            return 0;
        }
        break;
    case LANGUAGE_RUST:
        (void)(span_take(&rest, "b") || span_take(&rest, "c"));
        if (!span_take(&rest, "r")) {
            return 0;
        }
        mark[size++] = '"';
        while (size < sizeof mark && span_take(&rest, "#")) {
            mark[size++] = '#';
        }
        if (!span_take(&rest, "\"")) {
            return 0;
        }
        break;
    case LANGUAGE_GO:
        mark[size++] = '`';
        if (!span_take(&rest, "`")) {
            return 0;
        }
        break;
    case LANGUAGE_JAVA:
        memcpy(mark, "\"\"\"", size = 3);
        if (!span_take(&rest, "\"\"\"")) {
            return 0;
        }
        break;
    default:
        return 0;
    }
    return behind_mark(scan, (size_t)(rest.text - scan->text), mark, size);
}

/* The place behind the string of Rust whose opening quote stands there; 0: it does not end. */
static size_t behind_rust_string(struct scan *scan)
{
    for (size_t i = scan->at + 1; i < scan->size && scan->unended < UNENDED_MOST; i++) {
        if (scan->text[i] == '"') {
            return i + 1;
        }
        i += scan->text[i] == '\\';
    }
    scan->unended++;
    return 0;
}

static void take_quoted(struct scan *scan)
{
    int quote = peek(scan, 0);
    size_t behind = quote == '"' && scan->language == LANGUAGE_RUST ? behind_rust_string(scan) : 0;
    if (behind > 0) {
        take_up_to(scan, behind);
        return;
    }
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

/* A lifetime of Rust, 'a or 'static, which unlike the character 'a' has no quote at its end. */
static bool take_lifetime(struct scan *scan)
{
    int next = peek(scan, 1);
    unsigned letter = 2; /* behind one character, of several bytes where it is not ASCII */
    while (next >= 0xc0 && (peek(scan, letter) & ~0x3f) == 0x80) {
        letter++;
    }
    if (scan->language != LANGUAGE_RUST || !begins_word(next) || peek(scan, letter) == '\'') {
        return false;
    }
    take(scan);
    take_word(scan);
    return true;
}

static bool take_comment(struct scan *scan)
{
    if (peek(scan, 0) != '/' || (peek(scan, 1) != '/' && peek(scan, 1) != '*')) {
        return false;
    }
    take(scan);
    bool to_line_end = peek(scan, 0) == '/';
    unsigned depth = 1; /* comments of Rust nest */
    take(scan);
    for (int now; (now = peek(scan, 0)) != END && !(to_line_end && now == '\n');) {
        take(scan);
        if (!to_line_end && now == '*' && peek(scan, 0) == '/') {
            take(scan);
            if (--depth == 0) {
                break;
            }
        } else if (scan->language == LANGUAGE_RUST && !to_line_end && now == '/' &&
                   peek(scan, 0) == '*') {
            take(scan);
            depth++;
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

/* The bytes of L, u, U or u8 before a quote (of b or c in Rust), or 0. */
static unsigned quote_prefix(const struct scan *scan)
{
    int first = peek(scan, 0);
    bool rust = scan->language == LANGUAGE_RUST;
    unsigned size = rust                                           ? first == 'b' || first == 'c'
                    : !language_is_c(scan->language)               ? 0
                    : first == 'u' && peek(scan, 1) == '8'         ? 2
                    : first == 'L' || first == 'u' || first == 'U' ? 1
                                                                   : 0;
    int quote = peek(scan, size);
    return quote == '"' || quote == '\'' ? size : 0;
}

static enum ctoken_kind take_token(struct scan *scan, bool *is_raw)
{
    int first = peek(scan, 0);
    unsigned prefix = quote_prefix(scan);
    int quote = peek(scan, prefix);
    if (take_comment(scan)) {
        return CTOKEN_COMMENT;
    }
    if (first == '#' && scan->fresh && !scan->in_directive && language_is_c(scan->language)) {
        take_directive(scan);
        return CTOKEN_DIRECTIVE;
    }
    size_t behind = behind_raw_string(scan);
    if (behind > 0) {
        take_up_to(scan, behind);
        *is_raw = true;
        return CTOKEN_STRING;
    }
    if (quote == '\'' && prefix == 0 && take_lifetime(scan)) {
        return CTOKEN_WORD;
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
                           .column = (unsigned)(scan->at - scan->line_start) + 1,
                           .is_raw = !language_is_c(scan->language)};
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
    token.kind = take_token(scan, &token.is_raw);
    token.size = (size_t)(scan->text + scan->end - token.text);
    token.last_line = scan->end_line;
    if (token.kind == CTOKEN_COMMENT) {
        return !scan->with_comments || add(scan, token);
    }
    scan->fresh = false;
    scan->in_directive = scan->in_directive || token.kind == CTOKEN_DIRECTIVE;
    return add(scan, token);
}

bool tokens_read(const char *text, size_t size, enum language language, bool with_comments,
                 struct tokens *source)
{
    static const char mark[] = "\xef\xbb\xbf"; /* a byte order mark counts as a blank */
    struct scan scan = {.text = text,
                        .size = size,
                        .line = 1,
                        .end_line = 1,
                        .fresh = true,
                        .with_comments = with_comments,
                        .language = language,
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

/* How many bytes at that place of the token are splices, and so not of its spelling. */
static size_t unspelt(const struct ctoken *token, size_t at)
{
    size_t from = at;
    for (size_t size; !token->is_raw && (size = splice(token->text, token->size, at)) > 0;) {
        at += size;
    }
    return at - from;
}

/* The next byte of the token's spelling, or END. */
static int spelt(const struct ctoken *token, size_t *at)
{
    *at += unspelt(token, *at);
    while (token->kind == CTOKEN_DIRECTIVE && *at < token->size &&
           is_blank((unsigned char)token->text[*at])) {
        ++*at;
        *at += unspelt(token, *at);
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

bool ctoken_ends_statement(const struct ctoken *token)
{
    static const char *const marks[] = {")", "]", "}", "++", "--"};
    bool ends = token->kind != CTOKEN_PUNCTUATION;
    for (size_t i = 0; !ends && i < sizeof marks / sizeof *marks; i++) {
        ends = ctoken_is(token, marks[i]);
    }
    return ends;
}
