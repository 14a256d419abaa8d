/* SPDX-License-Identifier: MIT */
#include "ctext.h"

#include <stdlib.h>
#include <string.h>

#include "cbind.h"

static bool is_c(const char *path, char *letter)
{
    size_t size = path == NULL ? 0 : strlen(path);
    *letter = size > 2 && path[size - 2] == '.' ? path[size - 1] : '\0';
    return *letter == 'c' || *letter == 'h';
}

bool ctext_read(struct ctext *text, const char *path, const char *bytes, size_t size)
{
    char letter;
    *text = (struct ctext){0};
    if (bytes == NULL || !is_c(path, &letter)) {
        return true;
    }
    text->is_private = letter == 'c';
    if (!tokens_read(bytes, size, false, &text->source) ||
        !cunits_find(&text->source, &text->units)) {
        return false;
    }
    size_t room = text->source.count + 1;
    text->bind = calloc(2 * room, sizeof *text->bind);
    if (text->bind == NULL) {
        return false;
    }
    text->order = text->bind + room;
    cbind_find(&text->source, &text->units, text->bind);
    return true;
}

void ctext_free(struct ctext *text)
{
    tokens_free(&text->source);
    cunits_free(&text->units);
    free(text->bind);
    *text = (struct ctext){0};
}
