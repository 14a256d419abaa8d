/* zonename.c -- zone names: "America/New_York", and never "../etc" (RFC 9557 s. 4.1) */
/* SPDX-License-Identifier: MIT */
#include "zonename.h"

#include "zonename_inline.h"

struct fuseau_result fuseau_zonename_parse(const char *text, size_t size)
{
    struct cursor cursor = {text, size};
    struct fuseau_result result = time_zone_name(cursor, 0);
    if (result.error == FUSEAU_OK && result.at < size) {
        result.error = FUSEAU_ERR_NAME;
    }
    return result;
}
