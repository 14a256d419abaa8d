/* offset.c -- numeric UTC offsets: "Z", "+05:30", "-00:00" (RFC 3339 s. 5.6) */
/* SPDX-License-Identifier: MIT */
#include "offset.h"

#include "offset_inline.h"

enum { LIMIT_SECONDS = 24 * 3600 };

struct fuseau_result offset_refuse(struct cursor cursor, size_t at, uint64_t over, unsigned hours)
{
    unsigned first = over ? word_first(over) : 8;
    if (first > 1 && hours > 23) {
        first = 1;
    }
    if (first == 2) {
        return cursor_refuse(cursor, at + first, FUSEAU_ERR_SEPARATOR);
    }
    return cursor_refuse_digit(cursor, at + first, FUSEAU_ERR_RANGE);
}

enum fuseau_error offset_write(struct writer *writer, struct fuseau_offset offset)
{
    if (!fuseau_offset_is_valid(offset)) {
        return FUSEAU_ERR_RANGE;
    }
    if (offset.kind == FUSEAU_OFFSET_ZULU) {
        writer_byte(writer, 'Z');
        return FUSEAU_OK;
    }
    bool west = offset.seconds < 0 || offset.kind == FUSEAU_OFFSET_UNKNOWN;
    uint32_t minutes = (uint32_t)(offset.seconds < 0 ? -offset.seconds : offset.seconds) / 60;
    writer_byte(writer, west ? '-' : '+');
    writer_digits(writer, minutes / 60, 2);
    writer_byte(writer, ':');
    writer_digits(writer, minutes % 60, 2);
    return FUSEAU_OK;
}

bool fuseau_offset_is_known(struct fuseau_offset offset)
{
    return offset.kind == FUSEAU_OFFSET_NUMERIC;
}

bool fuseau_offset_is_valid(struct fuseau_offset offset)
{
    switch (offset.kind) {
    case FUSEAU_OFFSET_NUMERIC:
        return offset.seconds > -LIMIT_SECONDS && offset.seconds < LIMIT_SECONDS &&
               offset.seconds % 60 == 0;
    case FUSEAU_OFFSET_ZULU:
    case FUSEAU_OFFSET_UNKNOWN:
        return offset.seconds == 0;
    }
    return false;
}

struct fuseau_result fuseau_offset_parse(const char *text, size_t size, struct fuseau_offset *out)
{
    struct cursor cursor = {text, size};
    struct fuseau_offset offset;
    struct fuseau_result result = cursor_finish(cursor, time_offset(cursor, 0, &offset));
    if (result.error == FUSEAU_OK) {
        *out = offset;
    }
    return result;
}

struct fuseau_result fuseau_offset_format(struct fuseau_offset offset, char *text, size_t room)
{
    struct writer writer = {.size = 0};
    enum fuseau_error error = offset_write(&writer, offset);
    return writer_finish(&writer, error, text, room);
}
