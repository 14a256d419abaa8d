/* SPDX-License-Identifier: MIT */
#include "number.h"

#include <string.h>

#include "span.h"

bool number_read(const char *text, uint64_t least, uint64_t most, uint64_t *number)
{
    uint64_t value = 0;
    const char *at = text;
    for (; span_is_digit(*at); at++) {
        uint64_t digit = (uint64_t)(*at - '0');
        if (value > (UINT64_MAX - digit) / 10) {
            return false;
        }
        value = value * 10 + digit;
    }
    if (at == text || *at != '\0' || value < least || value > most) {
        return false;
    }
    *number = value;
    return true;
}

bool number_read_seconds(const char *text, double *seconds)
{
    static const uint64_t week = UINT64_C(7) * 24 * 3600;
    struct span rest = {text, strlen(text)};
    uint64_t count;
    if (!span_take_digits(&rest, &count)) {
        return false;
    }
    uint64_t unit = span_is(rest, "s")   ? 1
                    : span_is(rest, "m") ? 60
                    : span_is(rest, "h") ? 3600
                                         : 0;
    if (unit == 0 || count > week / unit) {
        return false;
    }
    *seconds = (double)(count * unit);
    return true;
}
