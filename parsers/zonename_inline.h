/* zonename_inline.h -- (private) reading a zone name as part of something longer */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_ZONENAME_INLINE_H
#define FUSEAU_ZONENAME_INLINE_H

#include "cursor.h"
#include "zonename.h"

/* time-zone-initial = ALPHA / "." / "_" */
RULE bool time_zone_initial(unsigned char byte)
{
    return (byte | 0x20U) - 'a' < 26 || byte == '.' || byte == '_';
}

/* time-zone-char = time-zone-initial / DIGIT / "-" / "+" */
RULE bool time_zone_char(unsigned char byte)
{
    return time_zone_initial(byte) || (unsigned)byte - '0' <= 9 || byte == '-' || byte == '+';
}

/*
 * time-zone-part = time-zone-initial *time-zone-char
 *                  ; but not "." or ".."
 *
 * There is no limit to the length: the drafts before the last ones had 14 bytes, which are a habit
 * of the IANA database (theory.html) that its own older names and others' zones do not keep.
 */
RULE struct fuseau_result time_zone_part(struct cursor cursor, size_t at)
{
    unsigned char first = cursor_byte(cursor, at);
    if (!time_zone_initial(first)) {
        return cursor_refuse(cursor, at, FUSEAU_ERR_NAME);
    }
    size_t end = at + 1;
    while (time_zone_char(cursor_byte(cursor, end))) {
        end++;
    }
    if (end - at <= 2 && first == '.' && cursor_byte(cursor, end - 1) == '.') {
        return cursor_refuse(cursor, end, FUSEAU_ERR_NAME_PART);
    }
    return cursor_accept(end);
}

/* time-zone-name = time-zone-part *("/" time-zone-part) */
RULE struct fuseau_result time_zone_name(struct cursor cursor, size_t at)
{
    struct fuseau_result part = time_zone_part(cursor, at);
    while (part.error == FUSEAU_OK && cursor_byte(cursor, part.at) == '/') {
        size_t next = part.at + 1;
        if (cursor_byte(cursor, next) == '/') {
            return cursor_refuse(cursor, next, FUSEAU_ERR_NAME_PART);
        }
        part = time_zone_part(cursor, next);
    }
    return part;
}

#endif
