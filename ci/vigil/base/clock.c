/* SPDX-License-Identifier: MIT */
#include "clock.h"

#include <time.h>

#include "rfc3339.h"

void clock_write(int64_t seconds, char text[CLOCK_SIZE])
{
    static const struct fuseau_offset utc = {0, FUSEAU_OFFSET_ZULU};
    struct fuseau_rfc3339 value;
    struct fuseau_result result =
        fuseau_rfc3339_from_instant((struct fuseau_instant){seconds, 0}, utc, &value);
    if (result.error == FUSEAU_OK) {
        result = fuseau_rfc3339_format(&value, FUSEAU_FRACTION_SHORTEST, text, CLOCK_SIZE - 1);
    }
    text[result.error == FUSEAU_OK ? result.at : 0] = '\0';
}

void clock_now(char text[CLOCK_SIZE])
{
    clock_write(time(NULL), text);
}

bool clock_take_minutes(struct span *text, unsigned *minutes)
{
    unsigned digits[4];
    for (size_t i = 0, at = 0; at < 5; at++) {
        if (at >= text->size ||
            (at == 2 ? text->text[at] != ':' : !span_is_digit(text->text[at]))) {
            return false;
        }
        if (at != 2) {
            digits[i++] = (unsigned)(text->text[at] - '0');
        }
    }
    unsigned hour = digits[0] * 10 + digits[1], minute = digits[2] * 10 + digits[3];
    if (minute > 59 || hour * 60 + minute > CLOCK_DAY_MINUTES) {
        return false;
    }
    *minutes = hour * 60 + minute;
    span_skip(text, 5);
    return true;
}
