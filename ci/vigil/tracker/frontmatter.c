/* SPDX-License-Identifier: MIT */
#include "frontmatter.h"

#include <limits.h>
#include <string.h>

#include "base/inert.h"
#include "base/span.h"

static void trim(struct span *text)
{
    while (text->size > 0 && text->text[0] == ' ') {
        span_skip(text, 1);
    }
    while (text->size > 0 && text->text[text->size - 1] == ' ') {
        text->size--;
    }
}

/* The value without its quotes, cut to the room; false when the quotes do not close or the value
 * does not fit. */
static bool unquote(struct span value, char *into, size_t room)
{
    char mark = value.size > 0 ? value.text[0] : '\0';
    bool quoted = mark == '\'' || mark == '"';
    size_t used = 0, i = quoted ? 1 : 0, end = value.size;
    bool closed = !quoted || (end >= 2 && value.text[end - 1] == mark);
    end -= quoted && closed;
    for (; closed && i < end && used < room - 1; i++) {
        bool doubled = mark == '\'' && value.text[i] == '\'';
        bool escaped = mark == '"' && value.text[i] == '\\' && i + 1 < end;
        i += doubled || escaped;
        closed = i < end;
        into[used] = closed ? value.text[i] : '\0';
        used += closed;
    }
    into[used] = '\0';
    return closed && i >= end;
}

static void take_label(struct span word, struct frontmatter *issue)
{
    char label[64];
    trim(&word);
    (void)unquote(word, label, sizeof label);
    issue->triaged = issue->triaged || strcmp(label, "triaged") == 0;
    issue->declined = issue->declined || strcmp(label, "wontfix") == 0 ||
                      strcmp(label, "duplicate") == 0 || strcmp(label, "invalid") == 0;
    struct span severity = {label, strlen(label)};
    if (span_take(&severity, "severity-")) {
        span_copy(issue->severity, sizeof issue->severity, severity);
    }
}

/* "[a, 'b']", or one word. */
static void take_labels(struct span value, struct frontmatter *issue)
{
    bool list = value.size >= 2 && value.text[0] == '[' && value.text[value.size - 1] == ']';
    if (list) {
        span_skip(&value, 1);
        value.size--;
    }
    while (value.size > 0) {
        size_t comma = list ? span_find(value, ",") : value.size;
        take_label((struct span){value.text, comma}, issue);
        span_skip(&value, comma + 1);
    }
}

/* What is wrong with this line, NULL if nothing. */
static const char *take(struct span key, struct span value, struct frontmatter *issue,
                        bool *has_state)
{
    const struct {
        const char *key;
        char *into;
        size_t room;
        const char *wrong; /* for a key that may stand once, whole; NULL: for people, may be cut */
    } texts[] = {
        {"signature", issue->signature, sizeof issue->signature,
         "signature must be one text, its quotes closed"},
        {"marker", issue->marker, sizeof issue->marker,
         "marker must be one text, its quotes closed"},
        {"title", issue->title, sizeof issue->title, NULL},
        {"target", issue->target, sizeof issue->target, NULL},
        {"first_seen", issue->first_seen, sizeof issue->first_seen, NULL},
    };
    if (span_is(key, "number")) {
        uint64_t number = 0;
        bool read = span_take_digits(&value, &number) && value.size == 0;
        if (!read || number == 0 || number > INT_MAX || issue->number != 0) {
            return "number must be one number above 0";
        }
        issue->number = (unsigned)number;
    } else if (span_is(key, "state")) {
        issue->open = span_is(value, "open");
        if (*has_state || (!issue->open && !span_is(value, "closed"))) {
            return "state must be open or closed";
        }
        *has_state = true;
    } else if (span_is(key, "labels")) {
        take_labels(value, issue);
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (span_is(key, texts[i].key)) {
            bool again = texts[i].wrong != NULL && texts[i].into[0] != '\0';
            bool whole = !again && unquote(value, texts[i].into, texts[i].room);
            return whole && texts[i].into[0] != '\0' ? NULL : texts[i].wrong;
        }
    }
    return NULL;
}

/* "key: value  # remark"; false where no key begins the line. */
static bool split(struct span line, struct span *key, struct span *value)
{
    size_t colon = span_find(line, ":");
    *key = (struct span){line.text, colon};
    *value = line;
    span_skip(value, colon + 1);
    trim(key);
    trim(value);
    bool quoted = value->size > 0 && strchr("'\"", value->text[0]) != NULL;
    value->size = quoted ? value->size : span_find(*value, " #");
    trim(value);
    return colon < line.size && line.text[0] != ' ';
}

/* A line between the two "---". `in_labels`: the key above it is "labels". Other lines that are
 * indented or begin with "-" belong to a key of people's, and are passed over. */
static const char *take_line(struct span line, struct frontmatter *issue, bool *has_state,
                             bool *in_labels)
{
    struct span key, value, item = line;
    trim(&item);
    if (item.size == 0 || item.text[0] == '#') {
        return NULL;
    }
    if (item.text[0] == '-') {
        span_skip(&item, 1);
        if (*in_labels) {
            take_label(item, issue);
        }
        return NULL;
    }
    if (line.text[0] == ' ') {
        return NULL;
    }
    if (!split(line, &key, &value)) {
        return "neither key: value nor the closing ---";
    }
    *in_labels = span_is(key, "labels");
    return take(key, value, issue, has_state);
}

static struct frontmatter_result wrong(unsigned line, const char *reason)
{
    return (struct frontmatter_result){false, line, reason};
}

struct frontmatter_result frontmatter_read(const char *bytes, size_t size,
                                           struct frontmatter *issue)
{
    struct span text = {bytes, size}, line;
    bool has_state = false, in_labels = false;
    memset(issue, 0, sizeof *issue);
    if (!span_take_line(&text, &line) || !span_is(line, "---")) {
        return wrong(1, "an issue begins with a line ---");
    }
    for (unsigned number = 2; span_take_line(&text, &line); number++) {
        if (span_is(line, "---")) {
            issue->end = size - text.size;
            return issue->number == 0 ? wrong(number, "no number stands above")
                   : !has_state       ? wrong(number, "no state stands above")
                                      : (struct frontmatter_result){true, 0, ""};
        }
        const char *reason = take_line(line, issue, &has_state, &in_labels);
        if (reason != NULL) {
            return wrong(number, reason);
        }
    }
    return wrong(1, "the --- that closes what begins here is missing");
}

void frontmatter_set(const char *bytes, size_t size, const char *key, const char *value,
                     struct buffer *into)
{
    struct span text = {bytes, size}, line;
    bool inside = true, set = false;
    (void)span_take_line(&text, &line);
    buffer_add(into, bytes, size - text.size);
    while (inside) {
        const char *start = text.text;
        inside = span_take_line(&text, &line) && !span_is(line, "---");
        struct span found, old;
        bool ours = inside && split(line, &found, &old) && span_is(found, key);
        if (!set && (ours || !inside)) {
            buffer_format(into, "%s: %s\n", key, value);
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
    struct buffer line = {0};
    inert_line(&line, value, strlen(value));
    buffer_text(into, "'");
    for (size_t i = 0; i < line.size; i++) {
        buffer_text(into, line.data[i] == '\'' ? "'" : "");
        buffer_add(into, line.data + i, 1);
    }
    buffer_text(into, "'");
    into->failed = into->failed || line.failed;
    buffer_free(&line);
}
