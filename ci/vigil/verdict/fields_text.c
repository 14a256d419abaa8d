/* SPDX-License-Identifier: MIT */
#include "fields_text.h"

#include <stdio.h>
#include <string.h>

#include "base/handle.h"
#include "base/inert.h"
#include "base/span.h"
#include "base/stages.h"

static bool is_hex(const char *text, size_t size)
{
    return strlen(text) == size && strspn(text, "0123456789abcdef") == size;
}

bool field_is_crash_id(const char *text)
{
    return is_hex(text, 16);
}

bool field_is_crash_directory(const char *text)
{
    static const char before[] = "crashes/";
    size_t length = sizeof before - 1;
    return text[0] == '\0' || (strncmp(text, before, length) == 0 && is_hex(text + length, 16));
}

bool field_is_commit(const char *text)
{
    return is_hex(text, 40) || is_hex(text, 64);
}

bool field_is_commit_or_none(const char *text)
{
    return text[0] == '\0' || field_is_commit(text);
}

bool field_is_handle_or_none(const char *text)
{
    return text[0] == '\0' || handle_is_one((struct span){text, strlen(text)});
}

bool field_is_when(const char *text)
{
    size_t length = strlen(text);
    return length > 0 && text[length - 1] == 'Z' && stages_at(text) != 0;
}

bool field_is_rule(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    return text[0] != '\0' && text[strspn(text, letters)] == '\0';
}

bool field_is_link(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "-._~:/?=%+#&";
    bool web = strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0;
    return text[0] == '\0' || (web && text[strspn(text, letters)] == '\0');
}

/* Each part has a name: not "", "." nor ".."; so it leads nowhere else than down. */
bool field_is_path(const char *text)
{
    for (const char *part = text;; part++) {
        size_t length = strcspn(part, "/");
        if (length == 0 || (length == 1 && part[0] == '.') ||
            (length == 2 && part[0] == '.' && part[1] == '.')) {
            return false;
        }
        part += length;
        if (*part == '\0') {
            return true;
        }
    }
}

bool field_is_path_or_none(const char *text)
{
    return text[0] == '\0' || field_is_path(text);
}

static int digit(char letter)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = letter == '\0' ? NULL : strchr(digits, letter);
    return found == NULL ? -1 : (int)(found - digits);
}

/* "\x40" back to "@". */
static void unescape(struct buffer *into, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        bool escaped = size - i >= 4 && text[i] == '\\' && text[i + 1] == 'x' &&
                       digit(text[i + 2]) >= 0 && digit(text[i + 3]) >= 0;
        char byte = escaped ? (char)(digit(text[i + 2]) * 16 + digit(text[i + 3])) : text[i];
        buffer_add(into, &byte, 1);
        i += escaped ? 3 : 0;
    }
}

bool field_is_title(const char *text, size_t size)
{
    struct buffer bytes = {0}, title = {0};
    unescape(&bytes, text, size);
    inert_title(&title, bytes.data, bytes.size);
    bool same = !bytes.failed && !title.failed && title.size == size &&
                (size == 0 || memcmp(title.data, text, size) == 0);
    buffer_free(&bytes);
    buffer_free(&title);
    return same;
}

void field_title(struct buffer *into, const char *text)
{
    size_t size = strlen(text);
    if (field_is_title(text, size)) {
        buffer_add(into, text, size);
    } else {
        inert_title(into, text, size);
    }
}

void field_shorten(struct buffer *text, size_t most)
{
    char more[64];
    if (text->failed || text->size <= most) {
        return;
    }
    int length = snprintf(more, sizeof more, "... (%zu bytes more)", text->size - most);
    size_t kept = most > (size_t)length ? most - (size_t)length : 0;
    while (kept > 0 && ((unsigned char)text->data[kept] & 0xc0) == 0x80) {
        kept--;
    }
    text->size = kept;
    text->data[kept] = '\0';
    buffer_text(text, most > (size_t)length ? more : "");
}
