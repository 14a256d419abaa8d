/* SPDX-License-Identifier: MIT */
#include "baggage.h"

#include "safetext.h"

static bool is_blank(char letter)
{
    return letter == ' ' || letter == '\t';
}

static struct span trimmed(struct span text)
{
    while (text.size > 0 && is_blank(text.text[0])) {
        span_skip(&text, 1);
    }
    while (text.size > 0 && is_blank(text.text[text.size - 1])) {
        text.size--;
    }
    return text;
}

static struct span take_member(struct span *list)
{
    struct span member = {list->text, span_find(*list, ",")};
    span_skip(list, member.size + 1);
    return trimmed(member);
}

/* token = 1*tchar [RFC 9110 s. 5.6.2] */
static bool is_token(struct span text)
{
    for (size_t i = 0; i < text.size; i++) {
        char letter = text.text[i], lower = (char)(letter | 0x20);
        if (!span_is_digit(letter) && (lower < 'a' || lower > 'z') &&
            (letter == '\0' || strchr("!#$%&'*+-.^_`|~", letter) == NULL)) {
            return false;
        }
    }
    return text.size > 0;
}

static int hexadecimal(char letter)
{
    char lower = (char)(letter | 0x20);
    if (span_is_digit(letter)) {
        return letter - '0';
    }
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* One character, or the byte that "%XX" stands for; -1 where it is neither. */
static int take_byte(struct span *text)
{
    int byte = (unsigned char)text->text[0];
    if (byte == '%') {
        int high = text->size > 2 ? hexadecimal(text->text[1]) : -1;
        int low = text->size > 2 ? hexadecimal(text->text[2]) : -1;
        byte = high < 0 || low < 0 ? -1 : high * 16 + low;
        span_skip(text, 2);
    }
    span_skip(text, 1);
    return byte;
}

/* A control character could end the line of a header from within. */
static bool take_value(struct span text, char *into, size_t room)
{
    size_t used = 0;
    while (text.size > 0) {
        int byte = take_byte(&text);
        if (byte < ' ' || byte == 0x7f || used + 1 >= room) {
            return false;
        }
        into[used++] = (char)byte;
    }
    into[used] = '\0';
    return true;
}

bool baggage_take(struct span *list, struct baggage *member, bool *whole)
{
    struct span text = {list->text, 0};
    while (text.size == 0 && list->size > 0) {
        text = take_member(list);
    }
    *whole = true;
    if (text.size == 0) {
        return false;
    }
    size_t equals = span_find(text, "=");
    struct span key = trimmed((struct span){text.text, equals});
    *whole = equals < text.size && is_token(key) && key.size < sizeof member->key;
    span_copy(member->key, sizeof member->key, key);
    span_skip(&text, equals + 1);
    *whole = *whole && take_value(trimmed(text), member->value, sizeof member->value);
    return *whole;
}

static bool is_plain(const char *text)
{
    struct buffer shown = {0};
    safetext_line(&shown, text, strlen(text));
    bool plain = !shown.failed && shown.size == strlen(text);
    buffer_free(&shown);
    return plain;
}

bool baggage_check(const char *list)
{
    struct span rest = {list, strlen(list)};
    struct baggage member;
    bool whole = true, plain = true;
    while (plain && baggage_take(&rest, &member, &whole)) {
        plain = is_plain(member.value);
    }
    return whole && plain;
}
