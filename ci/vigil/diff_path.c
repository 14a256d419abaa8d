/* SPDX-License-Identifier: MIT */
#include "diff_path.h"

#include <stdlib.h>

/* Behind a backslash: three octal digits or a letter, as in a C string. 0 for what git never
 * writes: no path has a NUL. */
static char escaped(struct span *text)
{
    static const char letters[] = "abtnvfr\"\\", bytes[] = "\a\b\t\n\v\f\r\"\\";
    if (text->size == 0 || text->text[0] == '\0') {
        return 0;
    }
    const char *letter = strchr(letters, text->text[0]);
    if (letter != NULL) {
        span_skip(text, 1);
        return bytes[letter - letters];
    }
    unsigned value = 0;
    for (unsigned i = 0; i < 3; i++) {
        if (text->size == 0 || text->text[0] < '0' || text->text[0] > '7') {
            return 0;
        }
        value = value * 8 + (unsigned)(text->text[0] - '0');
        span_skip(text, 1);
    }
    return value > 0xff ? 0 : (char)(unsigned char)value;
}

/* Appends the path to `into`, which has room for the text; false where it is none. */
static bool unquote(struct span text, char *into)
{
    bool quoted = span_take(&text, "\"");
    while (text.size > 0) {
        char byte = text.text[0];
        span_skip(&text, 1);
        if (quoted && byte == '"') {
            *into = '\0';
            return text.size == 0;
        }
        if (quoted && byte == '\\') {
            byte = escaped(&text);
        } else if ((unsigned char)byte < ' ' || byte == 0x7f || byte == '"' || byte == '\\') {
            return false; /* git would have quoted it */
        }
        if (byte == '\0') {
            return false;
        }
        *into++ = byte;
    }
    *into = '\0';
    return !quoted;
}

char *diff_path_read(struct span text, const char *prefix)
{
    size_t skipped = strlen(prefix);
    char *path = malloc(text.size + 1);
    if (path == NULL) {
        return NULL;
    }
    if (!unquote(text, path) || strncmp(path, prefix, skipped) != 0 || path[skipped] == '\0') {
        free(path);
        return NULL;
    }
    memmove(path, path + skipped, strlen(path + skipped) + 1);
    return path;
}
