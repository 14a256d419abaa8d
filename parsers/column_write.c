/* column_write.c -- many instants at once, written: as lines, or as texts of an Arrow column */
/* SPDX-License-Identifier: MIT */
#include "column.h"

#include "column_inline.h"

/* A column that is written, value by value. */
struct writing {
    struct column_plan plan;
    const int64_t *values;
    const uint8_t *validity;
    int digits;
    char *text;
    size_t room;
    struct fuseau_column done;
};

/* What became of a value. */
enum fate { WRITTEN, NULL_TEXT, NO_ROOM };

/* The text of the next value, behind which room for `end` bytes more is wanted. */
static enum fate put(struct writing *writing, size_t end)
{
    const struct fuseau_offset utc = {0, FUSEAU_OFFSET_ZULU};
    size_t n = writing->done.read;
    size_t left = writing->room - writing->done.consumed;
    struct fuseau_instant instant;
    struct fuseau_rfc3339 value;
    if (left < end) {
        return NO_ROOM;
    }
    if (!column_is_valid(writing->validity, n)) {
        return NULL_TEXT;
    }
    /* Where there is no room there may be no text, to which not even 0 may be added. */
    char *text = writing->text != NULL ? writing->text + writing->done.consumed : NULL;
    instant.seconds = column_seconds(&writing->plan, writing->values[n], &instant.nanoseconds);
    struct fuseau_result result = fuseau_rfc3339_from_instant(instant, utc, &value);
    if (result.error == FUSEAU_OK) {
        result = fuseau_rfc3339_format(&value, writing->digits, text, left - end);
    }
    if (result.error == FUSEAU_ERR_ROOM) {
        return NO_ROOM;
    }
    writing->done.consumed += result.at;
    writing->done.refused += result.error != FUSEAU_OK;
    return result.error == FUSEAU_OK ? WRITTEN : NULL_TEXT;
}

struct fuseau_column fuseau_column_format_lines(const int64_t *values, const uint8_t *validity,
                                                size_t count, enum fuseau_column_unit unit,
                                                int digits, char *text, size_t room)
{
    struct writing writing = {.plan = column_plan_of(unit),
                              .values = values,
                              .validity = validity,
                              .digits = digits,
                              .text = text,
                              .room = room};
    while (writing.done.read < count && put(&writing, 1) != NO_ROOM) {
        text[writing.done.consumed++] = '\n';
        writing.done.read++;
    }
    return writing.done;
}

/* Where text n begins, or the last ends; false: such an offset cannot be. */
static bool put_offset(size_t n, size_t offset, int32_t *offsets32, int64_t *offsets64)
{
    if (offsets32 == NULL) {
        offsets64[n] = (int64_t)offset;
        return true;
    }
    if (offset > INT32_MAX) {
        return false;
    }
    offsets32[n] = (int32_t)offset;
    return true;
}

struct fuseau_column fuseau_column_format_strings(const int64_t *values, const uint8_t *validity,
                                                  size_t count, enum fuseau_column_unit unit,
                                                  int digits, char *bytes, size_t room,
                                                  int32_t *offsets32, int64_t *offsets64,
                                                  uint8_t *written)
{
    struct writing writing = {.plan = column_plan_of(unit),
                              .values = values,
                              .validity = validity,
                              .digits = digits,
                              .text = bytes,
                              .room = room};
    unsigned bits = 0;
    put_offset(0, 0, offsets32, offsets64);
    while (writing.done.read < count) {
        struct fuseau_column before = writing.done;
        size_t n = before.read;
        enum fate fate = put(&writing, 0);
        if (fate == NO_ROOM || !put_offset(n + 1, writing.done.consumed, offsets32, offsets64)) {
            writing.done = before;
            break;
        }
        bits = (n % 8 == 0 ? 0 : bits) | (unsigned)(fate == WRITTEN) << (n % 8);
        column_put_valid(written, n, bits);
        writing.done.read++;
    }
    return writing.done;
}
