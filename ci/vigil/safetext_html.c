/* SPDX-License-Identifier: MIT */
#include "safetext.h"

#include <string.h>

/* The five letters that HTML acts on, in text and in quoted attributes. */
static const char *entity(char letter)
{
    switch (letter) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* What is inert for a terminal, made so for HTML too; its pieces go over as they are. */
static void add_entities(struct buffer *into, const struct buffer *inert)
{
    size_t begun = 0;
    for (size_t i = 0; i < inert->size; i++) {
        const char *words = entity(inert->data[i]);
        if (words != NULL) {
            buffer_add(into, inert->data + begun, i - begun);
            buffer_text(into, words);
            begun = i + 1;
        }
    }
    buffer_add(into, inert->size > 0 ? inert->data + begun : "", inert->size - begun);
    into->failed = into->failed || inert->failed;
}

void safetext_html_line(struct buffer *into, const char *text, size_t size)
{
    struct buffer inert = {0};
    safetext_line(&inert, text, size);
    add_entities(into, &inert);
    buffer_free(&inert);
}

void safetext_html_lines(struct buffer *into, const char *text, size_t size)
{
    struct buffer inert = {0};
    safetext_lines(&inert, text, size);
    add_entities(into, &inert);
    buffer_free(&inert);
}
