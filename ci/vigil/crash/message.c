/* SPDX-License-Identifier: MIT */
#include "message.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/inert.h"
#include "base/span.h"

#define MASKED "..."

static bool is_letter(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
}

static bool is_hexadecimal(char letter)
{
    return letter != '\0' && strchr("0123456789abcdefABCDEF", letter) != NULL;
}

/* The last letter that is no blank; a blank where there is none. */
static char last_mark(const struct buffer *text)
{
    size_t at = text->size;
    while (at > 0 && text->data[at - 1] == ' ') {
        at--;
    }
    return at > 0 ? text->data[at - 1] : ' ';
}

/* Whether what comes next was written in the source: it stands beside an operator. */
static bool is_operand(const struct buffer *text)
{
    return strchr("<>=!+-*/%&|^[(,", last_mark(text)) != NULL;
}

static bool is_condition(const struct sanlog_report *report)
{
    return strstr(report->kind, "assertion") != NULL || strstr(report->kind, "check") != NULL;
}

/* Where the values begin that a check prints after its condition: " (4 vs. 3)" as glog does, and
 * ": (4 == 3)" as GLib; the size where there are none. */
static size_t values_start(struct span text)
{
    struct span rest = text;
    size_t versus = span_find(text, " vs. "), given = span_find(text, "): (");
    rest.size = versus;
    size_t open = span_find_last(rest, " (");
    return versus < text.size && open < versus ? open : given < text.size ? given + 1 : text.size;
}

/* How many bytes the number at text[0] has: "12", "-3.5e7", "0x7f". */
static size_t number_length(struct span text)
{
    struct span rest = text;
    if (span_take(&rest, "0x") || span_take(&rest, "0X")) {
        while (rest.size > 0 && is_hexadecimal(rest.text[0])) {
            span_skip(&rest, 1);
        }
        return text.size - rest.size;
    }
    (void)span_take_digits(&rest, NULL);
    struct span fraction = rest;
    if (span_take(&fraction, ".") && span_take_digits(&fraction, NULL)) {
        rest = fraction;
    }
    while (rest.size > 0 && (is_letter(rest.text[0]) || span_is_digit(rest.text[0]))) {
        span_skip(&rest, 1); /* a unit, an exponent, a suffix: "10ms", "1e9", "3u" */
    }
    return text.size - rest.size;
}

/* "`Option::unwrap()`", "`None`": a name that the message quotes, not a value. */
static bool is_name(struct span quoted)
{
    static const char *const words[] = {"None", "Some", "Err", "Ok"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (span_is(quoted, words[i])) {
            return true;
        }
    }
    for (size_t i = 0; i < quoted.size; i++) {
        if (!is_letter(quoted.text[i]) && strchr(":()= ", quoted.text[i]) == NULL) {
            return false;
        }
    }
    return span_find(quoted, "::") < quoted.size || span_find(quoted, "()") < quoted.size ||
           span_find(quoted, " == ") < quoted.size;
}

/* Adds what is quoted at text[0]; how many bytes of the text that were. */
static size_t take_quoted(struct span text, bool literal, struct buffer *into)
{
    char mark[] = {text.text[0], '\0'};
    struct span inside = {text.text + 1, text.size - 1};
    size_t end = span_find(inside, mark);
    size_t taken = end < inside.size ? end + 2 : text.size;
    inside.size = end;
    bool kept = (literal && is_operand(into)) || (mark[0] == '`' && is_name(inside));
    buffer_text(into, "'");
    if (kept) {
        buffer_add(into, inside.text, inside.size);
    } else {
        buffer_text(into, MASKED);
    }
    buffer_text(into, "'");
    return taken;
}

static size_t take_number(struct span text, bool literal, struct buffer *into)
{
    size_t length = number_length(text);
    if (literal && is_operand(into)) {
        buffer_add(into, text.text, length);
    } else {
        buffer_text(into, "N");
    }
    return length;
}

/* Adds the next piece of the text, masked; how many bytes of it that were. */
static size_t take(struct span text, bool literal, char before, struct buffer *into)
{
    char letter = text.text[0];
    bool within = is_letter(before) || span_is_digit(before);
    if (letter == '"' || letter == '`' || (letter == '\'' && !within)) {
        return take_quoted(text, literal, into);
    }
    if (span_is_digit(letter) && !within) {
        return take_number(text, literal, into);
    }
    if (letter == '{' && !literal) {
        size_t end = span_find(text, "}");
        buffer_text(into, MASKED);
        return end < text.size ? end + 1 : text.size;
    }
    bool blank = letter == ' ' || (letter >= '\t' && letter <= '\r');
    if (!blank) {
        buffer_add(into, &letter, 1);
    } else if (into->size > 0 && into->data[into->size - 1] != ' ') {
        buffer_text(into, " ");
    }
    return 1;
}

/* Without blanks at its ends, and without the quotes or parentheses that stand around all of it. */
static struct span bare(struct span text)
{
    static const char *const pairs[] = {"''", "\"\"", "``", "`'", "()"};
    while (text.size > 0 && strchr(" \t\r\n", text.text[0]) != NULL) {
        span_skip(&text, 1);
    }
    while (text.size > 0 && strchr(" \t\r\n", text.text[text.size - 1]) != NULL) {
        text.size--;
    }
    for (size_t i = 0; text.size > 2 && i < sizeof pairs / sizeof *pairs; i++) {
        struct span inside = {text.text + 1, text.size - 2};
        char close[] = {pairs[i][1], '\0'};
        if (text.text[0] == pairs[i][0] && text.text[text.size - 1] == pairs[i][1] &&
            span_find(inside, close) == inside.size) {
            return inside;
        }
    }
    return text;
}

/* As much of the text as fits, cut before an escape or at the end of a word. */
static void cut(const struct buffer *text, char *into, size_t room)
{
    const char *data = text->data == NULL || text->failed ? "" : text->data;
    size_t size = strlen(data);
    while (size > 0 && data[size - 1] == ' ') {
        size--;
    }
    if (size < room) {
        (void)snprintf(into, room, "%.*s", (int)size, data);
        return;
    }
    struct span kept = {data, room - sizeof MASKED};
    size_t blank = span_find_last(kept, " "), escape = span_find_last(kept, "\\x");
    if (blank < kept.size && blank > kept.size / 2) {
        kept.size = blank;
    } else if (escape < kept.size && escape + 4 > kept.size) {
        kept.size = escape;
    }
    /* Before the dots no "<" has the blank that keeps it from opening a tag. */
    while (kept.size > 0 && kept.text[kept.size - 1] == '<') {
        kept.size--;
    }
    (void)snprintf(into, room, "%.*s" MASKED, (int)kept.size, kept.text);
}

void message_mask(const struct sanlog_report *report, char *into, size_t room)
{
    struct span text = bare((struct span){report->message, strlen(report->message)});
    struct buffer masked = {0}, said = {0};
    size_t values = is_condition(report) ? values_start(text) : 0;
    for (size_t at = 0; at < text.size && !masked.failed;) {
        struct span rest = {text.text + at, text.size - at};
        at += take(rest, at<values, at> 0 ? text.text[at - 1] : ' ', &masked);
    }
    inert_condition(&said, masked.data == NULL ? "" : masked.data, masked.size);
    cut(&said, into, room);
    buffer_free(&masked);
    buffer_free(&said);
}
