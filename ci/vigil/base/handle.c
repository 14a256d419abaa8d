/* SPDX-License-Identifier: MIT */
#include "handle.h"

static bool is_alphanumeric(char letter)
{
    return span_is_digit(letter) || ((letter | 0x20) >= 'a' && (letter | 0x20) <= 'z');
}

bool handle_is_one(struct span text)
{
    if (text.size == 0 || text.size > HANDLE_MOST || !is_alphanumeric(text.text[0])) {
        return false;
    }
    for (size_t i = 1; i < text.size; i++) {
        if (!is_alphanumeric(text.text[i]) && text.text[i] != '-' && text.text[i] != '_') {
            return false;
        }
    }
    return true;
}
