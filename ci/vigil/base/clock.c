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
