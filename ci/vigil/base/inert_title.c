/* SPDX-License-Identifier: MIT */
/* What stands without code marks around it: titles and labels. */
#include <string.h>

#include "inert.h"
#include "inert_byte.h"

static bool is_word(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9');
}

static bool is_hexadecimal(char letter)
{
    return letter != '\0' && strchr("0123456789abcdefABCDEF", letter) != NULL;
}

/* Whether `into` ends in these lower-case words, in whatever case. */
static bool ends_in_caseless(const struct buffer *into, const char *words)
{
    size_t length = strlen(words);
    for (size_t i = 0; i < length && length <= into->size; i++) {
        if ((into->data[into->size - length + i] | 0x20) != words[i]) {
            return false;
        }
    }
    return length <= into->size;
}

/* Whether what `into` ends in became, with one mark more, an entity (mark "&", "&commat;") or an
 * emoji (mark ":", ":bug:"). A name in C++, "a::b::c", stands. */
static bool ends_in_name_after(const struct buffer *into, char mark)
{
    size_t at = into->size;
    while (at > 0 && (is_word(into->data[at - 1]) || strchr("_+-", into->data[at - 1]) != NULL)) {
        at--;
    }
    bool named = at > 0 && at < into->size && into->data[at - 1] == mark;
    return named && (at < 2 || mark != ':' || into->data[at - 2] != ':');
}

/* Seven to forty hex digits, a word of their own with a digit in it, may be a commit's name. */
static bool begins_commit(const struct buffer *into, const char *text, size_t size)
{
    size_t length = 0, digits = 0;
    bool within = into->size > 0 && is_word(into->data[into->size - 1]);
    while (length < size && is_hexadecimal(text[length])) {
        digits += text[length] <= '9';
        length++;
    }
    bool ends = length == size || !is_word(text[length]);
    return !within && ends && length >= 7 && length <= 40 && digits > 0;
}

/* Beside the plainly unsafe: "//" and "www." become links by themselves, "GH-1" a reference. What
 * `into` ends in counts, whoever wrote it. */
static bool plain_in_title(const struct buffer *into, const char *text, size_t size)
{
    switch (text[0]) {
    case '/':
        return !inert_ends_in(into, "/");
    case '.':
        return !ends_in_caseless(into, "www");
    case '-':
        return !ends_in_caseless(into, "gh");
    case ';':
        return !ends_in_name_after(into, '&');
    case ':':
        return !ends_in_name_after(into, ':');
    default:
        return is_word(text[0]) ? !begins_commit(into, text, size)
                                : text[0] != '\0' && strchr(" _,+=()&'?%~*", text[0]) != NULL;
    }
}

void inert_title(struct buffer *into, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (plain_in_title(into, text + i, size - i)) {
            buffer_add(into, text + i, 1);
        } else {
            inert_escape(into, (unsigned char)text[i]);
        }
    }
}
