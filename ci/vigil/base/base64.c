/* SPDX-License-Identifier: MIT */
#include "base64.h"

void base64_write(struct buffer *into, const void *data, size_t size)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *bytes = data;
    for (size_t at = 0; at < size; at += 3) {
        size_t count = size - at < 3 ? size - at : 3;
        unsigned long group = (unsigned long)bytes[at] << 16;
        group |= count > 1 ? (unsigned long)bytes[at + 1] << 8 : 0;
        group |= count > 2 ? bytes[at + 2] : 0;
        char four[] = {letters[group >> 18], letters[group >> 12 & 63],
                       count > 1 ? letters[group >> 6 & 63] : '=',
                       count > 2 ? letters[group & 63] : '='};
        buffer_add(into, four, sizeof four);
    }
}
