/* SPDX-License-Identifier: MIT */
#include "pushgateway.h"

#include <stdbool.h>
#include <string.h>

#include "safetext.h"

#define ALPHABET "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

/* RFC 4648 s. 5. The Pushgateway does without the padding, but for "=" alone, the empty text. */
static void base64(struct buffer *into, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i += 3) {
        unsigned long group = 0;
        for (size_t j = i; j < i + 3; j++) {
            group = group << 8 | (j < size ? (unsigned char)text[j] : 0);
        }
        size_t letters = size - i < 3 ? size - i + 1 : 4;
        for (size_t j = 0; j < letters; j++) {
            buffer_add(into, &ALPHABET[group >> (18 - 6 * j) & 63], 1);
        }
    }
    buffer_text(into, size == 0 ? "=" : "");
}

/* RFC 3986's unreserved characters; "." and ".." would be steps of the path. */
static bool is_segment(const struct buffer *text)
{
    return text->size > 0 && text->data[0] != '.' &&
           strspn(text->data, ALPHABET ".~") == text->size;
}

void pushgateway_url(const char *base, const char *project, struct buffer *into)
{
    size_t size = strlen(base);
    struct buffer name = {0}; /* a label is UTF-8 */
    safetext_line(&name, project, strlen(project));
    while (size > 0 && base[size - 1] == '/') {
        size--;
    }
    buffer_add(into, base, size);
    if (is_segment(&name)) {
        buffer_format(into, "/metrics/job/vigil/instance/%s", name.data);
    } else {
        buffer_text(into, "/metrics/job/vigil/instance@base64/");
        base64(into, name.data, name.size);
    }
    into->failed = into->failed || name.failed;
    buffer_free(&name);
}
