/* SPDX-License-Identifier: MIT */
#include "number.h"

#include <string.h>

#include "span.h"

bool number_read(const char *text, uint64_t least, uint64_t most, uint64_t *number)
{
    struct span rest = {text, strlen(text)};
    uint64_t value;
    /* A number that is too large for its type is held at the type's greatest value. */
    if (!span_take_digits(&rest, &value) || rest.size > 0 || value < least || value > most) {
        return false;
    }
    *number = value;
    return true;
}
