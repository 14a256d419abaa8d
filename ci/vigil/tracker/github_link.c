/* SPDX-License-Identifier: MIT */
#include "github_link.h"

#include <string.h>

#include "base/span.h"

static void skip_spaces(struct span *text)
{
    while (text->size > 0 && (text->text[0] == ' ' || text->text[0] == '\t')) {
        span_skip(text, 1);
    }
}

/* A quoted string or a token, without its quotes. */
static struct span take_value(struct span *text)
{
    bool quoted = span_take(text, "\"");
    struct span value = *text;
    size_t size = 0;
    while (size < text->size &&
           (quoted ? text->text[size] != '"' : strchr(";, \t", text->text[size]) == NULL)) {
        size++;
    }
    value.size = size;
    span_skip(text, size + (quoted ? 1 : 0));
    return value;
}

/* rel="next", or among other relations: rel="last next". */
static bool is_next(struct span relations)
{
    while (relations.size > 0) {
        skip_spaces(&relations);
        struct span one = take_value(&relations);
        if (one.size == 4 && strncasecmp(one.text, "next", 4) == 0) {
            return true;
        }
        span_skip(&relations, one.size == 0 ? 1 : 0);
    }
    return false;
}

/* The parameters after a link's address, to the comma that ends the link. */
static bool parameters_say_next(struct span *text)
{
    bool next = false;
    skip_spaces(text);
    while (span_take(text, ";")) {
        skip_spaces(text);
        struct span name = *text;
        while (text->size > 0 && strchr("=;, \t", text->text[0]) == NULL) {
            span_skip(text, 1);
        }
        name.size -= text->size;
        skip_spaces(text);
        struct span value = {"", 0};
        if (span_take(text, "=")) {
            skip_spaces(text);
            value = take_value(text);
        }
        next = next || (name.size == 3 && strncasecmp(name.text, "rel", 3) == 0 && is_next(value));
        skip_spaces(text);
    }
    return next;
}

bool github_link_next(const char *header, char *url, size_t room)
{
    struct span text = {header, strlen(header)};
    while (text.size > 0) {
        skip_spaces(&text);
        if (!span_take(&text, "<")) {
            return false;
        }
        struct span address = {text.text, span_find(text, ">")};
        span_skip(&text, address.size + 1);
        if (parameters_say_next(&text)) {
            span_copy(url, room, address);
            return address.size > 0 && address.size < room;
        }
        if (!span_take(&text, ",")) {
            return false;
        }
    }
    return false;
}
