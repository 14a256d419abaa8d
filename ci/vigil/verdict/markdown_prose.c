/* SPDX-License-Identifier: MIT */
#include "markdown_prose.h"

#include <string.h>

#include "base/inert.h"
#include "base/span.h"
#include "fields_text.h"

/* At most so many bytes, and no part of a character. */
static struct span cut(const char *text, size_t most)
{
    size_t size = strnlen(text, most + 1);
    if (size <= most) {
        return (struct span){text, size};
    }
    for (size = most; size > 0 && ((unsigned char)text[size] & 0xc0) == 0x80;) {
        size--;
    }
    return (struct span){text, size};
}

static bool is_word(char letter)
{
    return span_is_digit(letter) || ((letter | 0x20) >= 'a' && (letter | 0x20) <= 'z');
}

static size_t word_size(struct span text)
{
    size_t size = 0;
    while (size < text.size && is_word(text.text[size])) {
        size++;
    }
    return size;
}

/* Seven hex digits may be a commit's, and a forge then makes a link of them. */
static bool may_be_commit(struct span word)
{
    static const char digits[] = "0123456789abcdefABCDEF";
    for (size_t i = 0; i < word.size; i++) {
        if (word.text[i] == '\0' || strchr(digits, word.text[i]) == NULL) {
            return false;
        }
    }
    return word.size >= 7;
}

/* The size of a mark that stands as it is. */
static size_t mark_size(struct span text)
{
    static const char *const marks[] = {"\"", "\xe2\x80\xa6", "\xe2\x80\x93", "\xe2\x80\x94"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        struct span left = text;
        if (span_take(&left, marks[i])) {
            return strlen(marks[i]);
        }
    }
    return 0;
}

void verdict_prose(struct buffer *into, const char *text, size_t most)
{
    struct span left = cut(text, most);
    size_t whole = left.size;
    while (left.size > 0) {
        size_t word = word_size(left), mark = mark_size(left);
        size_t size = word > 0 ? word : mark > 0 ? mark : 1;
        if (mark > 0) {
            buffer_add(into, left.text, size);
        } else if (may_be_commit((struct span){left.text, word})) {
            inert_code(into, left.text, size);
        } else {
            inert_title(into, left.text, size);
        }
        span_skip(&left, size);
    }
    buffer_text(into, text[whole] == '\0' ? "" : "…");
}

void verdict_code(struct buffer *into, const char *text, size_t most)
{
    struct span shown = cut(text, most);
    if (shown.size > 0) {
        inert_code(into, shown.text, shown.size);
        buffer_text(into, text[shown.size] == '\0' ? "" : "…");
    }
}

void verdict_cell(struct buffer *into, const char *text, size_t most)
{
    struct span shown = cut(text, most);
    if (shown.size > 0) {
        inert_cell(into, shown.text, shown.size);
        buffer_text(into, text[shown.size] == '\0' ? "" : "…");
    }
}

void verdict_issue(struct buffer *into, unsigned long long issue, const char *link)
{
    if (issue > 0 && link[0] != '\0' && field_is_link(link)) {
        buffer_format(into, "[%llu](%s)", issue, link);
    } else if (issue > 0) {
        buffer_format(into, "%llu", issue);
    }
}
