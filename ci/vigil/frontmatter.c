/* SPDX-License-Identifier: MIT */
#include "frontmatter.h"

#include <limits.h>
#include <string.h>

#include "span.h"

static bool next_line(struct span *text, struct span *line)
{
    if (text->size == 0) {
        return false;
    }
    const char *end = memchr(text->text, '\n', text->size);
    size_t length = end == NULL ? text->size : (size_t)(end - text->text);
    *line = (struct span){text->text, length};
    span_skip(text, end == NULL ? length : length + 1);
    if (length > 0 && line->text[length - 1] == '\r') {
        line->size--;
    }
    return true;
}

static void trim(struct span *text)
{
    while (text->size > 0 && text->text[0] == ' ') {
        span_skip(text, 1);
    }
    while (text->size > 0 && text->text[text->size - 1] == ' ') {
        text->size--;
    }
}

static bool is(struct span text, const char *words)
{
    return text.size == strlen(words) && memcmp(text.text, words, text.size) == 0;
}

/* The value without its quotes; false when they do not close or it does not fit. */
static bool unquote(struct span value, char *into, size_t room)
{
    char mark = value.size > 0 ? value.text[0] : '\0';
    bool quoted = mark == '\'' || mark == '"';
    size_t used = 0, i = quoted ? 1 : 0, end = value.size;
    if (quoted) {
        if (value.size < 2 || value.text[value.size - 1] != mark) {
            return false;
        }
        end--;
    }
    for (; i < end && used < room - 1; i++) {
        bool doubled = mark == '\'' && value.text[i] == '\'';
        bool escaped = mark == '"' && value.text[i] == '\\' && i + 1 < end;
        i += doubled || escaped;
        if (i >= end) {
            return false;
        }
        into[used++] = value.text[i];
    }
    into[used] = '\0';
    return i >= end;
}

/* What is wrong with this line, NULL if nothing. */
static const char *take(struct span key, struct span value, struct frontmatter *issue,
                        bool *has_state)
{
    uint64_t number = 0;
    if (is(key, "number")) {
        bool read = span_take_digits(&value, &number) && value.size == 0;
        if (!read || number == 0 || number > INT_MAX || issue->number != 0) {
            return "number must be one number above 0";
        }
        issue->number = (unsigned)number;
    } else if (is(key, "state")) {
        issue->open = is(value, "open");
        if (*has_state || (!issue->open && !is(value, "closed"))) {
            return "state must be open or closed";
        }
        *has_state = true;
    } else if (is(key, "signature")) {
        if (issue->signature[0] != '\0' ||
            !unquote(value, issue->signature, sizeof issue->signature) ||
            issue->signature[0] == '\0') {
            return "signature must be one text, its quotes closed";
        }
    }
    return NULL;
}

static struct frontmatter_result wrong(unsigned line, const char *reason)
{
    return (struct frontmatter_result){false, line, reason};
}

struct frontmatter_result frontmatter_read(const char *bytes, size_t size,
                                           struct frontmatter *issue)
{
    struct span text = {bytes, size}, line;
    bool has_state = false;
    memset(issue, 0, sizeof *issue);
    if (!next_line(&text, &line) || !is(line, "---")) {
        return wrong(1, "an issue begins with a line ---");
    }
    for (unsigned number = 2; next_line(&text, &line); number++) {
        if (is(line, "---")) {
            const char *missing = issue->number == 0            ? "no number stands above"
                                  : !has_state                  ? "no state stands above"
                                  : issue->signature[0] == '\0' ? "no signature stands above"
                                                                : NULL;
            return missing == NULL ? (struct frontmatter_result){true, 0, ""}
                                   : wrong(number, missing);
        }
        size_t colon = span_find(line, ":");
        struct span key = {line.text, colon}, value = line;
        span_skip(&value, colon + 1);
        trim(&key);
        trim(&value);
        if (colon == line.size && key.size > 0 && key.text[0] != '#' && key.text[0] != '-') {
            return wrong(number, "neither key: value nor the closing ---");
        }
        const char *reason = take(key, value, issue, &has_state);
        if (reason != NULL) {
            return wrong(number, reason);
        }
    }
    return wrong(1, "the --- that closes what begins here is missing");
}

void frontmatter_set_last_seen(const char *bytes, size_t size, const char *when,
                               struct buffer *into)
{
    struct span text = {bytes, size}, line;
    bool inside = true, set = false;
    (void)next_line(&text, &line);
    buffer_add(into, bytes, (size_t)(text.text - bytes));
    while (inside) {
        const char *start = text.text;
        inside = next_line(&text, &line) && !is(line, "---");
        struct span rest = line;
        bool ours = inside && span_take(&rest, "last_seen:");
        if (!set && (ours || !inside)) {
            buffer_format(into, "last_seen: %s\n", when);
            set = true;
        }
        if (!ours) {
            buffer_add(into, start, (size_t)(text.text - start));
        }
    }
    buffer_add(into, text.text, text.size);
}

void frontmatter_quote(const char *value, struct buffer *into)
{
    buffer_text(into, "'");
    for (; *value != '\0'; value++) {
        buffer_add(into, value, 1);
        if (*value == '\'') {
            buffer_text(into, "'");
        }
    }
    buffer_text(into, "'");
}
